import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type SharedFloats, sharedFloats } from '../../../src/main/columns.ts'
import type { Dataset, Learner } from '../../../src/main/learners/learner.ts'
import { logisticRegression } from '../../../src/main/learners/logisticRegression.ts'
import { metricsOf } from '../../../src/main/learners/metrics/metrics.ts'
import type { Model } from '../../../src/main/learners/model.ts'
import {
  type Candidate,
  type CrossValidationOptions,
  type CrossValidationProgress,
  candidateOf,
  crossValidate,
} from '../../../src/main/learners/validation/crossValidation.ts'
import { foldData } from '../../../src/main/learners/validation/foldData.ts'
import { rowsOfFolds, stratifiedFolds, timeFolds } from '../../../src/main/learners/validation/folds.ts'
import { createRandom } from '../../../src/main/random.ts'
import { createWorkerPool } from '../../../src/main/workers/pool.ts'
import { recipeSchema } from '../../../src/shared/pipeline/recipe.ts'

const oneThread = createWorkerPool({ threads: 1 })
const twoThreads = createWorkerPool({ threads: 2 })
afterAll(() => Promise.all([oneThread.close(), twoThreads.close()]))
const job = { pool: twoThreads, signal: new AbortController().signal }
const { balance } = recipeSchema.parse({})

describe('stratified folds', () => {
  const labels = Uint8Array.from({ length: 1003 }, (_, row) => Number(row % 5 === 0))

  it('share out the rows of each label evenly', () => {
    const folds = stratifiedFolds(labels, 4, 42)
    for (const label of [0, 1]) {
      const counts = [0, 1, 2, 3].map((fold) => folds.filter((f, row) => f === fold && labels[row] === label).length)
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
    }
    const sizes = [0, 1, 2, 3].map((fold) => folds.filter((f) => f === fold).length)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
  })

  it('are drawn again by the same seed and otherwise by another', () => {
    expect(stratifiedFolds(labels, 3, 42)).toEqual(stratifiedFolds(labels, 3, 42))
    expect(stratifiedFolds(labels, 3, 43)).not.toEqual(stratifiedFolds(labels, 3, 42))
  })

  it('are refused when a label has too few rows', () => {
    expect(() => stratifiedFolds(Uint8Array.of(0, 0, 0, 0, 1, 1), 3, 42)).toThrow(
      expect.objectContaining({ code: 'learners.too_few_for_folds', params: { label: 1, rows: 2, folds: 3 } }),
    )
  })
})

