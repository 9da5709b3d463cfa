import { type CountsByScore, countByScore } from './curves.ts'

/** Rows by label and prediction. */
export interface ConfusionMatrix {
  trueNegatives: number
  falsePositives: number
  falseNegatives: number
  truePositives: number
}

export interface ClassScores {
  precision: number
  recall: number
  f1: number
  /** Rows of the class. */
  support: number
}

/** Scores of each class and their means, as scikit-learn's `classification_report`. */
export interface ClassificationReport {
  negative: ClassScores
  positive: ClassScores
  accuracy: number
  /** Mean over the classes. */
  macro: ClassScores
  /** Mean over the classes, weighted by support. */
  weighted: ClassScores
}

/** Every score of a model on labelled rows, by the name it is tracked under. NaN where the labels leave it undefined. */
export interface Metrics {
  auc: number
  average_precision: number
  mcc: number
  accuracy: number
  precision: number
  recall: number
  f1: number
  precision_weighted: number
  recall_weighted: number
  f1_weighted: number
  brier: number
  log_loss: number
}

/**
 * Scores probabilities of label 1 against labels 0/1, as scikit-learn does: ranking (`auc`, `average_precision`),
 * probabilities (`brier`, `log_loss`), and predictions, true where the probability is at least `threshold`.
 * `precision`, `recall` and `f1` are of label 1; the weighted ones, means over both labels by their number of rows.
 */
export function metricsOf(labels: Uint8Array, probabilities: Float64Array, threshold = 0.5): Metrics {
  const confusion = confusionMatrix(labels, probabilities, threshold)
  const { positive, weighted, accuracy } = classificationReport(confusion)
  const counts = countByScore(labels, probabilities)
  return {
    auc: areaUnderRoc(counts),
    average_precision: meanPrecision(counts),
    mcc: matthewsCorrelation(confusion),
    accuracy,
    precision: positive.precision,
    recall: positive.recall,
    f1: positive.f1,
    precision_weighted: weighted.precision,
    recall_weighted: weighted.recall,
    f1_weighted: weighted.f1,
    brier: brierScore(labels, probabilities),
    log_loss: logLoss(labels, probabilities),
  }
}

/** Counts rows by label and prediction; predicted true where the probability is at least `threshold`. */
export function confusionMatrix(labels: Uint8Array, probabilities: Float64Array, threshold = 0.5): ConfusionMatrix {
  checkLengths(labels, probabilities)
  let positives = 0
  let predicted = 0
  let truePositives = 0
  for (let i = 0; i < labels.length; i++) {
    const is = labels[i]!
    const said = probabilities[i]! >= threshold ? 1 : 0
    positives += is
    predicted += said
    truePositives += is & said
  }
  const falsePositives = predicted - truePositives
  const falseNegatives = positives - truePositives
  return {
    trueNegatives: labels.length - truePositives - falsePositives - falseNegatives,
    falsePositives,
    falseNegatives,
    truePositives,
  }
}

/** Precision, recall and F1 of each class and their means. What has no rows to be measured on is 0, as scikit-learn has it. */
export function classificationReport(confusion: ConfusionMatrix): ClassificationReport {
  const { trueNegatives, falsePositives, falseNegatives, truePositives } = confusion
  const positive = classScores(truePositives, falsePositives, falseNegatives)
  const negative = classScores(trueNegatives, falseNegatives, falsePositives)
  const support = positive.support + negative.support
  const mean = (weightOfPositive: number): ClassScores => {
    const of = (name: 'precision' | 'recall' | 'f1') =>
      positive[name] * weightOfPositive + negative[name] * (1 - weightOfPositive)
    return { precision: of('precision'), recall: of('recall'), f1: of('f1'), support }
  }
  return {
    negative,
    positive,
    accuracy: (truePositives + trueNegatives) / support,
    macro: mean(0.5),
    weighted: mean(positive.support / support),
  }
}

/** Matthews' correlation coefficient; 0 where labels or predictions are all the same. */
export function matthewsCorrelation(confusion: ConfusionMatrix): number {
  const { trueNegatives, falsePositives, falseNegatives, truePositives } = confusion
  const covariance = truePositives * trueNegatives - falsePositives * falseNegatives
  const ofPredictions = (truePositives + falsePositives) * (trueNegatives + falseNegatives)
  const ofLabels = (truePositives + falseNegatives) * (trueNegatives + falsePositives)
  return ofPredictions === 0 || ofLabels === 0 ? 0 : covariance / Math.sqrt(ofPredictions) / Math.sqrt(ofLabels)
}

/**
 * Area under the ROC curve: the chance that a random row with label 1 scores above a random one with label 0, ties counted
 * by half. NaN where one label has no rows.
 */
export function rocAuc(labels: Uint8Array, scores: Float64Array): number {
  checkLengths(labels, scores)
  return areaUnderRoc(countByScore(labels, scores))
}

/** Σ (recall step) · precision over falling thresholds, without interpolation. 0 where no row has label 1. */
export function averagePrecision(labels: Uint8Array, scores: Float64Array): number {
  checkLengths(labels, scores)
  return meanPrecision(countByScore(labels, scores))
}

function areaUnderRoc({ truePositives, falsePositives }: CountsByScore): number {
  let doubled = 0
  let positives = 0
  let negatives = 0
  for (let i = 0; i < truePositives.length; i++) {
    doubled += (falsePositives[i]! - negatives) * (truePositives[i]! + positives)
    positives = truePositives[i]!
    negatives = falsePositives[i]!
  }
  return doubled / 2 / (positives * negatives)
}

function meanPrecision({ truePositives, falsePositives }: CountsByScore): number {
  let sum = 0
  let positives = 0
  for (let i = 0; i < truePositives.length; i++) {
    const precision = truePositives[i]! / (truePositives[i]! + falsePositives[i]!)
    sum += (truePositives[i]! - positives) * precision
    positives = truePositives[i]!
  }
  return positives === 0 ? 0 : sum / positives
}

/** Mean squared difference of probability and label. */
export function brierScore(labels: Uint8Array, probabilities: Float64Array): number {
  checkLengths(labels, probabilities)
  let sum = 0
  for (let i = 0; i < labels.length; i++) sum += (probabilities[i]! - labels[i]!) ** 2
  return sum / labels.length
}

/** Mean negative log likelihood in nats; probabilities are first clipped to ε … 1 − ε of the double. */
export function logLoss(labels: Uint8Array, probabilities: Float64Array): number {
  checkLengths(labels, probabilities)
  let sum = 0
  for (let i = 0; i < labels.length; i++) {
    const p = Math.min(Math.max(probabilities[i]!, Number.EPSILON), 1 - Number.EPSILON)
    sum -= Math.log(labels[i] === 1 ? p : 1 - p)
  }
  return sum / labels.length
}

function classScores(hits: number, wronglyPredicted: number, missed: number): ClassScores {
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
  return {
    precision: share(hits, hits + wronglyPredicted),
    recall: share(hits, hits + missed),
    f1: share(2 * hits, 2 * hits + wronglyPredicted + missed),
    support: hits + missed,
  }
}

function checkLengths(labels: Uint8Array, scores: Float64Array): void {
  if (labels.length !== scores.length) throw new RangeError(`${labels.length} labels but ${scores.length} scores`)
}
