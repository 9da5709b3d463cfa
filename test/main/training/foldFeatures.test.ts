import { afterAll, describe, expect, it } from 'vitest'
import { gradientBoosting } from '../../../src/main/learners/gradientBoosting.ts'
import { predictInPool } from '../../../src/main/learners/predict.ts'
import {
  type CrossValidationOptions,
  candidateOf,
  crossValidate,
} from '../../../src/main/learners/validation/crossValidation.ts'
import { rowsOfFolds, stratifiedFolds } from '../../../src/main/learners/validation/folds.ts'
import type { ParquetTable } from '../../../src/main/parquet/table.ts'
import { DISTANCE, FREQUENCY_COLUMNS } from '../../../src/main/pipeline/featurizer/features.ts'
import { createRandom } from '../../../src/main/random.ts'
import { sharedFloats } from '../../../src/main/sharedFloats.ts'
import { createFoldFeatures } from '../../../src/main/training/foldFeatures.ts'
import { createWorkerPool } from '../../../src/main/workers/pool.ts'
import { recipeSchema } from '../../../src/shared/pipeline/recipe.ts'

const ROWS = 6000
/** Rows that share a block: so few that a rate of them tells each one's own label. */
const ROWS_OF_BLOCK = 3

const pool = createWorkerPool({ threads: 2 })
afterAll(() => pool.close())
const { signal } = new AbortController()

/** Incidents whose arrests are drawn by lot: nothing about them can be known, least of all by their block. */
function incidentsByLot(): { incidents: ParquetTable; labels: Uint8Array<SharedArrayBuffer> } {
  const random = createRandom(9)
  const labels = new Uint8Array(new SharedArrayBuffer(ROWS))
  for (let row = 0; row < ROWS; row++) labels[row] = Number(random.uniform() < 0.3)
  const text = (of: (row: number) => number) => {
    const codes = Int32Array.from({ length: ROWS }, (_, row) => of(row))
    const levels = Array.from({ length: Math.max(...codes) + 1 }, (_, code) => `level ${code}`)
    return { type: 'string' as const, codes, levels }
  }
  const feet = () => {
    const values = sharedFloats(ROWS)
    for (let row = 0; row < ROWS; row++) values[row] = 1000 + 500 * random.uniform()
    return { type: 'double' as const, values }
  }
  const incidents: ParquetTable = {
    ...Object.fromEntries(FREQUENCY_COLUMNS.map((name) => [name, text(() => random.below(5))])),
    block: text((row) => Math.floor(row / ROWS_OF_BLOCK)),
    arrest: { type: 'boolean', values: labels },
    x_coordinate: feet(),
    y_coordinate: feet(),
    [DISTANCE]: feet(),
  }
  return { incidents, labels }
}

const { encode, balance } = recipeSchema.parse({
  encode: { rates: [['block']], smoothing: 1, min_rows: 1 },
  balance: { method: 'none' },
})

describe('features of a fold', () => {
  const { incidents, labels } = incidentsByLot()
  const blocks = incidents.block!.type === 'string' ? incidents.block!.codes : new Int32Array()
  /** Each row's block by its share of arrests among all rows, its own label included: what must not be learned from. */
  const leak = sharedFloats(ROWS)
  for (let row = 0; row < ROWS; row++) {
    const first = blocks[row]! * ROWS_OF_BLOCK
    for (let k = 0; k < ROWS_OF_BLOCK; k++) leak[row]! += labels[first + k]! / ROWS_OF_BLOCK
  }
  const options: CrossValidationOptions = {
    columns: { block_rate: leak, iucr_freq: sharedFloats(ROWS), x_coordinate_standardized: sharedFloats(ROWS) },
    labels,
    features: ['block_rate', 'iucr_freq', 'x_coordinate_standardized'],
    balance,
    folds: rowsOfFolds(stratifiedFolds(labels, 3, 42), 3),
    threshold: 0.5,
    seed: 42,
    candidates: [candidateOf(gradientBoosting, { n_estimators: 30, max_depth: 4 })],
    predict: (model, columns, rows) => predictInPool(pool, model, columns, rows, { signal }),
  }
  const foldFeatures = createFoldFeatures({ incidents, columns: options.columns, encode })

  it('do not let a column that nearly names its rows raise the score of the folds', async () => {
    const arrests = labels.reduce((sum, label) => sum + label, 0) / ROWS
    const leaking = await crossValidate(options, { pool, signal })
    expect(leaking.candidates[0]!.mean.average_precision).toBeGreaterThan(arrests + 0.25)

    const honest = await crossValidate({ ...options, foldFeatures }, { pool, signal })
    expect(honest.candidates[0]!.mean.average_precision).toBeLessThan(arrests + 0.03)
  })

  it('do not depend on the labels of held-out rows, and are fitted on the training rows', async () => {
    const rows = (from: number, to: number) => {
      const numbers = new Uint32Array(new SharedArrayBuffer((to - from) * 4))
      for (let i = 0; i < numbers.length; i++) numbers[i] = from + i
      return numbers
    }
    // Blocks straddle the two parts, a row here and two there.
    const parts = { training: rows(0, 4000), heldOut: rows(4000, ROWS) }
    const flipped = new Uint8Array(new SharedArrayBuffer(ROWS))
    for (let row = 0; row < ROWS; row++) flipped[row] = row < 4000 ? labels[row]! : 1 - labels[row]!
    const other = createFoldFeatures({
      incidents: { ...incidents, arrest: { type: 'boolean', values: flipped } },
      columns: options.columns,
      encode,
    })
    const made = await foldFeatures(options.features, parts, 42, { pool, signal })
    expect(await other(options.features, parts, 42, { pool, signal })).toEqual(made)

    const x = made.training.x_coordinate_standardized!
    expect(x.reduce((sum, value) => sum + value, 0) / x.length).toBeCloseTo(0, 9)
    const iucr = incidents.iucr!.type === 'string' ? incidents.iucr!.codes : new Int32Array()
    const share = iucr.subarray(0, 4000).filter((code) => code === iucr[5000]).length / 4000
    expect(made.heldOut.iucr_freq![1000]).toBeCloseTo(share, 12)
  })
})
