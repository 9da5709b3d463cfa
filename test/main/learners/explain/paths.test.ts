import { describe, expect, it } from 'vitest'
import { createPathContributions } from '../../../../src/main/learners/explain/treePaths.ts'
import { createTreeShap } from '../../../../src/main/learners/explain/treeShap.ts'
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
})
