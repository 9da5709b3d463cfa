import { Button, Group, SegmentedControl, SimpleGrid, Slider, Stack, Text } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { text } from '../../shared/messages/index.ts'
import type { ThresholdCurves } from '../../shared/serving/thresholds.ts'
import { Chart } from '../chart/Chart.tsx'
import { KeyFigures } from '../parts/KeyFigures.tsx'
import { formatScore, formatShare } from '../words/formats.ts'
import type { ThresholdLook } from './ThresholdSection.tsx'
import { confusionFigure, predictedShare, scoresFigure, THRESHOLD_METRICS } from './thresholdFigures.ts'

interface ThresholdPanelProps {
  curves: ThresholdCurves
  threshold: number
  action?: (look: ThresholdLook) => ReactNode
}

const HEIGHT = 260
const ROWS = ['test', 'folds'] as const

/** A slider over the thresholds, and what the model does at the chosen one. */
export function ThresholdPanel({ curves, threshold, action }: ThresholdPanelProps) {
  const { thresholds } = curves
  const [chosen, setChosen] = useState<number>()
  const [rows, setRows] = useState<ThresholdLook['rows']>('test')
  const inUse = nearest(thresholds, threshold)
  const place = chosen ?? inUse
  const looked = thresholds[place] ?? threshold
  const scores = curves[rows]
  const confusion = useMemo(() => confusionFigure(scores, place), [scores, place])
  const lines = useMemo(() => scoresFigure(thresholds, scores, looked), [thresholds, scores, looked])
  const said = formatScore(looked)
  const figures = [
    ...THRESHOLD_METRICS.map((metric) => ({
      label: text(`threshold.metric.${metric}`),
      value: formatScore(scores[metric][place] ?? 0),
    })),
    { label: text('threshold.metric.share'), value: formatShare(predictedShare(scores, place)) },
  ]
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {text('threshold.what')}
      </Text>
      <Group gap="lg" wrap="nowrap" align="center">
        <Slider
          style={{ flex: 1 }}
          min={0}
          max={thresholds.length - 1}
          step={1}
          value={place}
          onChange={setChosen}
          label={null}
          thumbLabel={text('threshold.title')}
          thumbValueText={text('threshold.value', { threshold: said })}
          marks={[{ value: inUse, label: text('threshold.now') }]}
          mb="md"
          styles={{ markLabel: { color: 'var(--mantine-color-dimmed)' } }}
        />
        <Text fw={700} fz="lg" className="numbers" w="4.2em" ta="right" aria-hidden>
          {said}
        </Text>
      </Group>
      <Group justify="space-between" gap="sm">
        <SegmentedControl
          size="xs"
          aria-label={text('threshold.rows')}
          value={rows}
          onChange={(value) => setRows(value === 'folds' ? 'folds' : 'test')}
          data={ROWS.map((value) => ({ value, label: text(`threshold.${value}`) }))}
        />
        <Group gap="xs">
          <Button size="xs" variant="subtle" disabled={place === inUse} onClick={() => setChosen(undefined)}>
            {text('threshold.back', { threshold: formatScore(threshold) })}
          </Button>
          {action?.({ threshold: looked, rows })}
        </Group>
      </Group>
      <div aria-live="polite">
        <KeyFigures figures={figures} />
      </div>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <Chart
          figure={confusion}
          name="confusion_matrix"
          height={HEIGHT}
          summary={text('threshold.confusion.summary', {
            threshold: said,
            hits: scores.true_positives[place] ?? 0,
            missed: scores.false_negatives[place] ?? 0,
            false: scores.false_positives[place] ?? 0,
            right: scores.true_negatives[place] ?? 0,
          })}
        />
        <Chart figure={lines} name="scores_by_threshold" height={HEIGHT} />
      </SimpleGrid>
    </Stack>
  )
}

/** Place of the threshold that is closest to a probability. */
function nearest(thresholds: readonly number[], probability: number): number {
  const distances = thresholds.map((threshold) => Math.abs(threshold - probability))
  return distances.indexOf(Math.min(...distances))
}
