import { describe, expect, it } from 'vitest'
import { createExplainer } from '../../../../src/main/learners/explain/contributions.ts'
import { createPathContributions } from '../../../../src/main/learners/explain/treePaths.ts'
import { createTreeShap } from '../../../../src/main/learners/explain/treeShap.ts'
import type { TreeEnsemble } from '../../../../src/main/learners/model.ts'
import { createScorer } from '../../../../src/main/learners/predict.ts'
import { randomForest } from '../../../../src/main/learners/randomForest.ts'
import { createWorkerPool } from '../../../../src/main/workers/pool.ts'
import { generated, train } from '../trees.ts'

describe('contributions along the paths of trees', () => {
  it('sum to the output from the same expectation as SHAP values', async () => {
    const pool = createWorkerPool({ threads: 1 })
    const data = generated(2000, { missing: 0.1 })
    const model = await train(randomForest, data, { n_estimators: 8 }, pool)
    await pool.close()
    const { expected, explain } = createPathContributions(model)
    expect(expected).toBeCloseTo(createTreeShap(model).expected, 9)
    const score = createScorer(model)
    const out = new Float64Array(5)
    for (let i = 0; i < 100; i++) {
      const row = Float64Array.from(data.columns, (column) => column[i]!)
      explain(row, out)
      expect(out.reduce((sum, value) => sum + value, expected)).toBeCloseTo(score(row), 5)
    }
  })

  it('take the place of SHAP values where a tree is a chain of a hundred thousand splits', () => {
    const splits = 100_000
    const nodes = 2 * splits + 1
    const isSplit = (node: number) => node % 2 === 0 && node < nodes - 1
    const each = <T>(tell: (node: number) => T) => Array.from({ length: nodes }, (_, node) => tell(node))
    const model: TreeEnsemble = {
      ...{
        kind: 'trees',
        learner: 'random-forest',
        featureNames: ['a', 'b'],
        params: {},
        link: 'mean',
        base: 0,
      },
      treeStart: Uint32Array.of(0),
      feature: Int16Array.from(each((node) => (isSplit(node) ? (node / 2) % 2 : -1))),
      threshold: new Float32Array(nodes),
      // Its left child is a leaf, its right one the next split.
      left: Int32Array.from(each((node) => (isSplit(node) ? node + 1 : 0))),
      defaultLeft: new Uint8Array(nodes),
      value: Float32Array.from(each((node) => (isSplit(node) ? 0 : node % 3))),
      gain: new Float32Array(nodes),
      cover: new Float32Array(nodes).fill(1),
    }
    const { method, expected, explain } = createExplainer(model)
    const out = new Float64Array(2)
    explain([1, 1], out)
    expect(method).toBe('path')
    expect(expected + out[0]! + out[1]!).toBeCloseTo(createScorer(model)(Float64Array.of(1, 1)), 4)
  })
})
