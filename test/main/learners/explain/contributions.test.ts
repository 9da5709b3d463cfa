import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decisionTree } from '../../../../src/main/learners/decisionTree.ts'
import { decodeXgboost } from '../../../../src/main/learners/exchange/readXgboost.ts'
import { encodeXgboost } from '../../../../src/main/learners/exchange/xgboostJson.ts'
import { createExplainer, explainRow, explainRows } from '../../../../src/main/learners/explain/contributions.ts'
import { gradientBoosting } from '../../../../src/main/learners/gradientBoosting.ts'
import type { Learner } from '../../../../src/main/learners/learner.ts'
import type { LinearModel, TreeEnsemble } from '../../../../src/main/learners/model.ts'
import { predictProbabilities } from '../../../../src/main/learners/predict.ts'
import { randomForest } from '../../../../src/main/learners/randomForest.ts'
import { sharedFloats } from '../../../../src/main/sharedFloats.ts'
import { createWorkerPool, type WorkerPool } from '../../../../src/main/workers/pool.ts'
import { columnsOf, describeWithXgboost, python, reference, referenceFile } from '../exchange/xgboostReference.ts'
import { generated, train } from '../trees.ts'
import { pathDependentShap } from './pathDependentShap.ts'

let pool: WorkerPool
beforeAll(() => {
  pool = createWorkerPool({ threads: 2 })
})
afterAll(() => pool.close())
const signal = new AbortController().signal

function largest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)))
}

/** A tree's output where only the features of a set are known: covers decide on the others. */
function partial(model: TreeEnsemble, row: number[], known: number, node = 0): number {
  const feature = model.feature[node]!
  if (feature < 0) return model.value[node]!
  const left = model.left[node]!
  if ((known >> feature) & 1) return partial(model, row, known, left + (row[feature]! < model.threshold[node]! ? 0 : 1))
  const share = model.cover[left]! / model.cover[node]!
  return share * partial(model, row, known, left) + (1 - share) * partial(model, row, known, left + 1)
}

describe('the contributions of features', () => {
  it('are XGBoost’s, for a model that it trained', async () => {
    const model = decodeXgboost(referenceFile)
    const rows = reference.rows.length
    const { contributions, expected } = await explainRows(pool, model, columnsOf(reference.rows), rows, { signal })
    const theirs = reference.contributions.flatMap((row) => row.slice(0, -1))
    expect(largest(contributions, theirs)).toBeLessThan(1e-4)
    expect(Math.abs(expected - reference.contributions[0]!.at(-1)!)).toBeLessThan(1e-4)
  })

  it('are the Shapley values of one small tree, worked out over all sets of features', async () => {
    const data = generated(500)
    const model = await train(decisionTree, data, { max_depth: 5 }, pool)
    const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))
    const bits = (set: number) => [0, 1, 2, 3, 4].filter((k) => (set >> k) & 1).length
    for (const i of [0, 7, 33]) {
      const row = data.columns.map((column) => Math.fround(column[i]!))
      const shapley = row.map((_, feature) => {
        let sum = 0
        for (let set = 0; set < 32; set++) {
          if ((set >> feature) & 1) continue
          const weight = (factorial(bits(set)) * factorial(4 - bits(set))) / factorial(5)
          sum += weight * (partial(model, row, set | (1 << feature)) - partial(model, row, set))
        }
        return sum
      })
      expect(largest(explainRow(model, row).contributions, shapley)).toBeLessThan(1e-6)
    }
  })

  const learned: [string, Learner<never>, object][] = [
    ['boosting', gradientBoosting as Learner<never>, { n_estimators: 30 }],
    ['deep boosting', gradientBoosting as Learner<never>, { n_estimators: 5, max_depth: 16, min_child_weight: 0 }],
    ['a forest', randomForest as Learner<never>, { n_estimators: 10 }],
    ['a tree', decisionTree as Learner<never>, {}],
  ]

  it.each(learned)('are those of the published algorithm: %s', async (_, learner, params) => {
    const data = generated(2000, { missing: 0.1 })
    const model = await train(learner, data, params, pool)
    const { explain } = createExplainer(model)
    const out = new Float64Array(5)
    for (let i = 0; i < 100; i++) {
      const row = data.columns.map((column) => column[i]!)
      explain(row, out)
      // Covers are float32: the shares of two children do not sum to 1 to the last digit.
      expect(largest(out, pathDependentShap(model, row))).toBeLessThan(1e-6)
    }
  })

  it('are exact where many features share a path, also those beyond the first 31', async () => {
    const data = generated(2000)
    const featureNames = Array.from({ length: 40 }, (_, k) => `f${k}`)
    const columns = featureNames.map((_, k) => {
      const column = sharedFloats(data.rows)
      for (let i = 0; i < data.rows; i++) column[i] = data.columns[k % 5]![i]! + ((i * (k + 7)) % 11) / 50
      return column
    })
    const params = { n_estimators: 5, max_depth: 12, min_child_weight: 0 }
    const model = await train(gradientBoosting, { ...data, featureNames, columns }, params, pool)
    expect(new Set(model.feature).size).toBeGreaterThan(31)
    const { explain } = createExplainer(model)
    const out = new Float64Array(40)
    for (let i = 0; i < 50; i++) {
      const row = columns.map((column) => column[i]!)
      explain(row, out)
      expect(largest(out, pathDependentShap(model, row))).toBeLessThan(1e-6)
    }
  })

  it.each(learned)('sum to the output, on any number of threads: %s', async (_, learner, params) => {
    const data = generated(3000, { missing: 0.1 })
    const model = await train(learner, data, params, pool)
    const { unit, expected, contributions } = await explainRows(pool, model, data.columns, 300, { signal })
    const p = predictProbabilities(model, data.columns, 300)
    const output = unit === 'margin' ? p.map((value) => Math.log(value / (1 - value))) : p
    const sums = p.map((_, i) => contributions.subarray(5 * i, 5 * i + 5).reduce((sum, value) => sum + value, expected))
    expect(largest(sums, output)).toBeLessThan(1e-4)
  })

  it('of logistic regression are its coefficients times the distance from the mean', () => {
    const model: LinearModel = {
      ...{ kind: 'linear', learner: 'logistic-regression', featureNames: ['a', 'b'], params: {} },
      ...{ intercept: 1, coefficients: [2, -3], means: [0.5, 1] },
    }
    const { expected, explain } = createExplainer(model)
    const out = new Float64Array(2)
    explain([1.5, 3], out)
    expect([expected, ...out]).toEqual([-1, 2, -6])
  })
})

describeWithXgboost('XGBoost itself', () => {
  it('explains a model of ours the same', async () => {
    const data = generated(3000, { missing: 0.1 })
    const model = await train(gradientBoosting, data, { n_estimators: 40, max_depth: 8 }, pool)
    const rows = Array.from({ length: 100 }, (_, i) => data.columns.map((column) => column[i]!))
    const theirs = python<number[][]>(
      `import json, sys, numpy, xgboost
given = json.load(sys.stdin)
x = numpy.array([[numpy.nan if v is None else v for v in row] for row in given["rows"]])
booster = xgboost.Booster()
booster.load_model(bytearray(given["model"], "utf8"))
print(json.dumps(booster.predict(xgboost.DMatrix(x, feature_names=booster.feature_names), pred_contribs=True).tolist()))`,
      { model: encodeXgboost(model), rows },
    )
    const { contributions } = await explainRows(pool, model, data.columns, 100, { signal })
    expect(
      largest(
        contributions,
        theirs.flatMap((row) => row.slice(0, -1)),
      ),
    ).toBeLessThan(1e-4)
  })
})
