import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partialDependence } from '../../../../src/main/learners/explain/partialDependence.ts'
import { permutationImportance } from '../../../../src/main/learners/explain/permutationImportance.ts'
import { gradientBoosting } from '../../../../src/main/learners/gradientBoosting.ts'
import { logisticRegression } from '../../../../src/main/learners/logisticRegression.ts'
import type { LinearModel } from '../../../../src/main/learners/model.ts'
import { createWorkerPool, type WorkerPool } from '../../../../src/main/workers/pool.ts'
import { dataset, generated, train } from '../trees.ts'

let pool: WorkerPool
beforeAll(() => {
  pool = createWorkerPool({ threads: 2 })
})
afterAll(() => pool.close())
const signal = new AbortController().signal

describe('partial dependence', () => {
  it('is the mean over the rows with the feature’s value put in', async () => {
    const model: LinearModel = {
      ...{ kind: 'linear', learner: 'logistic-regression', featureNames: ['a', 'b'], params: {} },
      ...{ intercept: 0, coefficients: [1, 2] },
    }
    const columns = [Float64Array.of(0, 1, 2), Float64Array.of(-1, 0, 1)]
    const [curve] = await partialDependence(pool, model, columns, [0], { points: 3, signal })
    expect(curve!.values).toEqual([0, 1, 2])
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
    for (const [k, a] of curve!.values.entries()) {
      expect(curve!.probabilities[k]).toBeCloseTo((sigmoid(a - 2) + sigmoid(a) + sigmoid(a + 2)) / 3, 12)
    }
  })
})

describe('permutation importance', () => {
  it('parts features that the label depends on from one that it does not, the same on any number of threads', async () => {
    const data = generated(4000)
    const model = await train(gradientBoosting, data, { n_estimators: 30 }, pool)
    const importances = await permutationImportance(pool, model, data, { seed: 7, signal })
    const [f0, f1, , f3] = importances
    expect(f0!.low).toBeGreaterThan(0.02)
    expect(f1!.low).toBeGreaterThan(0.02)
    expect(f3!.mean).toBeLessThan(f1!.low)
    for (const { low, mean, high } of importances) expect(low <= mean && mean <= high).toBe(true)
    const one = createWorkerPool({ threads: 1 })
    expect(await permutationImportance(one, model, data, { seed: 7, signal })).toEqual(importances)
    await one.close()
  })
})

describe('coefficients of logistic regression', () => {
  it('have the standard error of a log odds ratio, √(1/a + 1/b + 1/c + 1/d), for one yes-or-no feature', async () => {
    const [a, b, c, d] = [30, 70, 55, 45]
    const x = [...new Array<number>(a + b).fill(1), ...new Array<number>(c + d).fill(0)]
    const fill = (ones: number, zeros: number) => [
      ...new Array<number>(ones).fill(1),
      ...new Array<number>(zeros).fill(0),
    ]
    const data = dataset([x], [...fill(a, b), ...fill(c, d)])
    const context = { pool, seed: 1, signal, onProgress() {} }
    const model = await logisticRegression.fit(data, { C: 1e9, max_iter: 100, tol: 1e-10 }, context)
    if (model.kind !== 'linear') throw new Error('not linear')
    const [slope, intercept] = await pool.run('coefficients', { model, data }, { signal })
    expect(slope!.coefficient).toBeCloseTo(Math.log((a * d) / (b * c)), 5)
    expect(slope!.standardError).toBeCloseTo(Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d), 5)
    expect(intercept!.standardError).toBeCloseTo(Math.sqrt(1 / c + 1 / d), 5)
  })
})
