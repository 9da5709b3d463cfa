import { createRandom } from '../../random.ts'
import { sharedFloats } from '../../sharedFloats.ts'
import type { RunOptions, WorkerPool } from '../../workers/pool.ts'
import { averagePrecision } from '../metrics/metrics.ts'
import type { Model } from '../model.ts'
import { predictInPool } from '../predict.ts'

export interface PermutationImportance {
  feature: string
  /** Mean fall of the average precision when the feature's values are shuffled among the rows. */
  mean: number
  /** Ends of the 95 % confidence interval of that mean, over the shuffles. */
  low: number
  high: number
}

/** 97.5 % quantile of Student's t, by degrees of freedom from 1. */
const STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262]
const NORMAL = 1.96
/** Rows scored in one go: 8 MB a feature. */
const MOST_ROWS = 1_000_000

/**
 * How much worse a model ranks rows when it does not know a feature (Breiman, 2001), in the model's order of features.
 * The interval is of the shuffling alone; other rows would differ more. The same seed gives the same shuffles.
 */
export async function permutationImportance(
  pool: WorkerPool,
  model: Model,
  { columns, labels }: { columns: Float64Array[]; labels: Uint8Array },
  { seed, repeats = 5, signal, onProgress }: RunOptions & { seed: number; repeats?: number },
): Promise<PermutationImportance[]> {
  const rows = labels.length
  const whole = averagePrecision(labels, await predictInPool(pool, model, columns, rows, { signal }))
  const importances: PermutationImportance[] = []
  // Many shuffles are scored in one go: a large forest takes longer to be made ready than to score a few rows.
  const together = Math.max(1, Math.floor(MOST_ROWS / (rows * repeats)))
  for (let first = 0; first < columns.length; first += together) {
    const features = Array.from({ length: Math.min(together, columns.length - first) }, (_, k) => first + k)
    const copies = features.length * repeats
    const shuffled = columns.map((column, k) => {
      const out = sharedFloats(rows * copies)
      for (let copy = 0; copy < copies; copy++) {
        out.set(column, copy * rows)
        if (features[Math.floor(copy / repeats)] !== k) continue
        const random = createRandom(seed, 'permutation', model.featureNames[k]!, copy % repeats)
        random.shuffle(out.subarray(copy * rows, (copy + 1) * rows))
      }
      return out
    })
    const scores = await predictInPool(pool, model, shuffled, rows * copies, { signal })
    const fall = (copy: number) => whole - averagePrecision(labels, scores.subarray(copy * rows, (copy + 1) * rows))
    for (const [k, feature] of features.entries()) {
      const falls = Array.from({ length: repeats }, (_, repeat) => fall(k * repeats + repeat))
      importances.push({ feature: model.featureNames[feature]!, ...interval(falls) })
    }
    onProgress?.(importances.length / columns.length)
  }
  return importances
}

/** Mean of independent draws with its 95 % confidence interval. */
function interval(draws: number[]): { mean: number; low: number; high: number } {
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length
  if (draws.length < 2) return { mean, low: mean, high: mean }
  const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws.length - 1)
  const half = (STUDENT[draws.length - 2] ?? NORMAL) * Math.sqrt(variance / draws.length)
  return { mean, low: mean - half, high: mean + half }
}
