import { SegmentedControl, Stack, Switch, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { text } from '../../../../shared/messages/index.ts'
import {
  type CardGroup,
  type Estimate,
  GAP_SIZES,
  GROUPINGS,
  type Grouping,
  JUDGED_ROWS,
} from '../../../../shared/modelCard/modelCard.ts'
import { groupColumns, groupingLabel, groupLabel } from '../../../../shared/modelCard/modelCardGroups.ts'
import { Chart } from '../../../chart/Chart.tsx'
import type { Outputs } from '../../../link.ts'
import { Section } from '../../../parts/Section.tsx'
import { SimpleTable } from '../../../parts/SimpleTable.tsx'
import { formatNumber, formatScore, formatShare } from '../../../words/formats.ts'

type Card = NonNullable<Outputs['models']['version']['card']>

/** Groups of a chart; the table has all. */
const CHARTED = 40

/** How a model does in each group of the test rows, and where that is a gap. */
export function Groups({ card }: { card: Card }) {
  const [chosen, setChosen] = useState<Grouping>('district')
  const [onlyGaps, setOnlyGaps] = useState(false)
  const groups = card.groupings.find(({ by }) => by === chosen)?.groups ?? []
  const shown = onlyGaps ? groups.filter(({ gaps }) => gaps.length > 0) : groups
  const figure = useMemo(() => calibrationOf(chosen, groups.slice(0, CHARTED)), [chosen, groups])
  const title = text('model_card.groups.by', { grouping: groupingLabel(chosen).toLowerCase() })
  return (
    <Section
      title={text('model_card.groups')}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={text('model_card.groups')}
          value={chosen}
          onChange={(value) => setChosen(GROUPINGS.find((known) => known === value) ?? 'district')}
          data={GROUPINGS.map((value) => ({ value, label: groupingLabel(value) }))}
        />
      }
    >
      <Stack gap="sm">
        <Text size="xs" c="dimmed">
          {text('model_card.groups.rule', {
            calibration: formatScore(GAP_SIZES.calibration, 2),
            recall: formatScore(GAP_SIZES.recall, 2),
            fpr: formatScore(GAP_SIZES.false_positive_rate, 2),
            auc: formatScore(GAP_SIZES.auc, 2),
            rows: JUDGED_ROWS,
          })}
        </Text>
        <Chart
          figure={figure}
          name={`calibration_by_${chosen}`}
          title={title}
          height={Math.max(160, 70 + 18 * Math.min(CHARTED, groups.length))}
        />
        <Text size="xs" c="dimmed">
          {text('model_card.groups.forest')}
        </Text>
        <Switch
          size="xs"
          label={text('model_card.groups.only_gaps')}
          checked={onlyGaps}
          onChange={(event) => setOnlyGaps(event.currentTarget.checked)}
        />
        <SimpleTable
          label={title}
          height={Math.min(420, 60 + 33 * (shown.length + 1))}
          columns={groupColumns(chosen)}
          rows={[
            ...(onlyGaps ? [] : [wholeRow(card)]),
            ...shown.map((group) => [
              groupLabel(chosen, group.value),
              formatNumber(group.rows),
              formatShare(group.arrests / group.rows),
              formatShare(group.mean_probability),
              measured(group.calibration),
              measured(group.recall),
              measured(group.false_positive_rate),
              measured(group.auc),
              group.gaps.map((gap) => text(`model_card.gap.${gap}`)).join(', '),
            ]),
          ]}
        />
      </Stack>
    </Section>
  )
}

/** Mean probability less share of arrests by group, with intervals; those that are gaps as a series of their own. */
function calibrationOf(by: Grouping, groups: readonly CardGroup[]) {
  const series = [
    { name: text('model_card.groups.within'), own: groups.filter(({ gaps }) => !gaps.includes('calibration')) },
    { name: text('model_card.groups.gap'), own: groups.filter(({ gaps }) => gaps.includes('calibration')) },
  ]
  const labels = groups.map(({ value }) => groupLabel(by, value))
  return {
    data: series
      .filter(({ own }) => own.length > 0)
      .map(({ name, own }) => ({
        type: 'scatter',
        mode: 'markers',
        orientation: 'h',
        name,
        x: own.map(({ calibration }) => calibration.value),
        y: own.map(({ value }) => groupLabel(by, value)),
        marker: { size: 7 },
        error_x: {
          type: 'data',
          symmetric: false,
          array: own.map(({ calibration: { value, high } }) => high - value),
          arrayminus: own.map(({ calibration: { value, low } }) => value - low),
          thickness: 1.5,
          width: 0,
        },
      })),
    layout: {
      title: { text: '' },
      xaxis: { title: { text: text('model_card.group.calibration') }, zeroline: true },
      yaxis: {
        title: { text: groupingLabel(by) },
        type: 'category',
        categoryorder: 'array',
        categoryarray: labels,
        autorange: 'reversed',
        dtick: 1,
      },
    },
  }
}

function wholeRow({ overall, data }: Card): string[] {
  const score = (value: number | null) => (value === null ? '–' : formatScore(value))
  return [
    text('model_card.groups.all'),
    formatNumber(data.test_rows),
    formatShare(overall.arrest_rate),
    formatShare(overall.mean_probability),
    formatScore(overall.mean_probability - overall.arrest_rate),
    score(overall.recall),
    score(overall.false_positive_rate),
    score(overall.auc),
    '',
  ]
}

function measured(estimate: Estimate | null): string {
  if (estimate === null) return '–'
  return `${formatScore(estimate.value)} (${formatScore(estimate.low, 2)} – ${formatScore(estimate.high, 2)})`
}
