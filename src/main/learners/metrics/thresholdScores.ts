import type { ThresholdScores } from '../../../shared/serving/thresholds.ts'
import { type ConfusionMatrix, classificationReport, matthewsCorrelation } from './metrics.ts'

/** Number of equal steps from threshold 0 to 1. */
const STEPS = 200

/** Thresholds 0, 0.005 … 1, with `chosen` among them, rising. */
export function thresholdsWith(chosen: number): number[] {
  const even = Array.from({ length: STEPS + 1 }, (_, step) => step / STEPS)
  return [...new Set([...even, chosen])].sort((a, b) => a - b)
}

/**
 * Scores of probabilities against labels 0/1 at each threshold; predicted true where the probability is at least it.
 * @param thresholds rising, the first at most the lowest probability
 */
export function thresholdScores(
  labels: Uint8Array,
  probabilities: Float64Array,
  thresholds: readonly number[],
): ThresholdScores {
  const counts = confusionsOf(labels, probabilities, thresholds)
  const reports = counts.map(classificationReport)
  return {
    true_positives: counts.map(({ truePositives }) => truePositives),
    false_positives: counts.map(({ falsePositives }) => falsePositives),
    true_negatives: counts.map(({ trueNegatives }) => trueNegatives),
    false_negatives: counts.map(({ falseNegatives }) => falseNegatives),
    mcc: counts.map(matthewsCorrelation),
    precision: reports.map(({ positive }) => positive.precision),
    recall: reports.map(({ positive }) => positive.recall),
    f1: reports.map(({ positive }) => positive.f1),
    accuracy: reports.map(({ accuracy }) => accuracy),
  }
}

/** One confusion matrix a threshold, in one pass over the rows. */
function confusionsOf(
  labels: Uint8Array,
  probabilities: Float64Array,
  thresholds: readonly number[],
): ConfusionMatrix[] {
  // Rows by the highest threshold that they reach.
  const positives = new Float64Array(thresholds.length)
  const negatives = new Float64Array(thresholds.length)
  for (let row = 0; row < labels.length; row++) {
    const reached = highestReached(thresholds, probabilities[row]!)
    if (labels[row] === 1) positives[reached]! += 1
    else negatives[reached]! += 1
  }
  const [allPositives, allNegatives] = [sum(positives), sum(negatives)]
  let trueNegatives = 0
  let falseNegatives = 0
  return thresholds.map((_, place) => {
    const matrix = {
      trueNegatives,
      falsePositives: allNegatives - trueNegatives,
      falseNegatives,
      truePositives: allPositives - falseNegatives,
    }
    trueNegatives += negatives[place]!
    falseNegatives += positives[place]!
    return matrix
  })
}

/** Place of the highest threshold that does not exceed a probability. */
function highestReached(thresholds: readonly number[], probability: number): number {
  let low = 0
  let high = thresholds.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (thresholds[middle]! <= probability) low = middle
    else high = middle - 1
  }
  return low
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}
