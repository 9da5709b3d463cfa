import { afterAll, describe, expect, it } from 'vitest'
import type { FoldFeatures } from '../../../src/main/learners/validation/foldData.ts'
import { sharedFloats } from '../../../src/main/sharedFloats.ts'
import { codedFolds } from '../../../src/main/training/tuning/codedFolds.ts'
import { createWorkerPool } from '../../../src/main/workers/pool.ts'
import { recipeSchema } from '../../../src/shared/pipeline/recipe.ts'

const pool = createWorkerPool({ threads: 2 })
afterAll(() => pool.close())
const { signal } = new AbortController()
const recipe = recipeSchema.parse({ balance: { method: 'none' } })

/** 300 rows of two features, a third of them arrests. */
function setOf(valueAt: (row: number) => number, labelAt = (row: number) => Number(row % 3 === 0)) {
  const column = sharedFloats(300)
  const labels = new Uint8Array(new SharedArrayBuffer(300))
  for (let row = 0; row < 300; row++) {
    column[row] = valueAt(row)
    labels[row] = labelAt(row)
  }
  const fitted: number[][] = []
  const foldFeatures: FoldFeatures = async (names, { training, heldOut }) => {
    fitted.push([...training])
    const part = (rows: Uint32Array) => {
      const values = sharedFloats(rows.length)
      for (const [k, row] of rows.entries()) values[k] = column[row]!
      return Object.fromEntries(names.map((name) => [name, values]))
    }
    return { training: part(training), heldOut: part(heldOut) }
  }
  const real = { rows: 300, columns: { a: column, b: column }, labels }
  const set = { real, foldFeatures, featurizer: { features: ['a', 'b'] }, tables: { incidents: '' } }
  return { set, fitted }
}

const asked = { recipe, learner: 'gradient-boosting', maxBins: 256, folds: 3 } as const
const options = { pool, signal, onProgress() {} }

describe('the folds of a search', () => {
  it('have their features fitted on their own training rows alone, each once', async () => {
    const { set, fitted } = setOf((row) => row)
    const folds = await codedFolds(set, asked, options)
    expect(fitted.map((rows) => rows.length)).toEqual([200, 200, 200])
    const heldOut = folds.flatMap((fold) => [...fold.heldOut[0]!])
    expect(heldOut.sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, row) => row))
    for (const [k, fold] of folds.entries()) {
      expect(fitted[k]!.filter((row) => fold.heldOut[0]!.includes(row))).toEqual([])
      expect([...fold.heldOutLabels]).toEqual(Array.from(fold.heldOut[0]!, (row) => Number(row % 3 === 0)))
    }
  })

  it('are refused where no feature varies', async () => {
    const folds = codedFolds(setOf(() => 5).set, asked, options)
    await expect(folds).rejects.toMatchObject({ code: 'tuning.constant_features', params: { features: 'a, b' } })
  })

  it('are refused where the rows are of one class, or of too few of another', async () => {
    const one = codedFolds(
      setOf(
        (row) => row,
        () => 0,
      ).set,
      asked,
      options,
    )
    await expect(one).rejects.toMatchObject({ code: 'learners.too_few_for_folds', params: { label: 1, rows: 0 } })
  })

  it('are refused where a value is infinite', async () => {
    const folds = codedFolds(setOf((row) => (row === 7 ? Number.POSITIVE_INFINITY : row)).set, asked, options)
    await expect(folds).rejects.toMatchObject({ code: 'learners.infinite' })
  })
})