describe('cross-validation', () => {
  it('chooses the learner that ranks held-out rows best, and scores every row once', async () => {
    const options = example([candidateOf(guess, {}), candidateOf(logisticRegression, {})])
    const { candidates, best } = await crossValidate(options, job)
    expect(best).toBe(1)
    expect(candidates.map(({ learner }) => learner)).toEqual(['decision-tree', 'logistic-regression'])
    const [guessed, learned] = candidates
    expect(guessed!.mean.mcc).toBe(0)
    expect(learned!.mean.mcc).toBeGreaterThan(0.5)
    expect(learned!.raw.every((score) => score > 0 && score < 1)).toBe(true)
    expect(learned!.folds).toHaveLength(3)
    expect(learned!.pooled.raw).toEqual(metricsOf(options.labels, learned!.raw))
  })

  it('learns from balanced rows of the other folds only, and is asked about the rows as they are', async () => {
    const seen: Dataset[] = []
    const spy: Candidate = {
      learner: 'logistic-regression',
      fit: (data, context) => {
        seen.push(data)
        return logisticRegression.fit(data, logisticRegression.params.parse({}), context)
      },
    }
    const asked: SharedFloats[] = []
    const options = example([spy])
    const { foldOf } = await crossValidate(
      {
        ...options,
        predict: (model, columns, rows) => {
          asked.push(columns[0]!)
          return options.predict(model, columns, rows)
        },
      },
      job,
    )
    const signal = options.columns.signal!
    for (const [fold, data] of seen.entries()) {
      const own = [...signal.keys()].filter((row) => foldOf[row] === fold)
      expect(Array.from(asked[fold]!)).toEqual(own.map((row) => signal[row]))
      // Every value of this column is one row's alone, so a held-out row would be recognised.
      const held = new Set(own.map((row) => signal[row]))
      expect(data.columns[0]!.some((value) => held.has(value))).toBe(false)
      expect(data.featureNames).toEqual(['signal', 'weak'])
      const zeros = options.labels.filter((label, row) => foldOf[row] !== fold && label === 0).length
      const ones = Math.floor(zeros * balance.oversample)
      expect(data.labels.filter((label) => label === 1)).toHaveLength(ones)
      expect(data.labels.filter((label) => label === 0)).toHaveLength(Math.floor(ones / balance.undersample))
    }
    expect(seen).toHaveLength(3)
  })

  it('calibrates: the mean probability is the share of label 1, though models saw balanced rows', async () => {
    const options = example([candidateOf(logisticRegression, {})])
    const { candidates } = await crossValidate(options, job)
    const { raw, calibrated, pooled } = candidates[0]!
    const rate = mean(options.labels)
    expect(mean(raw)).toBeGreaterThan(rate + 0.1)
    expect(Math.abs(mean(calibrated) - rate)).toBeLessThan(0.01)
    expect(pooled.calibrated.brier).toBeLessThan(pooled.raw.brier)
  })

  it('calibrates a fold by the other folds only', async () => {
    const options = example([candidateOf(logisticRegression, {})])
    const { candidates, foldOf } = await crossValidate(options, job)
    const { raw } = candidates[0]!
    const shared = (values: Uint8Array) => {
      const out = new Uint8Array(new SharedArrayBuffer(values.length))
      out.set(values)
      return out
    }
    const labels = shared(options.labels.map((label, row) => (foldOf[row] === 0 ? 1 - label : label)))
    const input = { raw, labels, foldOf: shared(foldOf), folds: 3, threshold: 0.5 }
    const flipped = await twoThreads.run('scoresOfFolds', input, job)
    const inFirst = (scores: Float64Array) => scores.filter((_, row) => foldOf[row] === 0)
    expect(inFirst(flipped.calibrated)).toEqual(inFirst(candidates[0]!.calibrated))
    expect(flipped.calibration).not.toEqual(candidates[0]!.calibration)
  })

  it('scores the rows that folds in time hold out, each by a model of older rows, and none of the first part', async () => {
    const options = example([candidateOf(logisticRegression, {})])
    // Seven rows of each fifth of the labels, so that every part has both.
    const times = Float64Array.from(options.labels.keys(), (row) => (row * 7) % options.labels.length)
    const folds = timeFolds(times, options.labels, 3)
    const { candidates, rows, foldOf } = await crossValidate({ ...options, folds }, job)
    expect(rows).toHaveLength(2250)
    for (const [fold, { training, heldOut }] of folds.entries()) {
      expect([...rows].filter((_, place) => foldOf[place] === fold)).toEqual([...heldOut])
      const newest = training.reduce((most, row) => Math.max(most, times[row]!), 0)
      expect(heldOut.every((row) => times[row]! > newest)).toBe(true)
    }
    const { raw, labels, pooled } = candidates[0]!
    expect([...labels]).toEqual([...rows].map((row) => options.labels[row]))
    expect(pooled.raw).toEqual(metricsOf(labels, raw))
    // What the last fold's model says of its own rows, asked alone.
    const { data, heldOut } = await foldData(options, folds[2]!, job)
    const model = await options.candidates[0]!.fit(data, { ...job, seed: 42, onProgress() {} })
    const alone = await options.predict(model, heldOut, 750)
    expect(raw.filter((_, place) => foldOf[place] === 2)).toEqual(alone)
  })

  it('gives the same bytes on one thread and on two', async () => {
    const options = example([candidateOf(logisticRegression, {}), candidateOf(logisticRegression, { C: 0.1 })])
    const two = await crossValidate(options, job)
    expect(await crossValidate(options, { ...job, pool: oneThread })).toEqual(two)
  })

  it('learns from the rows as they are when the recipe does not balance', async () => {
    const sizes: number[] = []
    const spy: Candidate = {
      learner: 'logistic-regression',
      fit: (data, context) => {
        sizes.push(data.rows)
        return logisticRegression.fit(data, logisticRegression.params.parse({}), context)
      },
    }
    const options = example([spy])
    await crossValidate({ ...options, balance: { ...balance, method: 'none' } }, job)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(2 * options.labels.length)
  })

  it('reports fold, learner and a share that only rises, and stops when cancelled', async () => {
    const options = example([candidateOf(logisticRegression, {})])
    const reports: CrossValidationProgress[] = []
    await crossValidate(options, { ...job, onProgress: (progress) => reports.push(progress) })
    const shares = reports.map(({ share }) => share)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(reports.at(-1)).toEqual({ fold: 3, folds: 3, learner: 'logistic-regression', share: 1 })

    const controller = new AbortController()
    const cancelled = crossValidate(options, {
      ...job,
      signal: controller.signal,
      onProgress: ({ fold }) => fold === 2 && controller.abort(),
    })
    await expect(cancelled).rejects.toThrow('cancelled')
  })

  it('refuses parameters that the learner does not have', () => {
    expect(() => candidateOf(logisticRegression, { c: 1 })).toThrow(z.ZodError)
  })
})

/** Says the share of label 1 whatever the row. */
const guess: Learner<Record<string, never>> = {
  name: 'decision-tree',
  params: z.strictObject({}),
  async fit({ featureNames, labels }) {
    const share = mean(labels)
    const intercept = Math.log(share / (1 - share))
    return { kind: 'linear', learner: 'decision-tree', featureNames, params: {}, intercept, coefficients: [0, 0] }
  },
}

function example(candidates: Candidate[]): CrossValidationOptions {
  const rows = 3000
  const random = createRandom(3)
  const labels = new Uint8Array(new SharedArrayBuffer(rows)).fill(1, 0, rows / 5)
  const column = (effect: number) => {
    const values = sharedFloats(rows)
    for (let row = 0; row < rows; row++) values[row] = random.normal() + effect * labels[row]!
    return values
  }
  return {
    columns: { weak: column(0.2), noise: column(0), signal: column(2) },
    labels,
    features: ['signal', 'weak'],
    balance,
    folds: rowsOfFolds(stratifiedFolds(labels, 3, 42), 3),
    threshold: 0.5,
    seed: 42,
    candidates,
    predict: predictLinear,
  }
}

function predictLinear(model: Model, columns: SharedFloats[], rows: number): Float64Array {
  if (model.kind !== 'linear') throw new Error(`${model.kind} is not linear`)
  return Float64Array.from({ length: rows }, (_, row) => {
    const score = model.coefficients.reduce((sum, weight, j) => sum + weight * columns[j]![row]!, model.intercept)
    return 1 / (1 + Math.exp(-score))
  })
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length
}
