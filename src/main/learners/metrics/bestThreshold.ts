import { countByScore } from './curves.ts'
import { type ConfusionMatrix, matthewsCorrelation } from './metrics.ts'

/** What a decision threshold can be chosen for: Matthews correlation, or F1 of label 1. */
export type ThresholdMetric = 'mcc' | 'f1'

/**
 * The threshold that does best by the metric when label 1 is predicted from it on, midway between the two probabilities
 * it falls between, in 0-1 exclusive; of equally good ones the highest. 0.5 where there is no choice.
 */
export function bestThreshold(labels: Uint8Array, probabilities: Float64Array, metric: ThresholdMetric): number {
  const { thresholds, truePositives, falsePositives } = countByScore(labels, probabilities)
  const last = thresholds.length - 1
  const positives = truePositives[last] ?? 0
  const negatives = falsePositives[last] ?? 0
  let best = Number.NEGATIVE_INFINITY
  let place = -1
  for (let i = 0; i < last; i++) {
    const score = SCORES[metric]({
      truePositives: truePositives[i]!,
      falsePositives: falsePositives[i]!,
      falseNegatives: positives - truePositives[i]!,
      trueNegatives: negatives - falsePositives[i]!,
    })
    if (score > best) {
      best = score
      place = i
    }
  }
  return place < 0 ? 0.5 : (thresholds[place]! + thresholds[place + 1]!) / 2
}

const SCORES: Record<ThresholdMetric, (confusion: ConfusionMatrix) => number> = {
  mcc: matthewsCorrelation,
  f1: ({ truePositives, falsePositives, falseNegatives }) =>
    truePositives === 0 ? 0 : (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives),
}
