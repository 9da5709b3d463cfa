import { afterAll, describe, expect, it } from 'vitest'
import { gradientBoosting } from '../../../../src/main/learners/gradientBoosting.ts'
import type { Learner } from '../../../../src/main/learners/learner.ts'
import { averagePrecision } from '../../../../src/main/learners/metrics/metrics.ts'
import { predictProbabilities } from '../../../../src/main/learners/predict.ts'
import { randomForest } from '../../../../src/main/learners/randomForest.ts'
import { codeFold } from '../../../../src/main/learners/tuning/codedFold.ts'
import { foldData } from '../../../../src/main/learners/validation/foldData.ts'
import { rowsOfFolds, stratifiedFolds, timeFolds } from '../../../../src/main/learners/validation/folds.ts'
import { createRandom } from '../../../../src/main/random.ts'
import { sharedFloats } from '../../../../src/main/sharedFloats.ts'
import { createWorkerPool } from '../../../../src/main/workers/pool.ts'
import { recipeSchema } from '../../../../src/shared/pipeline/recipe.ts'

const pool = createWorkerPool({ threads: 2 })
afterAll(() => pool.close())
const { signal } = new AbortController()

/** Rows of three features of which two tell something; a few values are missing. */
function source(rows = 5000) {
  const random = createRandom(4, 'rows')
  const columns = { a: sharedFloats(rows), b: sharedFloats(rows), c: sharedFloats(rows) }
  const labels = new Uint8Array(new SharedArrayBuffer(rows))
  for (let row = 0; row < rows; row++) {
    for (const column of Object.values(columns)) column[row] = random.normal()
    labels[row] = Number(columns.a[row]! + Math.abs(columns.b[row]!) + random.normal() > 1)
    if (random.uniform() < 0.02) columns.b[row] = Number.NaN
  }
  const { balance } = recipeSchema.parse({ balance: { method: 'none' } })
  return { columns, labels, features: ['a', 'b', 'c'], balance, seed: 42 }
}

describe('a fold of a trial', () => {
  const rows = source()
  const [fold] = rowsOfFolds(stratifiedFolds(rows.labels, 3, 42), 3)
  const held = Uint8Array.from(fold.heldOut, (row) => rows.labels[row]!)
  const labels = new Uint8Array(new SharedArrayBuffer(held.length))
  labels.set(held)

  it.each([
    {
      learner: 'gradient-boosting' as const,
      how: gradientBoosting as Learner<unknown>,
      params: {
        n_estimators: 30,
        max_depth: 9,
        subsample: 0.8,
        colsample_bytree: 0.7,
        min_child_weight: 0,
        reg_alpha: 0.1,
      },
      coding: { order: 'rows', wide: false, maxBins: 256, missingCode: 'last' } as const,
    },
    {
      learner: 'random-forest' as const,
      how: randomForest as Learner<unknown>,
      params: { n_estimators: 21, max_depth: 12, min_samples_leaf: 3, max_features: 0.75 },
      coding: { order: 'columns', wide: true, maxBins: 4096, missingCode: 'next' } as const,
    },
  ])('scores as the learner’s own fit on all threads does: $learner', async ({ learner, how, params, coding }) => {
    const data = await foldData(rows, fold, { pool, signal })
    const coded = await codeFold(data, labels, coding, { pool, signal })
    const complete = how.params.parse(params)
    const model = await how.fit(data.data, complete, { pool, signal, seed: 42, onProgress() {} })
    const expected = averagePrecision(labels, predictProbabilities(model, data.heldOut, labels.length))
    const ask = (leastHalf: number | null, asked = complete) =>
      pool.run('fitFold', { learner, params: asked, fold: coded, seed: 42, leastHalf }, { signal })
    // Twice each, with others in between: a thread keeps its memory from fit to fit.
    const other = ask(null, how.params.parse({ ...params, max_depth: 4, n_estimators: 40 }))
    const scores = [await ask(null), await other, await ask(null), await ask(Number.NEGATIVE_INFINITY)]
    expect(scores[0]).toEqual({ half: null, score: expected })
    expect(scores[2]).toEqual(scores[0])
    expect(scores[3]).toEqual({ half: expect.any(Number), score: expected })
    expect(scores[1]!.score).not.toBe(expected)
    expect(expected).toBeGreaterThan(0.6)
    const { half } = scores[3]!
    expect(await ask(half! + 1e-9)).toEqual({ half, score: null })
    expect(await ask(half!)).toEqual({ half, score: expected })
  })

  it('refuses rows of one class', async () => {
    const data = await foldData(rows, fold, { pool, signal })
    data.data.labels.fill(1)
    const coding = { order: 'rows', wide: false, maxBins: 256, missingCode: 'last' } as const
    await expect(codeFold(data, labels, coding, { pool, signal })).rejects.toMatchObject({ code: 'learners.one_class' })
  })
})

describe('folds in time', () => {
  it('are those of scikit-learn’s TimeSeriesSplit, whatever the order of the rows', () => {
    // TimeSeriesSplit(3) on 10 rows: train 0-3 test 4-5; train 0-5 test 6-7; train 0-7 test 8-9.
    const times = Float64Array.of(9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
    const labels = Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1)
    const folds = timeFolds(times, labels, 3)
    expect(folds.map(({ training, heldOut }) => [[...training], [...heldOut]])).toEqual([
      [
        [6, 7, 8, 9],
        [4, 5],
      ],
      [
        [4, 5, 6, 7, 8, 9],
        [2, 3],
      ],
      [
        [2, 3, 4, 5, 6, 7, 8, 9],
        [0, 1],
      ],
    ])
  })

  it('are refused where a part has one label only', () => {
    const times = Float64Array.from({ length: 8 }, (_, k) => k)
    expect(() => timeFolds(times, Uint8Array.of(0, 1, 0, 0, 0, 1, 0, 1), 3)).toThrow(/Part 2 .* one outcome/)
  })
})
