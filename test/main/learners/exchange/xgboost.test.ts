import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeXgboost } from '../../../../src/main/learners/exchange/readXgboost.ts'
import { encodeXgboost } from '../../../../src/main/learners/exchange/xgboostJson.ts'
import { gradientBoosting } from '../../../../src/main/learners/gradientBoosting.ts'
import { predictProbabilities } from '../../../../src/main/learners/predict.ts'
import { createWorkerPool, type WorkerPool } from '../../../../src/main/workers/pool.ts'
import { temporaryFolder } from '../../../support.ts'
import { generated, train } from '../trees.ts'
import { columnsOf, describeWithXgboost, python, reference, referenceFile } from './xgboostReference.ts'

let pool: WorkerPool
beforeAll(() => {
  pool = createWorkerPool({ threads: 2 })
})
afterAll(() => pool.close())

const bytes = (document: unknown) => new TextEncoder().encode(JSON.stringify(document))
const largest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)))

interface Document {
  learner: {
    feature_names: string[]
    gradient_booster: { name: string; model: { trees: Record<string, number[]>[] } }
    learner_model_param: { base_score: string }
    objective: { name: string }
  }
}

/** The reference's document with something changed in a copy. */
function changed(change: (document: Document) => void): Uint8Array {
  const document: Document = JSON.parse(JSON.stringify(reference.model))
  change(document)
  return bytes(document)
}

describe('a model that XGBoost trained', () => {
  it('predicts the same here', () => {
    const model = decodeXgboost(referenceFile)
    expect(model.featureNames).toEqual(['feature 0', 'feature 1', 'feature 2', 'feature 3', 'feature 4'])
    const p = predictProbabilities(model, columnsOf(reference.rows), reference.rows.length)
    expect(largest(p, reference.probabilities)).toBeLessThan(1e-6)
  })

  it('is the same model after a way out and back', () => {
    const model = decodeXgboost(referenceFile)
    const again = decodeXgboost(new TextEncoder().encode(encodeXgboost(model)))
    const rows = columnsOf(reference.rows)
    const p = predictProbabilities(model, rows, reference.rows.length)
    expect(largest(predictProbabilities(again, rows, reference.rows.length), p)).toBeLessThan(1e-7)
    expect(again.feature).toEqual(model.feature)
    expect(again.threshold).toEqual(model.threshold)
  })
})

const first = (document: Document) => document.learner.gradient_booster.model.trees[0]!

describe('a file that is no such model', () => {
  it.each<[string, string, Uint8Array]>([
    ['another booster', 'learners.xgboost_kind', changed((d) => (d.learner.gradient_booster.name = 'dart'))],
    ['another objective', 'learners.xgboost_kind', changed((d) => (d.learner.objective.name = 'reg:squarederror'))],
    ['categories', 'learners.xgboost_categories', changed((d) => (first(d).split_type![0] = 1))],
    ['no JSON', 'learners.xgboost_damaged', new TextEncoder().encode('{"learner":')],
    ['another document', 'learners.xgboost_damaged', bytes({ learner: {} })],
    ['a node that is its own child', 'learners.xgboost_damaged', changed((d) => (first(d).left_children![0] = 0))],
    ['a child that is not there', 'learners.xgboost_damaged', changed((d) => (first(d).left_children![0] = 9999))],
    ['a feature that is not there', 'learners.xgboost_damaged', changed((d) => (first(d).split_indices![0] = 5))],
    ['lists of other lengths', 'learners.xgboost_damaged', changed((d) => first(d).sum_hessian!.pop())],
    ['too few names', 'learners.xgboost_damaged', changed((d) => d.learner.feature_names.pop())],
    [
      'a certain base score',
      'learners.xgboost_damaged',
      changed((d) => (d.learner.learner_model_param.base_score = '1')),
    ],
    ['endless nesting', 'learners.xgboost_damaged', new TextEncoder().encode('['.repeat(1e6))],
  ])('is refused with its reason: %s', (_, code, file) => {
    expect(() => decodeXgboost(file)).toThrow(expect.objectContaining({ code }))
  })
})

describeWithXgboost('XGBoost itself', () => {
  it('loads a model of ours and predicts the same', async () => {
    const data = generated(4000, { missing: 0.1 })
    const model = await train(gradientBoosting, data, { n_estimators: 40, scale_pos_weight: 2, base_score: 0.3 }, pool)
    const file = join(temporaryFolder(), 'model.json')
    writeFileSync(file, encodeXgboost(model))
    const rows = Array.from({ length: 500 }, (_, i) => data.columns.map((column) => column[i]!))
    const theirs = python<number[]>(
      `import json, sys, numpy, xgboost
given = json.load(sys.stdin)
x = numpy.array([[numpy.nan if v is None else v for v in row] for row in given["rows"]])
booster = xgboost.Booster(model_file=given["file"])
print(json.dumps(booster.predict(xgboost.DMatrix(x, feature_names=booster.feature_names)).tolist()))`,
      { file, rows },
    )
    expect(largest(theirs, predictProbabilities(model, data.columns, 500))).toBeLessThan(1e-6)
  })
})
