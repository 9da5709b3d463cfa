import { SegmentedControl, Stack, Switch, Text } from '@mantine/core'
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../../shared/messages/index.ts'
import { Chart } from '../../chart/Chart.tsx'
import { type Outputs, useTRPC } from '../../link.ts'
import { Page } from '../../parts/Page.tsx'
import { Queried } from '../../parts/Queried.tsx'
import { Section } from '../../parts/Section.tsx'
import { EmptyState, LoadingState } from '../../parts/states.tsx'
import { go, href } from '../../router.ts'
import { CompareTable } from './CompareTable.tsx'
import { figureOf, overlaid } from './run/figures.ts'
import { Back } from './run/RunPage.tsx'
import { COMPARE_LIMIT, isLessBetter, paramWords } from './runs.ts'

type Compared = Outputs['runs']['compare']

/** Runs side by side: parameters, metrics, and their curves in one chart. */
export function CompareRuns({ runIds }: { runIds: readonly string[] }) {
  const trpc = useTRPC()
  const ids = runIds.slice(0, COMPARE_LIMIT)
  const [onlyDiffering, setOnlyDiffering] = useState(true)
  const compared = useQuery(
    trpc.runs.compare.queryOptions({ runIds: ids }, { enabled: ids.length > 0, placeholderData: keepPreviousData }),
  )
  const leaveOut = (id: string) =>
    go(href('experiments', ['compare'], { runs: ids.filter((other) => other !== id).join(',') }), { replace: true })
  return (
    <Page
      title={text('experiments.compare.title')}
      description={text('experiments.compare.description')}
      actions={<Back />}
    >
      {ids.length === 0 ? (
        <EmptyState icon="compare" title={text('experiments.compare.none')}>
          {text('experiments.compare.none.why')}
        </EmptyState>
      ) : (
        <Queried query={compared} height={520}>
          {({ runs, params, metrics }) => {
            const shownParams = onlyDiffering ? params.filter(({ differs }) => differs) : params
            return (
              <Stack gap="md">
                <Section
                  title={text('experiments.params')}
                  actions={
                    <Switch
                      size="xs"
                      label={text('experiments.compare.only_differing')}
                      checked={onlyDiffering}
                      onChange={(event) => setOnlyDiffering(event.currentTarget.checked)}
                    />
                  }
                >
                  <CompareTable
                    label={text('experiments.params')}
                    runs={runs}
                    rows={shownParams.map(({ name, differs }) => ({
                      name,
                      differs,
                      values: runs.map((run) => paramWords(run.params[name])),
                    }))}
                    onLeaveOut={leaveOut}
                  />
                  {shownParams.length === 0 && (
                    <Text size="sm" c="dimmed" mt="xs">
                      {text('experiments.compare.same')}
                    </Text>
                  )}
                </Section>
                <Curves runs={runs} />
                <Section title={text('experiments.metrics')}>
                  <CompareTable
                    label={text('experiments.metrics')}
                    runs={runs}
                    rows={metrics
                      .filter(({ differs }) => differs || !onlyDiffering)
                      .map(({ name, differs }) => metricRow(name, differs, runs))}
                  />
                </Section>
              </Stack>
            )
          }}
        </Queried>
      )}
    </Page>
  )
}

function metricRow(name: string, differs: boolean, runs: Compared['runs']) {
  const values = runs.map(({ metrics }) => metrics[name] ?? null)
  const known = values.filter((value) => value !== null)
  const best = isLessBetter(name) ? Math.min(...known) : Math.max(...known)
  const isRanked = differs && known.length > 1 && SCORE.test(name)
  return { name, differs, values, best: isRanked ? best : undefined }
}

/** Metrics that say how good a model is, also cross-validated and before calibration. */
const SCORE =
  /^(raw_|cv_)?(mcc|auc|average_precision|accuracy|precision|recall|f1|precision_weighted|recall_weighted|f1_weighted|brier|log_loss|calibration_error)$/

const CURVES = ['roc', 'precision_recall', 'calibration'] as const

function Curves({ runs }: { runs: Compared['runs'] }) {
  const trpc = useTRPC()
  const [curve, setCurve] = useState<(typeof CURVES)[number]>('roc')
  const path = `figures/${curve}.json`
  const having = runs.filter(({ artifacts }) => artifacts.some((artifact) => artifact.path === path))
  const figures = useQueries({
    queries: having.map(({ id }) =>
      trpc.runs.artifact.queryOptions({ runId: id, path }, { staleTime: Number.POSITIVE_INFINITY }),
    ),
  })
  if (having.length === 0) return null
  const drawn = having.flatMap(({ name, id }, index) => {
    const artifact = figures[index]?.data
    const figure = artifact?.kind === 'json' ? figureOf(artifact.value) : undefined
    const isTwin = having.some((other) => other.id !== id && other.name === name)
    return figure === undefined ? [] : [{ name: isTwin ? `${name} (${id.slice(0, 6)})` : name, figure }]
  })
  const figure = overlaid(drawn)
  const choice = (
    <SegmentedControl
      size="xs"
      aria-label={text('experiments.compare.curves')}
      value={curve}
      onChange={(value) => setCurve(CURVES.find((known) => known === value) ?? 'roc')}
      data={CURVES.map((value) => ({ value, label: text(`experiments.compare.${value}`) }))}
    />
  )
  return (
    <Section>
      {figure === undefined ? (
        <LoadingState height={438} />
      ) : (
        <Chart
          figure={figure}
          name={curve}
          title={text(`experiments.compare.${curve}`)}
          height={400}
          actions={choice}
        />
      )}
    </Section>
  )
}
