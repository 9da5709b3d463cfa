import { InferenceSession, Tensor } from 'onnxruntime-web'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calibrateAll, fitCalibration } from '../../../../src/main/learners/calibration/calibration.ts'
import { decisionTree } from '../../../../src/main/learners/decisionTree.ts'
import { encodeModelAsOnnx } from '../../../../src/main/learners/exchange/onnx.ts'
import { gradientBoosting } from '../../../../src/main/learners/gradientBoosting.ts'
import type { Dataset, Learner } from '../../../../src/main/learners/learner.ts'
import { logisticRegression } from '../../../../src/main/learners/logisticRegression.ts'
import { predictProbabilities } from '../../../../src/main/learners/predict.ts'
import { randomForest } from '../../../../src/main/learners/randomForest.ts'
import { createWorkerPool, type WorkerPool } from '../../../../src/main/workers/pool.ts'
import { generated } from '../trees.ts'

let pool: WorkerPool
beforeAll(() => {
  pool = createWorkerPool({ threads: 2 })
})
afterAll(() => pool.close())

/** The dataset with values that are float32, which is what ONNX takes. */
function narrow(data: Dataset): Dataset {
  for (const column of data.columns) column.set(Float32Array.from(column))
  return data
}

function largest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)))
}

describe('a model in ONNX Runtime', () => {
  it.each<[string, Learner<never>, object, number]>([
    ['boosting', gradientBoosting as Learner<never>, { n_estimators: 60 }, 0.1],
    ['a forest', randomForest as Learner<never>, { n_estimators: 25 }, 0.1],
    ['a decision tree', decisionTree as Learner<never>, { max_depth: 8 }, 0.1],
    ['logistic regression', logisticRegression as Learner<never>, {}, 0],
  ])('gives the same probabilities, raw and calibrated: %s', async (_, learner, params, missing) => {
    const data = narrow(generated(3000, { missing }))
    const context = { pool, seed: 1, signal: new AbortController().signal, onProgress() {} }
    const model = await learner.fit(data, learner.params.parse(params), context)
    const raw = predictProbabilities(model, data.columns, data.rows)
    const calibration = fitCalibration(raw, data.labels)

    const session = await InferenceSession.create(encodeModelAsOnnx(model, { calibration }))
    const input = new Float32Array(data.rows * data.columns.length)
    for (const [k, column] of data.columns.entries()) {
      for (let row = 0; row < data.rows; row++) input[row * data.columns.length + k] = column[row]!
    }
    const answer = await session.run({ input: new Tensor('float32', input, [data.rows, data.columns.length]) })

    const pairs = answer.probabilities!.data as Float32Array
    const p = Float64Array.from(raw, (_, row) => pairs[2 * row + 1]!)
    expect(largest(p, raw)).toBeLessThan(1e-6)
    expect(
      largest(
        Float64Array.from(raw, (_, row) => 1 - pairs[2 * row]!),
        raw,
      ),
    ).toBeLessThan(1e-6)
    expect(largest(answer.calibrated!.data as Float32Array, calibrateAll(calibration, raw))).toBeLessThan(1e-6)
    expect(Array.from(answer.label!.data as BigInt64Array, Number)).toEqual(Array.from(raw, (q) => (q >= 0.5 ? 1 : 0)))
  })
})
