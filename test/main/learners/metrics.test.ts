import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readColumns } from '../../../src/main/columns.ts'
import { literal, openDuck } from '../../../src/main/duck.ts'
import {
  calibrationCurve,
  expectedCalibrationError,
  precisionRecallCurve,
  rocCurve,
} from '../../../src/main/learners/metrics/curves.ts'
import {
  averagePrecision,
  classificationReport,
  confusionMatrix,
  metricsOf,
  rocAuc,
} from '../../../src/main/learners/metrics/metrics.ts'
import reference from '../../reference/metrics.json' with { type: 'json' }
import { describeWithShared, shared, temporaryFolder } from '../../support.ts'

const cases = Object.entries(reference.cases).map(([name, { labels, probabilities, ...expected }]) => ({
  name,
  labels: Uint8Array.from(labels),
  probabilities: Float64Array.from(probabilities),
  ...expected,
}))

describe('the scores of a model', () => {
  it.each(cases)('are those of scikit-learn: $name', ({ labels, probabilities, scores, report, confusion }) => {
    const metrics = metricsOf(labels, probabilities)
    expectEqual(metrics, scores)
    const matrix = confusionMatrix(labels, probabilities)
    expect(matrix).toEqual({
      trueNegatives: confusion[0],
      falsePositives: confusion[1],
      falseNegatives: confusion[2],
      truePositives: confusion[3],
    })
    const { negative, positive, macro, weighted } = classificationReport(matrix)
    expectEqual(negative, report.negative)
    expectEqual(positive, report.positive)
    expectEqual(macro, report.macro)
    expectEqual(weighted, report.weighted)
  })

  it('predict true from the threshold on', () => {
    const labels = Uint8Array.of(0, 1, 1)
    const probabilities = Float64Array.of(0.2, 0.3, 0.9)
    expect(confusionMatrix(labels, probabilities, 0.3)).toMatchObject({ truePositives: 2, falsePositives: 0 })
    expect(metricsOf(labels, probabilities, 0.31).recall).toBe(0.5)
  })

  it('rank as a count of all pairs does, ties by half', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 8 })), { maxLength: 60 })
    fc.assert(
      fc.property(rows, (pairs) => {
        const positives = pairs.filter(([label]) => label === 1).map(([, score]) => score)
        const negatives = pairs.filter(([label]) => label === 0).map(([, score]) => score)
        const wins = positives.flatMap((p) => negatives.map((q): number => (p > q ? 1 : p === q ? 0.5 : 0)))
        const auc = rocAuc(
          Uint8Array.from(pairs, ([label]) => label),
          Float64Array.from(pairs, ([, score]) => score),
        )
        if (wins.length === 0) expect(auc).toBeNaN()
        else expect(auc).toBeCloseTo(wins.reduce((sum, win) => sum + win, 0) / wins.length, 12)
      }),
    )
  })

  it('refuse scores that are not numbers and arrays of unequal length', () => {
    expect(() => rocAuc(Uint8Array.of(0, 1), Float64Array.of(0.5, Number.NaN))).toThrow('row 1')
    expect(() => metricsOf(Uint8Array.of(0, 1), Float64Array.of(0.5))).toThrow('2 labels but 1 scores')
  })
})

describe('the curves of a model', () => {
  const ties = reference.cases['many tied scores']
  const labels = Uint8Array.from(ties.labels)
  const scores = Float64Array.from(ties.probabilities)

  it('have the points that scikit-learn gives', () => {
    const roc = rocCurve(labels, scores, 0)
    const precisionRecall = precisionRecallCurve(labels, scores, 0)
    expect(roc.x).toEqual(reference.roc.x.map((value) => expect.closeTo(value, 9)))
    expect(roc.y).toEqual(reference.roc.y.map((value) => expect.closeTo(value, 9)))
    expect(precisionRecall.x).toEqual(reference.precision_recall.x.map((value) => expect.closeTo(value, 9)))
    expect(precisionRecall.y).toEqual(reference.precision_recall.y.map((value) => expect.closeTo(value, 9)))
  })

  it('calibrate in bins of equal count, whatever remains spread over the first', () => {
    const bins = calibrationCurve(
      Uint8Array.of(1, 0, 0, 1, 1, 0, 1),
      Float64Array.of(0.9, 0.1, 0.2, 0.3, 0.8, 0.4, 0.7),
      3,
    )
    expect(bins.map(({ rows }) => rows)).toEqual([3, 2, 2])
    expect(bins.map(({ observed }) => observed)).toEqual([1 / 3, 1 / 2, 1])
    expect(bins.map(({ predicted }) => predicted)).toEqual([0.2, 0.55, 0.85].map((p) => expect.closeTo(p, 12)))
  })

  it('have an expected calibration error of 0 when the shares are as predicted', () => {
    const half = Float64Array.from({ length: 600 }, () => 0.5)
    const alternating = Uint8Array.from({ length: 600 }, (_, i) => i % 2)
    expect(expectedCalibrationError(alternating, half)).toBe(0)
    expect(expectedCalibrationError(new Uint8Array(600), half)).toBe(0.5)
    expect(calibrationCurve(new Uint8Array(4), half.subarray(0, 4))).toHaveLength(4)
    expect(calibrationCurve(new Uint8Array(0), new Float64Array(0))).toEqual([])
  })
})

describeWithShared('the scores of the test rows of 2017', () => {
  it('equal scikit-learn to 1e-9, and drawn curves keep their areas', async () => {
    const golden = JSON.parse(readFileSync(shared('golden/golden.json'), 'utf8')).metrics_check
    const duck = await openDuck({ threads: 2, spillFolder: temporaryFolder() })
    const relation = `read_parquet(${literal(shared('golden/metrics_check.parquet'))})`
    const { columns } = await readColumns(duck, relation, ['probability', 'arrest'])
    duck.close()
    const labels = Uint8Array.from(columns.arrest!)
    const probabilities = columns.probability!
    const { note: _, ...expected } = golden
    expectEqual(metricsOf(labels, probabilities), expected)

    const roc = rocCurve(labels, probabilities)
    const precisionRecall = precisionRecallCurve(labels, probabilities)
    expect(roc.x.length).toBeLessThan(600)
    expect(precisionRecall.x.length).toBeLessThan(600)
    expect(Math.abs(area(roc) - golden.auc)).toBeLessThan(0.001)
    expect(Math.abs(area(precisionRecall) - averagePrecision(labels, probabilities))).toBeLessThan(0.001)
  })
})

function area({ x, y }: { x: number[]; y: number[] }): number {
  return x.slice(1).reduce((sum, right, i) => sum + ((right - x[i]!) * (y[i]! + y[i + 1]!)) / 2, 0)
}

/** Each expected value to 1e-9; null stands for NaN. */
function expectEqual(actual: object, expected: Record<string, number | null>): void {
  const values: Record<string, number> = { ...actual }
  for (const [name, value] of Object.entries(expected)) {
    if (value === null) expect(values[name], name).toBeNaN()
    else expect(Math.abs(values[name]! - value), `${name}: ${values[name]} for ${value}`).toBeLessThanOrEqual(1e-9)
  }
}
