import { sharedFloats } from '../../sharedFloats.ts'
import type { RunOptions, WorkerPool } from '../../workers/pool.ts'
import { type Calibration, calibrate } from '../calibration/calibration.ts'
import type { Model } from '../model.ts'
import { predictInPool } from '../predict.ts'

export interface PartialDependence {
  feature: string
  /** Values of the feature, rising. */
  values: number[]
  /** Mean calibrated probability of the rows when the feature has each of them, 0-1. */
  probabilities: number[]
}

/**
 * How the mean prediction depends on each of some features (Friedman, 2001): at up to `points` of a feature's quantiles
 * among the rows, the mean over the rows with that value put in place of their own. Rows with a missing value take part,
 * but give no point.
 */
export async function partialDependence(
  pool: WorkerPool,
  model: Model,
  columns: Float64Array[],
  features: number[],
  { calibration, points = 20, signal }: RunOptions & { calibration?: Calibration; points?: number },
): Promise<PartialDependence[]> {
  const rows = columns[0]!.length
  const grid = features.flatMap((feature) => quantiles(columns[feature]!, points).map((value) => ({ feature, value })))
  const varied = columns.map((column, k) => {
    const out = sharedFloats(rows * grid.length)
    for (const [p, { feature, value }] of grid.entries()) {
      if (k === feature) out.fill(value, p * rows, (p + 1) * rows)
      else out.set(column, p * rows)
    }
    return out
  })
  const scores = await predictInPool(pool, model, varied, rows * grid.length, { signal })
  const means = grid.map((_, p) => {
    let sum = 0
    for (const score of scores.subarray(p * rows, (p + 1) * rows)) {
      sum += calibration === undefined ? score : calibrate(calibration, score)
    }
    return sum / rows
  })
  return features.map((feature) => {
    const own = grid.flatMap((point, p) => (point.feature === feature ? [{ ...point, mean: means[p]! }] : []))
    return {
      feature: model.featureNames[feature]!,
      values: own.map(({ value }) => value),
      probabilities: own.map(({ mean }) => mean),
    }
  })
}

/** Up to `points` distinct values, evenly spread over the ranks of those that are present. */
function quantiles(column: Float64Array, points: number): number[] {
  const sorted = column.filter((value) => !Number.isNaN(value)).sort()
  const last = sorted.length - 1
  if (last < 0) return []
  const ranks = Array.from({ length: points }, (_, k) => sorted[Math.round((k * last) / Math.max(1, points - 1))]!)
  return [...new Set(ranks)]
}
