import { createRandom } from '../../random.ts'
import type { RunOptions, WorkerPool } from '../../workers/pool.ts'
import { averagePrecision } from '../metrics.ts'
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
  for (const [k, feature] of model.featureNames.entries()) {
    const falls: number[] = []
    for (let repeat = 0; repeat < repeats; repeat++) {
      const shuffled = new Float64Array(new SharedArrayBuffer(8 * rows))
      shuffled.set(columns[k]!)
      createRandom(seed, 'permutation', feature, repeat).shuffle(shuffled)
      const changed = columns.map((column, j) => (j === k ? shuffled : column))
      falls.push(whole - averagePrecision(labels, await predictInPool(pool, model, changed, rows, { signal })))
    }
    importances.push({ feature, ...interval(falls) })
    onProgress?.((k + 1) / columns.length)
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
