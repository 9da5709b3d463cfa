import {
  type MonthPerformance,
  PERFORMANCE_METRICS,
  type Performance,
  type PerformanceMetric,
  type ScoredInterval,
} from '../../shared/monitoring/drift.ts'
import { basicInterval, bootstrap, interval } from '../learners/metrics/bootstrap.ts'
import type { Job } from '../progress.ts'
import { sharedFloats } from '../sharedFloats.ts'
import type { WorkerPool } from '../workers/pool.ts'

/** Rows whose outcome is known. */
export interface LabelledRows {
  /** Local time, ms since 1970 as if it were UTC. */
  dates: Float64Array
  /** 0/1 */
  labels: Uint8Array
  probabilities: Float64Array
}

const RESAMPLES = 100
/** With fewer rows, or without both outcomes, no score means anything. */
const LEAST_ROWS = 50
const DAY_MS = 86_400_000
/** Arrests are added to incidents for some weeks after they were reported. */
export const MATURITY_DAYS = 28

export interface PerformanceContext {
  /** Predicted true from this probability. */
  threshold: number
  pool: WorkerPool
  job: Job
}

/** Scores with 95 % intervals by month; months without enough rows are left out. `knownAt`: when the outcomes were read. */
export async function performanceByMonth(
  rows: LabelledRows,
  knownAt: number,
  context: PerformanceContext,
): Promise<MonthPerformance[]> {
  const months: MonthPerformance[] = []
  for (const [month, places] of rowsByMonth(rows.dates)) {
    const performance = await performanceOf(rowsAt(rows, places), context)
    if (performance === undefined) continue
    const end = Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 1)
    // A month that is still going on ends with its newest row.
    const newest = places.reduce((last, row) => Math.max(last, rows.dates[row]!), 0)
    const maturing = Math.min(end, newest + DAY_MS) > knownAt - MATURITY_DAYS * DAY_MS
    months.push({ month, maturing, ...performance })
  }
  return months
}

/** Rows that are old enough for their outcome to be complete. */
export function matureRows(rows: LabelledRows, knownAt: number): LabelledRows {
  const until = knownAt - MATURITY_DAYS * DAY_MS
  return rowsAt(
    rows,
    Array.from(rows.dates.keys()).filter((row) => rows.dates[row]! < until),
  )
}

/** Scores with 95 % intervals; undefined where the rows are too few, or all of one outcome. */
export async function performanceOf(
  { labels, probabilities }: LabelledRows,
  { threshold, pool, job }: PerformanceContext,
): Promise<Performance | undefined> {
  const arrests = labels.reduce((sum, label) => sum + label, 0)
  if (labels.length < LEAST_ROWS || arrests === 0 || arrests === labels.length) return undefined
  const shared = sharedFloats(probabilities.length)
  shared.set(probabilities)
  const { scores, resampled } = await bootstrap(
    { labels, models: [{ probabilities: shared, threshold }], resamples: RESAMPLES, seed: 0 },
    { pool, signal: job.signal },
  )
  const score = (metric: PerformanceMetric): ScoredInterval => {
    const value = scores[0]![metric]
    const draws = resampled[0]![metric]
    return { value, ...(metric === 'calibration_error' ? basicInterval(value, draws) : interval(draws)) }
  }
  const [mcc, precision, brier, calibration] = PERFORMANCE_METRICS
  return {
    rows: labels.length,
    arrests,
    [mcc]: score(mcc),
    [precision]: score(precision),
    [brier]: score(brier),
    [calibration]: score(calibration),
  }
}

/**
 * What the reference's scores would be with the months that are looked at: means over the same calendar months, by the
 * current rows of each; the calibration error, which the few rows of a month raise, is that of all months. Undefined where
 * a month is absent there.
 */
export function sameMonths(
  reference: readonly MonthPerformance[],
  all: Performance,
  current: readonly Pick<MonthPerformance, 'month' | 'rows'>[],
): Performance | undefined {
  const matched = current.flatMap(({ month, rows }) => {
    const same = reference.find((candidate) => candidate.month.slice(5) === month.slice(5))
    return same === undefined ? [] : [{ same, rows }]
  })
  if (matched.length === 0 || matched.length < current.length) return undefined
  const total = matched.reduce((sum, { rows }) => sum + rows, 0)
  const mean = (of: (performance: MonthPerformance) => number) =>
    matched.reduce((sum, { same, rows }) => sum + (of(same) * rows) / total, 0)
  const score = (metric: PerformanceMetric): ScoredInterval => {
    const value = mean((month) => month[metric].value)
    // Months are independent: variances add up, not widths.
    const half = Math.sqrt(
      matched.reduce((sum, { same, rows }) => {
        const width = (same[metric].high - same[metric].low) / 2
        return sum + ((rows / total) * width) ** 2
      }, 0),
    )
    return { value, low: value - half, high: value + half }
  }
  const [mcc, precision, brier, calibration] = PERFORMANCE_METRICS
  return {
    rows: matched.reduce((sum, { same }) => sum + same.rows, 0),
    arrests: matched.reduce((sum, { same }) => sum + same.arrests, 0),
    [mcc]: score(mcc),
    [precision]: score(precision),
    [brier]: score(brier),
    [calibration]: all[calibration],
  }
}

function rowsByMonth(dates: Float64Array): Map<string, number[]> {
  const months = new Map<string, number[]>()
  for (let row = 0; row < dates.length; row++) {
    const month = new Date(dates[row]!).toISOString().slice(0, 7)
    const rows = months.get(month)
    if (rows === undefined) months.set(month, [row])
    else rows.push(row)
  }
  return new Map([...months].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function rowsAt({ dates, labels, probabilities }: LabelledRows, places: readonly number[]): LabelledRows {
  return {
    dates: Float64Array.from(places, (row) => dates[row]!),
    labels: Uint8Array.from(places, (row) => labels[row]!),
    probabilities: Float64Array.from(places, (row) => probabilities[row]!),
  }
}
