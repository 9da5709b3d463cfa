import type {
  DistributionDrift,
  DriftReport,
  MonthPerformance,
  PerformanceMetric,
} from '../../shared/monitoring/drift.ts'
import { PERFORMANCE_METRICS } from '../../shared/monitoring/drift.ts'
import { levelWords } from '../../shared/monitoring/driftWords.ts'
import { type Figure, layout } from './figure.ts'

/** The charts that are stored with a check, by name. */
export function driftFigures(report: DriftReport): Record<string, Figure> {
  const { predictions, performance } = report
  const moved = [...report.inputs, ...report.features].filter(({ moved }) => moved)
  return {
    overview: distancesInLimits(report),
    ...(predictions === null ? {} : { predictions: distribution(predictions) }),
    ...(performance === null
      ? {}
      : Object.fromEntries(PERFORMANCE_METRICS.map((metric) => [metric, scoreByMonth(metric, performance)]))),
    ...Object.fromEntries(moved.map((column) => [`moved_${column.name}`, distribution(column)])),
  }
}

/** How far each column is from the training data, in limits: from 1 it has moved. */
export function distancesInLimits({ inputs, features }: Pick<DriftReport, 'inputs' | 'features'>): Figure {
  const columns = [...inputs, ...features]
    .flatMap(({ name, decision }) => (decision === null ? [] : [{ name, ratio: decision.value / decision.threshold }]))
    .sort((a, b) => a.ratio - b.ratio)
  return {
    data: [{ type: 'bar', orientation: 'h', x: columns.map(({ ratio }) => ratio), y: columns.map(({ name }) => name) }],
    layout: layout(
      { title: 'Distance from the training data, in limits', x: 'distance / limit', y: '' },
      { shapes: [{ type: 'line', x0: 1, x1: 1, y0: 0, y1: 1, yref: 'paper', line: { dash: 'dot' } }] },
    ),
  }
}

/** A column in the training data and now. */
export function distribution({ name, histogram }: Pick<DistributionDrift, 'name' | 'histogram'>): Figure {
  const places = histogram.labels.map((label) => levelWords(name, label))
  // Long names are read along a line, the first one on top.
  const isLong = places.some((place) => place.length > LONG_NAME)
  const series = [
    { name: 'training', values: histogram.reference },
    { name: 'now', values: histogram.current },
  ]
  const title = `${name}: training and now`
  if (isLong) {
    return {
      data: series.map(({ name: part, values }) => ({
        ...{ type: 'bar', orientation: 'h', name: part, x: values, y: places },
        ...{ texttemplate: '', textposition: 'none' },
      })),
      layout: layout(
        { title, x: 'share of rows', y: '' },
        {
          barmode: 'group',
          xaxis: { title: { text: 'share of rows' }, tickformat: '.0%' },
          yaxis: { type: 'category', autorange: 'reversed' },
        },
      ),
    }
  }
  return {
    data: series.map(({ name: part, values }) => ({ type: 'bar', name: part, x: places, y: values })),
    layout: layout(
      { title, x: '', y: 'share of rows' },
      { barmode: 'group', xaxis: { type: 'category' }, yaxis: { title: { text: 'share of rows' }, tickformat: '.0%' } },
    ),
  }
}

const LONG_NAME = 12

/** A score by month with its intervals; what it was on the test rows, by the same months, as a line. */
export function scoreByMonth(
  metric: PerformanceMetric,
  { months, referenceMonths }: Pick<NonNullable<DriftReport['performance']>, 'months' | 'referenceMonths'>,
): Figure {
  const before = months.map(({ month }) => {
    const same = referenceMonths.find((candidate) => candidate.month.slice(5) === month.slice(5))
    return same?.[metric].value ?? null
  })
  const series = (name: string, of: (month: MonthPerformance) => boolean) => {
    const scored = months.filter(of)
    const scores = scored.map((month) => month[metric])
    return {
      ...{ type: 'scatter', mode: 'lines+markers', name },
      x: scored.map(({ month }) => month),
      y: scores.map(({ value }) => value),
      error_y: {
        ...{ type: 'data', symmetric: false, thickness: 1 },
        array: scores.map(({ value, high }) => Math.max(0, high - value)),
        arrayminus: scores.map(({ value, low }) => Math.max(0, value - low)),
      },
    }
  }
  return {
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        name: 'training',
        x: months.map(({ month }) => month),
        y: before,
        line: { dash: 'dot' },
      },
      series('now', ({ maturing }) => !maturing),
      ...(months.some(({ maturing }) => maturing) ? [series('now, maturing', ({ maturing }) => maturing)] : []),
    ],
    layout: layout(
      { title: `${metric} by month`, x: 'month', y: '' },
      { xaxis: { title: { text: 'month' }, type: 'category' } },
    ),
  }
}
