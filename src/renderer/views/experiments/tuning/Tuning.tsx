import { Button, Group, Progress, SimpleGrid, Stack, Text, Tooltip } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect } from 'react'
import { recordedText, text } from '../../../../shared/messages/index.ts'
import type { TuningState } from '../../../../shared/pipeline/tuningState.ts'
import { useTRPC } from '../../../link.ts'
import { Icon } from '../../../parts/icons.tsx'
import { KeyFigures } from '../../../parts/KeyFigures.tsx'
import { Section } from '../../../parts/Section.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../../parts/states.tsx'
import { notifyProblem } from '../../../problems.ts'
import { formatScore } from '../../../words/formats.ts'
import { learnerWords } from '../../../words/runWords.ts'
import { Slices } from './Slices.tsx'
import { Trials } from './Trials.tsx'
import { TuningChart } from './TuningChart.tsx'

/** A search for parameters: how far it is, what it found, and which parameters matter. */
export function Tuning({ runId }: { runId: string }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { data: state, error } = useSubscription(trpc.tuning.state.subscriptionOptions({ runId }))
  const status = state?.status
  // What the rest of the page says of the run is older than what is followed here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the status
  useEffect(() => void queryClient.invalidateQueries({ queryKey: trpc.runs.pathKey() }), [status])
  if (state === undefined) return error === null ? <LoadingState height={400} /> : <ErrorState error={error} />
  const hasFigures = state.figures.length > 0
  return (
    <Stack gap="md">
      <KeyFigures figures={keyFigures(state)} />
      {state.status === 'RUNNING' && <Going state={state} />}
      {!hasFigures && (
        <EmptyState icon="chart" title={text('tuning.none')}>
          {text(state.status === 'RUNNING' ? 'tuning.none.running' : 'tuning.none.ended')}
        </EmptyState>
      )}
      {hasFigures && (
        <>
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
            <Section>
              <TuningChart state={state} name="tuning_history" />
            </Section>
            <Section>
              <TuningChart state={state} name="tuning_importance" />
            </Section>
          </SimpleGrid>
          <Section>
            <TuningChart state={state} name="tuning_parallel_coordinates" height={380} />
          </Section>
          <Slices state={state} />
          <Trials state={state} />
        </>
      )}
    </Stack>
  )
}

function keyFigures({ trials, total, best, learner }: TuningState) {
  const scoreOf = (number: number | null) => {
    const score = trials.find((trial) => trial.number === number)?.score
    return score === undefined || score === null ? '–' : formatScore(score, 4)
  }
  const ended = trials.filter(({ state }) => state !== 'RUNNING' && state !== 'KILLED')
  const pruned = ended.filter(({ state }) => state === 'PRUNED').length
  return [
    { label: text('tuning.best'), value: scoreOf(best) },
    { label: text('tuning.first'), value: scoreOf(0) },
    { label: text('tuning.trials.done'), value: text('tuning.trials.count', { done: ended.length, total, pruned }) },
    { label: text('tuning.learner'), value: learnerWords(learner) },
  ]
}

/** What goes on, and the button that ends it. */
function Going({ state }: { state: TuningState }) {
  const trpc = useTRPC()
  const cancel = useMutation(trpc.pipeline.cancel.mutationOptions({ onError: notifyProblem }))
  const { trials, total, step, here, stopping, pid } = state
  const done = trials.filter(({ state: its }) => its !== 'RUNNING').length
  const words = recordedText(`step.${step ?? 'tune'}`, {})
  const isSearching = step === null || step === 'tune'
  return (
    <Section>
      <Group wrap="nowrap" gap="md">
        <Stack gap={6} style={{ flex: 1 }}>
          <Text size="sm" className="numbers" aria-live="polite">
            {isSearching
              ? text('pipeline_view.progress.trials', { done, total })
              : text('tuning.then', { step: words })}
          </Text>
          <Progress
            value={isSearching ? (100 * done) / total : 100}
            animated={!isSearching}
            aria-label={text('tuning.tab')}
          />
        </Stack>
        <Tooltip label={text('new_run.elsewhere', { pid })} disabled={here}>
          <Button
            color="red"
            variant="outline"
            leftSection={<Icon name="stop" size={14} />}
            disabled={!here || stopping}
            onClick={() => cancel.mutate({ runId: state.runId })}
          >
            {text(stopping ? 'window.stopping' : 'tuning.cancel')}
          </Button>
        </Tooltip>
      </Group>
    </Section>
  )
}
