import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gradientBoosting } from '../../../src/main/learners/gradientBoosting.ts'
import type { LinearModel, Model } from '../../../src/main/learners/model.ts'
import { createScorer, predictInPool, predictProbabilities } from '../../../src/main/learners/predict.ts'
import { randomForest } from '../../../src/main/learners/randomForest.ts'
import { createWorkerPool, type WorkerPool } from '../../../src/main/workers/pool.ts'
import { generated, train } from './trees.ts'

describe('probabilities', () => {
  let pool: WorkerPool
  let models: Record<string, Model>
  beforeAll(async () => {
    pool = createWorkerPool({ threads: 2 })
    const linear: LinearModel = {
      ...{ kind: 'linear', learner: 'logistic-regression', featureNames: ['f0', 'f1', 'f2', 'f3', 'f4'], params: {} },
      ...{ intercept: -0.5, coefficients: [1, -2, 0.1, 0, 3] },
    }
    models = {
      boosting: await train(gradientBoosting, generated(5000, { missing: 0.1 }), {}, pool),
      'boosting on complete rows': await train(gradientBoosting, generated(5000), {}, pool),
      'a forest': await train(randomForest, generated(5000, { missing: 0.1 }), { n_estimators: 20 }, pool),
      // Larger than what is scored in one go.
      'a large forest': await train(randomForest, generated(30_000), { n_estimators: 12 }, pool),
      linear,
    }
  })
  afterAll(() => pool.close())

  it.each(['boosting', 'boosting on complete rows', 'a forest', 'a large forest', 'linear'])(
    'are the same row by row, in one batch, and shared out over threads: %s',
    async (name) => {
      const model = models[name]!
      for (const missing of name === 'linear' ? [0] : [0, 0.2]) {
        const rows = generated(2051, { seed: 5, missing })
        const score = createScorer(model)
        const single = Float64Array.from({ length: rows.rows }, (_, i) =>
          score(Float64Array.from(rows.columns, (column) => column[i]!)),
        )
        expect(predictProbabilities(model, rows.columns, rows.rows)).toEqual(single)
        const options = { signal: new AbortController().signal }
        const pooled = await predictInPool(pool, model, rows.columns, rows.rows, options)
        expect(Array.from(pooled)).toEqual(Array.from(single))
        expect(single.every((p) => p >= 0 && p <= 1)).toBe(true)
        expect(new Set(single).size).toBeGreaterThan(10)
      }
    },
  )

  it('are the same for many rows as for few', () => {
    const rows = generated(140_000, { seed: 6 })
    const all = predictProbabilities(models.boosting!, rows.columns, rows.rows)
    const last = rows.columns.map((column) => column.subarray(139_990))
    expect(all.subarray(139_990)).toEqual(predictProbabilities(models.boosting!, last, 10))
  })

  it('refuse a row of another width', () => {
    expect(() => predictProbabilities(models.boosting!, [new Float64Array(3)], 3)).toThrow(RangeError)
  })
})
