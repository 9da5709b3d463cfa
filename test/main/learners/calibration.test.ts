import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readColumns } from '../../../src/main/columns.ts'
import { literal, openDuck } from '../../../src/main/duck.ts'
import {
  calibrate,
  calibrateAll,
  calibrationSchema,
  fitCalibration,
} from '../../../src/main/learners/calibration/calibration.ts'
import { isotonicSteps } from '../../../src/main/learners/calibration/isotonic.ts'
import { expectedCalibrationError } from '../../../src/main/learners/metrics/curves.ts'
import { brierScore, metricsOf } from '../../../src/main/learners/metrics/metrics.ts'
import reference from '../../reference/isotonic.json' with { type: 'json' }
import { describeWithShared, shared, temporaryFolder } from '../../support.ts'

describe('isotonic regression', () => {
  it.each(Object.entries(reference.cases))('has the steps of scikit-learn: %s', (_, { scores, labels, fitted }) => {
    const steps = isotonicSteps(Uint8Array.from(labels), Float64Array.from(scores))
    for (const [row, score] of scores.entries()) {
      const step = steps.find(({ from, to }) => from <= score && score <= to)
      expect(step?.value, `at ${score}`).toBeCloseTo(fitted[row]!, 9)
    }
    for (const { from, centre, to } of steps) expect(from <= centre && centre <= to).toBe(true)
    expect(steps.reduce((sum, { rows }) => sum + rows, 0)).toBe(scores.length)
  })
})

const rows = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 1 })), {
  minLength: 1,
  maxLength: 80,
})
const fitted = (pairs: [number, number][]) =>
  fitCalibration(
    Float64Array.from(pairs, ([score]) => score),
    Uint8Array.from(pairs, ([, label]) => label),
  )

describe('calibration', () => {
  it('gives probabilities that rise with the score and are never certain, for any rows', () => {
    fc.assert(
      fc.property(rows, (pairs) => {
        const calibration = calibrationSchema.parse(JSON.parse(JSON.stringify(fitted(pairs))))
        const grid = calibrateAll(
          calibration,
          Float64Array.from({ length: 201 }, (_, i) => i / 200),
        )
        for (const [i, p] of grid.entries()) {
          expect(p > 0 && p < 1).toBe(true)
          if (i > 0) expect(p).toBeGreaterThanOrEqual(grid[i - 1]!)
        }
      }),
    )
  })

  it('keeps apart every two scores that lie apart', () => {
    const scores = [0.01, 0.02, 0.3, 0.31, 0.32, 0.6, 0.61, 0.98, 0.99]
    const calibration = fitted([
      [0.01, 0],
      [0.3, 1],
      [0.31, 0],
      [0.32, 0],
      [0.6, 1],
      [0.61, 0],
      [0.99, 1],
    ])
    const probabilities = scores.map((score) => calibrate(calibration, score))
    expect(new Set(probabilities).size).toBe(scores.length)
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => a - b))
  })

  it('gives the share of label 1 where many rows have one score', () => {
    const calibration = fitted([
      ...Array.from({ length: 100 }, (_, i): [number, number] => [0, Number(i < 5)]),
      ...Array.from({ length: 100 }, (_, i): [number, number] => [0.5, Number(i < 30)]),
      ...Array.from({ length: 100 }, (_, i): [number, number] => [1, Number(i < 90)]),
    ])
    expect([0, 0.5, 1].map((score) => calibrate(calibration, score))).toEqual([0.05, 0.3, 0.9])
    expect(calibrate(calibration, 0.75)).toBeCloseTo(0.6, 12)
  })

  it('holds the outermost probabilities beyond the scores it knows', () => {
    const calibration = { kind: 'isotonic' as const, scores: [0.2, 0.8], probabilities: [0.1, 0.6] }
    expect([-1, 0, 0.2, 0.8, 1, 7].map((score) => calibrate(calibration, score))).toEqual([
      0.1, 0.1, 0.1, 0.6, 0.6, 0.6,
    ])
  })

  it.each([
    ['knots that fall', { kind: 'isotonic', scores: [0.2, 0.1], probabilities: [0.1, 0.2] }],
    ['probabilities that stand still', { kind: 'isotonic', scores: [0.1, 0.2], probabilities: [0.2, 0.2] }],
    ['a probability too few', { kind: 'isotonic', scores: [0.1, 0.2], probabilities: [0.2] }],
    ['no knots', { kind: 'isotonic', scores: [], probabilities: [] }],
    ['a probability beyond 1', { kind: 'isotonic', scores: [0.1], probabilities: [1.2] }],
  ])('is refused when read back with %s', (_, stored) => {
    expect(calibrationSchema.safeParse(stored).success).toBe(false)
  })
})

describeWithShared('calibration of scores of boosting on the real year', () => {
  it('mends the probabilities of rows it was not fitted on and keeps their ranking', async () => {
    const duck = await openDuck({ threads: 2, spillFolder: temporaryFolder() })
    const relation = `read_parquet(${literal(shared('golden/metrics_check.parquet'))})`
    const { columns } = await readColumns(duck, relation, ['probability', 'arrest'])
    duck.close()
    const half = (odd: number) => ({
      scores: columns.probability!.filter((_, row) => row % 2 === odd),
      labels: Uint8Array.from(columns.arrest!.filter((_, row) => row % 2 === odd)),
    })
    const [known, unseen] = [half(0), half(1)]
    const probabilities = calibrateAll(fitCalibration(known.scores, known.labels), unseen.scores)

    const before = metricsOf(unseen.labels, unseen.scores)
    const after = metricsOf(unseen.labels, probabilities)
    const mean = (values: ArrayLike<number>) =>
      Array.from(values).reduce((sum, value) => sum + value, 0) / values.length
    expect(Math.abs(mean(probabilities) - mean(unseen.labels))).toBeLessThan(0.005)
    expect(after.brier).toBeLessThan(before.brier - 0.003)
    expect(after.log_loss).toBeLessThan(before.log_loss - 0.01)
    expect(expectedCalibrationError(unseen.labels, probabilities)).toBeLessThan(0.01)
    expect(after.auc).toBeCloseTo(before.auc, 5)
    expect(after.average_precision).toBeCloseTo(before.average_precision, 4)
    // What the steps alone would give: no better, and with ties.
    const steps = isotonicSteps(known.labels, known.scores)
    const flat = unseen.scores.map((score) => steps.findLast(({ from }) => from <= score)?.value ?? 0)
    expect(after.brier).toBeLessThan(brierScore(unseen.labels, flat) + 1e-4)
  })
})
