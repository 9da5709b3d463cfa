import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { decisionTree } from '../../../src/main/learners/decisionTree.ts'
import { gradientBoosting } from '../../../src/main/learners/gradientBoosting.ts'
import { featureImportances } from '../../../src/main/learners/importances.ts'
import type { Dataset, Learner } from '../../../src/main/learners/learner.ts'
import { encodeModel } from '../../../src/main/learners/modelFile.ts'
import { createScorer, predictProbabilities } from '../../../src/main/learners/predict.ts'
import { randomForest } from '../../../src/main/learners/randomForest.ts'
import { createWorkerPool, type WorkerPool } from '../../../src/main/workers/pool.ts'
import { CancelledError } from '../../../src/shared/errors.ts'
import { auc, dataset, generated, train } from './trees.ts'

const pools: WorkerPool[] = []
function poolOf(threads: number): WorkerPool {
  const pool = createWorkerPool({ threads })
  pools.push(pool)
  return pool
}
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())))

async function hashOf<P>(
  learner: Learner<P>,
  data: Dataset,
  params: object,
  threads: number,
  seed = 42,
): Promise<string> {
  const model = await train(learner, data, params, poolOf(threads), seed)
  return createHash('sha256').update(encodeModel(model)).digest('hex')
}

function weighted(data: Dataset): Dataset {
  const weights = data.columns[0]!.map((value) => (Number.isNaN(value) ? 0.3 : 0.5 + value))
  return { ...data, ...dataset(data.columns, data.labels, weights) }
}

describe('the same data, parameters and seed', () => {
  const data = generated(20_000, { missing: 0.05 })
  const drawn = { subsample: 0.7, colsample_bytree: 0.6, n_estimators: 30 }

  it.each<[string, Learner<never>, Dataset, object]>([
    ['boosting', gradientBoosting as Learner<never>, data, { n_estimators: 30 }],
    ['boosting with drawn rows and features', gradientBoosting as Learner<never>, data, drawn],
    [
      'boosting with weights',
      gradientBoosting as Learner<never>,
      weighted(data),
      { n_estimators: 30, scale_pos_weight: 1.3 },
    ],
    [
      'boosting that stops early',
      gradientBoosting as Learner<never>,
      data,
      { n_estimators: 200, early_stopping_rounds: 5 },
    ],
    [
      'deep boosting',
      gradientBoosting as Learner<never>,
      data,
      { n_estimators: 5, max_depth: 14, min_child_weight: 0 },
    ],
    ['a forest', randomForest as Learner<never>, data, { n_estimators: 7 }],
    ['a weighted forest', randomForest as Learner<never>, weighted(data), { n_estimators: 7 }],
    ['a tree', decisionTree as Learner<never>, data, {}],
  ])('give the same bytes on 1, 2 and 3 threads: %s', async (_, learner, rows, params) => {
    const one = await hashOf(learner, rows, params, 1)
    expect(await hashOf(learner, rows, params, 2)).toBe(one)
    expect(await hashOf(learner, rows, params, 3)).toBe(one)
  })

  it('give another model for another seed, where something is drawn', async () => {
    expect(await hashOf(gradientBoosting, data, drawn, 2, 1)).not.toBe(
      await hashOf(gradientBoosting, data, drawn, 2, 2),
    )
    const trees = { n_estimators: 3 }
    expect(await hashOf(randomForest, data, trees, 2, 1)).not.toBe(await hashOf(randomForest, data, trees, 2, 2))
  })
})

describe('gradient boosting', () => {
  it('stops early at the tree with the lowest loss, which holds on new rows', async () => {
    const [rows, fresh] = [generated(5000), generated(5000, { seed: 2 })]
    const pool = poolOf(2)
    const overfit = await train(gradientBoosting, rows, { n_estimators: 300, learning_rate: 0.5 }, pool)
    const stopped = await train(
      gradientBoosting,
      rows,
      { n_estimators: 300, learning_rate: 0.5, early_stopping_rounds: 10 },
      pool,
    )
    expect(stopped.treeStart.length).toBeLessThan(100)
    const score = (model: typeof stopped) => auc(predictProbabilities(model, fresh.columns, fresh.rows), fresh.labels)
    expect(score(stopped)).toBeGreaterThan(score(overfit))
  })

  it('never falls along a feature that must rise', async () => {
    const rows = generated(4000)
    const model = await train(gradientBoosting, rows, { monotone_constraints: { f1: 1 } }, poolOf(2))
    const score = createScorer(model)
    for (const start of [0.1, 0.5, 0.9]) {
      const along = Array.from({ length: 200 }, (_, k) => score(Float64Array.of(start, k / 200, 3, start, 1)))
      expect(along).toEqual([...along].sort((a, b) => a - b))
    }
  })

  it('learns where missing values belong, and keeps to it for rows it has not seen', async () => {
    const x = Array.from({ length: 3000 }, (_, i) => (i % 3 === 0 ? Number.NaN : (i % 100) / 100))
    const labels = x.map((value) => (Number.isNaN(value) || value > 0.8 ? 1 : 0))
    const model = await train(gradientBoosting, dataset([x], labels), { n_estimators: 20 }, poolOf(1))
    const score = createScorer(model)
    expect(score(Float64Array.of(Number.NaN))).toBeGreaterThan(0.95)
    expect(score(Float64Array.of(0.9))).toBeGreaterThan(0.95)
    expect(score(Float64Array.of(0.5))).toBeLessThan(0.05)
  })

  it('splits nothing where features are constant, and predicts the share of positives', async () => {
    const labels = Array.from({ length: 1000 }, (_, i) => (i % 4 === 0 ? 1 : 0))
    const model = await train(gradientBoosting, dataset([labels.map(() => 5)], labels), {}, poolOf(1))
    expect(Array.from(model.feature).every((feature) => feature === -1)).toBe(true)
    expect(createScorer(model)(Float64Array.of(5))).toBeCloseTo(0.25, 3)
  })
})

