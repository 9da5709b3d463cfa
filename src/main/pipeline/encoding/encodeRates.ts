import { rateFeature } from '../../../shared/pipeline/rateFeature.ts'
import type { RateKey, Recipe } from '../../../shared/pipeline/recipe.ts'
import type { Category } from '../../columns.ts'
import { stratifiedFolds } from '../../learners/validation/folds.ts'
import type { SharedFloats } from '../../sharedFloats.ts'
import type { RunOptions, WorkerPool } from '../../workers/pool.ts'
import { type FittedRates, groupLine } from '../featurizer/rates.ts'
import type { GroupRates } from './groupRates.ts'

export interface RateRows {
  /** What incidents are grouped by; `codes` in shared memory, a value a row. */
  keys: ReadonlyMap<RateKey, Category>
  /** 1 where a row is an arrest. */
  labels: Uint8Array<SharedArrayBuffer>
  /** Rows whose labels are learned from; they are encoded out of fold. */
  training: Uint32Array<SharedArrayBuffer>
  /** Rows that are encoded by all training rows. */
  others: Uint32Array<SharedArrayBuffer>
}

export interface EncodedRates {
  /** By feature, in the order of the recipe. */
  training: Record<string, SharedFloats>
  others: Record<string, SharedFloats>
  fitted: FittedRates
}

/**
 * Arrest rates as features, a combination a worker. What training rows get are rates of the other folds, so that no
 * model learns to trust a rate that holds the row's own label; all other rows get what the featurizer will give.
 *
 * @throws UserError `learners.too_few_for_folds`
 */
export async function encodeRates(
  { keys, labels, training, others }: RateRows,
  { rates, smoothing, min_rows: minRows, folds }: Recipe['encode'],
  seed: number,
  { pool, signal, onProgress }: { pool: WorkerPool } & RunOptions,
): Promise<EncodedRates> {
  const foldOf = stratifiedFolds(
    Uint8Array.from(training, (row) => labels[row]!),
    folds,
    seed,
  )
  const combinations = withPrefixes(rates)
  let done = 0
  const results = await Promise.all(
    combinations.map(async (combination) => {
      const codes = combination.map((key) => keys.get(key)!.codes)
      const input = { codes, labels, training, foldOf, folds, others, smoothing, minRows }
      const result = await pool.run('groupRates', input, { signal })
      done += 1
      onProgress?.(done / combinations.length)
      return result
    }),
  )
  const resultOf = new Map(combinations.map((combination, k) => [combination.join(), results[k]!]))
  const column = (part: 'training' | 'others') =>
    Object.fromEntries(rates.map((combination) => [rateFeature(combination), resultOf.get(combination.join())![part]]))
  return {
    training: column('training'),
    others: column('others'),
    fitted: {
      overall: results[0]!.overall,
      smoothing,
      levels: combinations.map((combination, k) => ({
        keys: combination,
        groups: linesOf(
          combination.map((key) => keys.get(key)!),
          results[k]!,
        ),
      })),
    },
  }
}

/** Each combination once, after those of its first columns, whose rates it is shrunk to. */
function withPrefixes(rates: RateKey[][]): RateKey[][] {
  const all = new Map<string, RateKey[]>()
  for (const keys of rates) {
    for (let length = 1; length <= keys.length; length++) {
      const prefix = keys.slice(0, length)
      all.set(prefix.join(), prefix)
    }
  }
  return [...all.values()]
}

/** The groups as the featurizer keeps them, in the order of their text, which does not depend on that of the rows. */
function linesOf(keys: Category[], { groups }: GroupRates): string[] {
  return Array.from(groups.firstRow, (row, k) => {
    const values = keys.map(({ codes, levels }) => levels[codes[row]!]!)
    return groupLine(groups.arrests[k]!, groups.rows[k]!, values)
  }).sort()
}
