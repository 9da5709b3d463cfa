import { Progress, SimpleGrid, Stack } from '@mantine/core'
import { useMemo } from 'react'
import { text } from '../../../../shared/messages/index.ts'
import type { StepState } from '../../../../shared/pipeline/runState.ts'
import type { StepDetails, StoredFigure } from '../../../../shared/pipeline/stepDetails.ts'
import { Chart } from '../../../chart/Chart.tsx'
import { Section } from '../../../parts/Section.tsx'
import { EmptyState } from '../../../parts/states.tsx'
import { chartTitle } from '../../../words/columns.ts'
import { progressWords } from '../../../words/runWords.ts'
import { DensityChart } from './DensityChart.tsx'
import { LearnerCharts } from './LearnerCharts.tsx'
import { ownFigure } from './stepFigures.ts'

interface StepChartsProps {
  state: StepState
  details: StepDetails
}

/** What a step drew; what it waits for where it has not. */
export function StepCharts({ state, details }: StepChartsProps) {
  const own = useMemo(() => ownFigure(state, details), [state, details])
  const stored = details.figures.filter(({ runId }) => details.learners.every((learner) => learner.runId !== runId))
  if (state.state === 'waiting') {
    return (
      <EmptyState icon="chart" title={text('pipeline_view.waiting.title')}>
        {text('pipeline_view.waiting.message')}
      </EmptyState>
    )
  }
  if (state.state === 'running') return <AtWork state={state} />
  if (state.state === 'failed' || state.state === 'cancelled') {
    return <EmptyState icon="chart" title={text('pipeline_view.unfinished')} />
  }
  const isDone = state.state === 'done' || state.state === 'cached'
  return (
    <Stack gap="sm">
      {own !== undefined && (
        <Section>
          <Chart figure={own} name={state.step} height={heightOf(own.data[0]?.y)} />
        </Section>
      )}
      {state.step === 'enrich' && isDone && <DensityChart runId={details.runId} />}
      <Figures figures={stored} />
      {details.learners.length > 0 && state.step !== 'promote' && <LearnerCharts details={details} />}
      {isDone &&
        own === undefined &&
        stored.length === 0 &&
        details.learners.length === 0 &&
        state.step !== 'enrich' && <EmptyState icon="chart" title={text('pipeline_view.no_chart')} />}
    </Stack>
  )
}

/** How far a step is, in the place of its charts. */
function AtWork({ state: { progress } }: { state: StepState }) {
  return (
    <EmptyState
      icon="chart"
      title={progress === null ? text('pipeline_view.at_work') : progressWords(progress)}
      action={
        progress !== null && (
          <Progress
            w={320}
            mt="xs"
            value={(100 * progress.done) / progress.total}
            aria-label={progressWords(progress)}
          />
        )
      }
    >
      {text('pipeline_view.running.message')}
    </EmptyState>
  )
}

/** Charts, two abreast where there are several and they are small. */
export function Figures({ figures }: { figures: readonly StoredFigure[] }) {
  if (figures.length === 0) return null
  return (
    <SimpleGrid cols={{ base: 1, xl: figures.length > 1 ? 2 : 1 }} spacing="sm">
      {figures.map(({ path, runId, figure }) => {
        const name = path.replace(/^figures\//, '').replace(/\.json$/, '')
        const title = chartTitle(name)
        return (
          <Section key={`${runId}/${path}`}>
            <Chart
              figure={figure}
              name={name}
              height={figures.length > 1 ? 320 : 380}
              {...(title === undefined ? {} : { title })}
            />
          </Section>
        )
      })}
    </SimpleGrid>
  )
}

/** A line of bars a category, and room for the axis. */
function heightOf(categories: unknown): number {
  const count = Array.isArray(categories) ? categories.length : 0
  return Math.min(420, Math.max(240, 90 + 30 * count))
}
