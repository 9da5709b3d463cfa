import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appRoot } from '../../../src/main/appRoot.ts'
import { decisionTree } from '../../../src/main/learners/decisionTree.ts'
import { gradientBoosting } from '../../../src/main/learners/gradientBoosting.ts'
import type { Dataset } from '../../../src/main/learners/learner.ts'
import type { TreeEnsemble } from '../../../src/main/learners/model.ts'
import { predictProbabilities } from '../../../src/main/learners/predict.ts'
import { randomForest } from '../../../src/main/learners/randomForest.ts'
import { createWorkerPool, type WorkerPool } from '../../../src/main/workers/pool.ts'
import { auc, dataset, train } from './trees.ts'

interface Reference {
  rows: number
  x: number[][]
  x_missing: (number | null)[][]
  y: number[]
  weights: number[]
  boosting: {
    name: string
    missing: boolean
    weighted: boolean
    params: Record<string, unknown>
    first_tree: number[][]
    probabilities: number[]
  }[]
  decision_tree: number[][]
  forest_auc: number
}

// Made by test/reference/trees.py.
const reference: Reference = JSON.parse(
  gunzipSync(readFileSync(join(appRoot, 'test', 'reference', 'trees.json.gz'))).toString(),
)

/** Rows from … end, one array a feature. */
function columns(rows: (number | null)[][], from: number, end?: number): Float64Array[] {
  const part = rows.slice(from, end)
  return part[0]!.map((_, feature) => Float64Array.from(part, (row) => row[feature] ?? Number.NaN))
}

function trainingRows(missing: boolean, weighted: boolean): Dataset {
  const x = missing ? reference.x_missing : reference.x
  const { rows, y, weights } = reference
  return dataset(columns(x, 0, rows), y.slice(0, rows), weighted ? weights : undefined)
}

/** Nodes of the first tree from its root, left before right. */
function walk(
  model: TreeEnsemble,
  leaf: (node: number) => number[],
  split: (node: number) => number[],
  node = 0,
): number[][] {
  if (model.feature[node] === -1) return [leaf(node)]
  const left = model.left[node]!
  return [split(node), ...walk(model, leaf, split, left), ...walk(model, leaf, split, left + 1)]
}

function expectClose(ours: number[][], theirs: number[][], tolerance: number): void {
  expect(ours.map((node) => node.length)).toEqual(theirs.map((node) => node.length))
  for (const [n, node] of theirs.entries()) {
    for (const [k, value] of node.entries()) {
      expect(
        Math.abs(ours[n]![k]! - value) / Math.max(1, Math.abs(value)),
        `node ${n}: ${ours[n]} / ${node}`,
      ).toBeLessThan(tolerance)
    }
  }
}

describe('tree learners beside XGBoost and scikit-learn', () => {
  let pool: WorkerPool
  beforeAll(() => {
    pool = createWorkerPool({ threads: 2 })
  })
  afterAll(() => pool.close())

  it.each(reference.boosting)(
    'boosting grows XGBoost’s trees: $name',
    async ({ missing, weighted, params, ...expected }) => {
      const constraints = params.monotone_constraints === undefined ? {} : { monotone_constraints: { f0: 1, f1: -1 } }
      const model = await train(gradientBoosting, trainingRows(missing, weighted), { ...params, ...constraints }, pool)

      const { feature, threshold, defaultLeft, gain, cover, value } = model
      const first = walk(
        model,
        (n) => [value[n]!, cover[n]!],
        (n) => [feature[n]!, threshold[n]!, defaultLeft[n]!, gain[n]!, cover[n]!],
      )
      expectClose(first, expected.first_tree, 2e-5)
      const test = columns(missing ? reference.x_missing : reference.x, reference.rows)
      const p = predictProbabilities(model, test, test[0]!.length)
      expect(Math.max(...expected.probabilities.map((q, i) => Math.abs(p[i]! - q)))).toBeLessThan(1e-6)
    },
  )

  it('a decision tree has scikit-learn’s splits and leaves', async () => {
    const model = await train(decisionTree, trainingRows(false, false), { max_depth: 4 }, pool)
    const ours = walk(
      model,
      (n) => [model.value[n]!],
      (n) => [model.feature[n]!, model.threshold[n]!],
    )
    expectClose(ours, reference.decision_tree, 1e-6)
  })

  it('a forest ranks as well as scikit-learn’s', async () => {
    const model = await train(randomForest, trainingRows(false, false), { n_estimators: 200 }, pool)
    const test = columns(reference.x, reference.rows)
    const labels = Uint8Array.from(reference.y.slice(reference.rows))
    expect(Math.abs(auc(predictProbabilities(model, test, labels.length), labels) - reference.forest_auc)).toBeLessThan(
      0.03,
    )
  })
})