describe('a random forest', () => {
  it('is grown until its leaves are pure', async () => {
    const rows = generated(3000)
    const model = await train(randomForest, rows, { n_estimators: 5, bootstrap: false, max_bin: 65_535 }, poolOf(2))
    const leaves = Array.from(model.value).filter((_, node) => model.feature[node] === -1)
    expect(leaves.every((share) => share === 0 || share === 1)).toBe(true)
    expect(auc(predictProbabilities(model, rows.columns, rows.rows), rows.labels)).toBe(1)
  })

  it('keeps to the depth and the leaf size asked for', async () => {
    const rows = generated(3000)
    const model = await train(randomForest, rows, { n_estimators: 5, max_depth: 3, min_samples_leaf: 100 }, poolOf(1))
    expect(model.feature.length).toBeLessThanOrEqual(5 * 15)
    const leaves = Array.from(model.cover).filter((_, node) => model.feature[node] === -1)
    expect(Math.min(...leaves)).toBeGreaterThanOrEqual(100)
  })

  it('follows the weights of the rows', async () => {
    const labels = Array.from({ length: 2000 }, (_, i) => i % 2)
    const weights = labels.map((label) => (label === 1 ? 0.003 : 0.001))
    const rows = dataset([labels.map(() => 1)], labels, weights)
    const model = await train(decisionTree, rows, {}, poolOf(1))
    expect(createScorer(model)(Float64Array.of(1))).toBeCloseTo(0.75, 6)
  })
})

describe('feature importances', () => {
  it('name the features that the label depends on', async () => {
    const rows = generated(5000)
    for (const learner of [gradientBoosting, randomForest] as Learner<never>[]) {
      const shares = featureImportances(await train(learner, rows, { n_estimators: 30 }, poolOf(2)))
      expect(shares.reduce((sum, { shareOfGain }) => sum + shareOfGain, 0)).toBeCloseTo(1, 9)
      const useless = shares.find(({ feature }) => feature === 'f3')!
      for (const name of ['f0', 'f1']) {
        expect(shares.find(({ feature }) => feature === name)!.gain).toBeGreaterThan(useless.gain)
      }
    }
  })
})

describe('training', () => {
  it('reports how far it is', async () => {
    for (const learner of [gradientBoosting, randomForest] as Learner<never>[]) {
      const shares: number[] = []
      const context = {
        ...{ pool: poolOf(2), seed: 1, signal: new AbortController().signal },
        onProgress: (share: number) => shares.push(share),
      }
      await learner.fit(generated(20_000), learner.params.parse({}), context)
      expect(shares.length).toBeGreaterThan(1)
      expect(shares).toEqual([...shares].sort((a, b) => a - b))
      expect(shares.at(-1)).toBe(1)
    }
  })

  it.each([
    ['boosting', gradientBoosting as Learner<never>, { n_estimators: 10_000 }],
    ['a forest', randomForest as Learner<never>, { n_estimators: 10_000 }],
  ])('stops when it is cancelled, and the pool goes on with other work: %s', async (_, learner, params) => {
    const pool = poolOf(2)
    const cancel = new AbortController()
    const context = { pool, seed: 1, signal: cancel.signal, onProgress: () => cancel.abort() }
    const fitting = learner.fit(generated(20_000), learner.params.parse(params), context)
    await expect(fitting).rejects.toBeInstanceOf(CancelledError)
    const after = await train(learner, generated(3000), { n_estimators: 2 }, pool)
    expect(after.treeStart).toHaveLength(2)
  })

  it.each<[string, string, Dataset]>([
    ['no rows', 'learners.empty', dataset([[]], [])],
    ['one class', 'learners.one_class', dataset([[1, 2, 3]], [1, 1, 1])],
    ['an infinite value', 'learners.infinite', dataset([[1, Number.POSITIVE_INFINITY, 3]], [1, 0, 1])],
    ['a value beyond float32', 'learners.infinite', dataset([[1, -1e300, 3]], [1, 0, 1])],
    ['a negative weight', 'learners.bad_weight', dataset([[1, 2, 3]], [1, 0, 1], [1, -1, 1])],
    ['no weight at all', 'learners.bad_weight_sum', dataset([[1, 2, 3]], [1, 0, 1], [0, 0, 0])],
  ])('says what is wrong with the data: %s', async (_, code, data) => {
    for (const learner of [gradientBoosting, randomForest, decisionTree] as Learner<never>[]) {
      await expect(train(learner, data, {}, poolOf(1))).rejects.toMatchObject({ code })
    }
  })
})
