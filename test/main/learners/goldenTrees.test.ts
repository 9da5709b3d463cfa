import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decisionTree } from '../../../src/main/learners/decisionTree.ts'
import { gradientBoosting } from '../../../src/main/learners/gradientBoosting.ts'
import type { Dataset, Learner } from '../../../src/main/learners/learner.ts'
import { predictInPool } from '../../../src/main/learners/predict.ts'
import { randomForest } from '../../../src/main/learners/randomForest.ts'
import { createWorkerPool, type WorkerPool } from '../../../src/main/workers/pool.ts'
import { describeWithShared, shared } from '../../support.ts'
import { auc, mcc, readParquet, train } from './trees.ts'

interface Scores {
  auc: number
  mcc: number
}

describeWithShared('tree learners on the real year', () => {
  let pool: WorkerPool
  let training: Dataset
  let test: Dataset
  let golden: Record<string, Scores>

  beforeAll(async () => {
    pool = createWorkerPool({ threads: 2 })
    training = await readParquet(shared('golden', 'train.parquet'))
    test = await readParquet(shared('golden', 'test.parquet'))
    golden = JSON.parse(readFileSync(shared('golden', 'golden.json'), 'utf8')).learners
  })
  afterAll(() => pool.close())

  async function scoresOf<P>(learner: Learner<P>, params: object): Promise<Scores> {
    const model = await train(learner, training, params, pool)
    const p = await predictInPool(pool, model, test.columns, test.rows, { signal: new AbortController().signal })
    return { auc: auc(p, test.labels), mcc: mcc(p, test.labels) }
  }

  function expectAtLeast(ours: Scores, name: string, tolerance: Scores): void {
    const theirs = golden[name]!
    expect(ours.auc).toBeGreaterThan(theirs.auc - tolerance.auc)
    expect(ours.mcc).toBeGreaterThan(theirs.mcc - tolerance.mcc)
    // Far better than the reference is a mistake as well.
    expect(ours.auc).toBeLessThan(theirs.auc + 0.02)
  }

  it('boosting, 100 trees of depth 6, is as good as XGBoost', async () => {
    expectAtLeast(await scoresOf(gradientBoosting, {}), 'xgboost hist 100x6 eta .3', { auc: 0.003, mcc: 0.008 })
  })

  it('boosting, 300 trees of depth 8, is as good as XGBoost', async () => {
    const params = { n_estimators: 300, max_depth: 8, learning_rate: 0.1 }
    expectAtLeast(await scoresOf(gradientBoosting, params), 'xgboost hist 300x8 eta .1', { auc: 0.003, mcc: 0.008 })
  })

  it('a random forest of 100 trees is as good as scikit-learn’s', async () => {
    expectAtLeast(await scoresOf(randomForest, {}), 'random-forest 100', { auc: 0.006, mcc: 0.006 })
  })

  it('a decision tree is as good as scikit-learn’s', async () => {
    expectAtLeast(await scoresOf(decisionTree, {}), 'decision-tree', { auc: 0.01, mcc: 0.02 })
  })
})
