import { SegmentedControl, Stack, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { text } from '../../../../shared/messages/index.ts'
import { metricLabel } from '../../../../shared/pipeline/columnWords.ts'
import { COMPARED, type Compared, type StoredComparison } from '../../../../shared/pipeline/comparison.ts'
import { Chart } from '../../../chart/Chart.tsx'
import { Section } from '../../../parts/Section.tsx'
import { learnerWords } from '../../../words/runWords.ts'
import { ContestTable } from './ContestTable.tsx'
import { SpreadTable } from './SpreadTable.tsx'

/** One table a scope, with intervals and a paired test of one split, or mean ± deviation of several; and a chart. */
export function ComparisonResult({ comparison }: { comparison: StoredComparison }) {
  const { contests, baseline, resamples, label, date, summary } = comparison
  const [metric, setMetric] = useState<Compared>('average_precision')
  const figure = useMemo(() => chartOf(comparison, metric), [comparison, metric])
  const [first] = contests
  if (first === undefined) return null
  const isOne = contests.length === 1
  return (
    <Stack gap="md">
      {first.scopes.map(({ without, rows, testRows, arrests }, place) => {
        const named = text('compare.title', { label, date, rows: testRows, arrests })
        const types = without.join(', ')
        return (
          <Section key={types} title={types === '' ? named : `${named}, ${text('compare.without', { types })}`}>
            {isOne ? (
              <ContestTable label={named + types} rows={rows} />
            ) : (
              <SpreadTable label={named + types} rows={summary[place]?.rows ?? []} baseline={baseline} />
            )}
          </Section>
        )
      })}
      <Text size="xs" c="dimmed">
        {isOne
          ? text('compare.intervals', { resamples, baseline })
          : text('compare.seeds', { seeds: contests.length, baseline })}
      </Text>
      <Section>
        <Chart
          figure={figure}
          name={`comparison_${metric}`}
          title={metricLabel(metric)}
          height={110 + 34 * (first.scopes[0]?.rows.length ?? 0)}
          actions={
            <SegmentedControl
              size="xs"
              aria-label={text('model_card.metric')}
              value={metric}
              onChange={(value) => setMetric(COMPARED.find((known) => known === value) ?? 'average_precision')}
              data={COMPARED.map((value) => ({ value, label: metricLabel(value) }))}
            />
          }
        />
      </Section>
    </Stack>
  )
}

export function contestant({ recipe, learner }: { recipe: string; learner: string }): string {
  return `${recipe} · ${learnerWords(learner)}`
}

/** A metric of all that took part, a series a scope, with intervals (one split) or standard deviations (several). */
function chartOf({ contests, summary }: StoredComparison, metric: Compared) {
  const points = summary.map(({ without, rows }, scope) => {
    const own = rows.map((row, place) => {
      const score = contests[0]?.scopes[scope]?.rows[place]?.scores[metric]
      const { mean, sd } = row.scores[metric]
      if (contests.length > 1) return { value: mean, low: (mean ?? 0) - (sd ?? 0), high: (mean ?? 0) + (sd ?? 0) }
      return { value: score?.value ?? null, low: score?.low ?? null, high: score?.high ?? null }
    })
    const gap = (from: number | null, to: number | null) => Math.max(0, (to ?? 0) - (from ?? 0))
    return {
      type: 'scatter',
      mode: 'markers',
      orientation: 'h',
      name:
        without.length === 0 ? text('model_card.groups.all') : text('compare.without', { types: without.join(', ') }),
      x: own.map(({ value }) => value),
      y: rows.map(contestant),
      marker: { size: 8 },
      error_x: {
        type: 'data',
        symmetric: false,
        array: own.map(({ value, high }) => gap(value, high)),
        arrayminus: own.map(({ value, low }) => gap(low, value)),
      },
    }
  })
  return {
    data: points,
    layout: {
      title: { text: metricLabel(metric) },
      xaxis: { title: { text: metricLabel(metric) } },
      yaxis: { title: { text: '' }, type: 'category', autorange: 'reversed' },
    },
  }
}
