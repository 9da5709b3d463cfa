import { describe, expect, it } from 'vitest'
import { confusionMatrix, metricsOf } from '../../../src/main/learners/metrics/metrics.ts'
import { thresholdScores, thresholdsWith } from '../../../src/main/learners/metrics/thresholdScores.ts'
import { seededRandom } from '../../support/incidents.ts'

describe('scores at every threshold', () => {
  it('are those of the metrics at each of them, also where a probability equals a threshold', () => {
    const random = seededRandom(3)
    const labels = Uint8Array.from({ length: 2000 }, () => Number(random() < 0.3))
    // Half of them lie on a threshold.
    const probabilities = Float64Array.from(labels, (_, row) =>
      row % 2 === 0 ? random() : Math.round(random() * 200) / 200,
    )
    const thresholds = thresholdsWith(0.3137)
    const scores = thresholdScores(labels, probabilities, thresholds)
    for (const [place, threshold] of thresholds.entries()) {
      const counts = confusionMatrix(labels, probabilities, threshold)
      const { mcc, precision, recall, f1, accuracy } = metricsOf(labels, probabilities, threshold)
      expect(scores.true_positives[place]).toBe(counts.truePositives)
      expect(scores.false_positives[place]).toBe(counts.falsePositives)
      expect(scores.true_negatives[place]).toBe(counts.trueNegatives)
      expect(scores.false_negatives[place]).toBe(counts.falseNegatives)
      expect([scores.mcc, scores.precision, scores.recall, scores.f1, scores.accuracy].map((of) => of[place])).toEqual([
        ...[mcc, precision, recall, f1, accuracy],
      ])
    }
  })

  it('hold the threshold of the training itself', () => {
    expect(thresholdsWith(0.3137)).toContain(0.3137)
    expect(thresholdsWith(0.5)).toHaveLength(201)
  })
})
