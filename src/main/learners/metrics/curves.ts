/** Points of a curve to draw, from left to right. */
export interface Curve {
  x: number[]
  y: number[]
}

/** Rows scored at or above each distinct score, in falling order of score. */
export interface CountsByScore {
  thresholds: Float64Array
  truePositives: Float64Array
  falsePositives: Float64Array
}

/** A drawn curve strays from the whole one by at most this much of an axis; some 300 points remain of any number. */
const PLOT_STEP = 1 / 150

/** True and false positives when every row that scores at least a threshold is predicted true, for each distinct score. */
export function countByScore(labels: Uint8Array, scores: Float64Array): CountsByScore {
  const [negatives, positives] = sortedByLabel(labels, scores)
  const thresholds = new Float64Array(scores.length)
  const truePositives = new Float64Array(scores.length)
  const falsePositives = new Float64Array(scores.length)
  let distinct = 0
  let i = positives.length - 1
  let j = negatives.length - 1
  while (i >= 0 || j >= 0) {
    const score = Math.max(positives[i] ?? Number.NEGATIVE_INFINITY, negatives[j] ?? Number.NEGATIVE_INFINITY)
    while (i >= 0 && positives[i]! === score) i -= 1
    while (j >= 0 && negatives[j]! === score) j -= 1
    thresholds[distinct] = score
    truePositives[distinct] = positives.length - 1 - i
    falsePositives[distinct++] = negatives.length - 1 - j
  }
  return {
    thresholds: thresholds.subarray(0, distinct),
    truePositives: truePositives.subarray(0, distinct),
    falsePositives: falsePositives.subarray(0, distinct),
  }
}

/** ROC curve: false positive rate (x) against true positive rate (y), from (0, 0) to (1, 1). NaN rates for a lone class. */
export function rocCurve(labels: Uint8Array, scores: Float64Array, step = PLOT_STEP): Curve {
  const { truePositives, falsePositives } = countByScore(labels, scores)
  const positives = truePositives.at(-1) ?? 0
  const negatives = falsePositives.at(-1) ?? 0
  const x = [0, ...Array.from(falsePositives, (count) => count / negatives)]
  const y = [0, ...Array.from(truePositives, (count) => count / positives)]
  return thinned({ x, y }, step)
}

/** Precision-recall curve: recall (x) against precision (y), from recall 0, where precision is taken as 1, upward. */
export function precisionRecallCurve(labels: Uint8Array, scores: Float64Array, step = PLOT_STEP): Curve {
  const { truePositives, falsePositives } = countByScore(labels, scores)
  const positives = truePositives.at(-1) ?? 0
  const x = [0, ...Array.from(truePositives, (count) => count / positives)]
  const y = [1, ...Array.from(truePositives, (count, i) => count / (count + falsePositives[i]!))]
  return thinned({ x, y }, step)
}

/** One bin of a reliability curve. */
export interface CalibrationBin {
  /** Mean of the probabilities in the bin. */
  predicted: number
  /** Share of its rows with label 1. */
  observed: number
  rows: number
}

/** Reliability curve: rows in rising order of probability, cut into `bins` of equal count (the first ones a row larger; equal probabilities in the order of their rows). */
export function calibrationCurve(labels: Uint8Array, probabilities: Float64Array, bins = 15): CalibrationBin[] {
  const order = Uint32Array.from(probabilities, (_, row) => row).sort((a, b) => probabilities[a]! - probabilities[b]!)
  const count = Math.min(bins, order.length)
  const least = Math.floor(order.length / count)
  const larger = order.length % count
  let from = 0
  return Array.from({ length: count }, (_, bin) => {
    const rows = order.subarray(from, from + least + (bin < larger ? 1 : 0))
    from += rows.length
    let predicted = 0
    let observed = 0
    for (const row of rows) {
      predicted += probabilities[row]!
      observed += labels[row]!
    }
    return { predicted: predicted / rows.length, observed: observed / rows.length, rows: rows.length }
  })
}

/** Expected calibration error: mean over the rows of how far their bin's mean probability is from its share of label 1. */
export function expectedCalibrationError(labels: Uint8Array, probabilities: Float64Array, bins = 15): number {
  let sum = 0
  for (const { predicted, observed, rows } of calibrationCurve(labels, probabilities, bins)) {
    sum += rows * Math.abs(predicted - observed)
  }
  return sum / labels.length
}

/** The scores of the rows with label 0 and of those with label 1, each in rising order. */
function sortedByLabel(labels: Uint8Array, scores: Float64Array): [negatives: Float64Array, positives: Float64Array] {
  const positives = new Float64Array(scores.length)
  const negatives = new Float64Array(scores.length)
  let ones = 0
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]!
    if (Number.isNaN(score)) throw new RangeError(`the score of row ${row} is not a number`)
    if (labels[row] === 1) positives[ones++] = score
    else negatives[row - ones] = score
  }
  return [negatives.subarray(0, scores.length - ones).sort(), positives.subarray(0, ones).sort()]
}

/** Drops points while what is left strays from them by less than `step` in x and in y; jumps stay as they are. */
function thinned({ x, y }: Curve, step: number): Curve {
  const strays = (i: number, from: number) => Math.abs(x[i]! - x[from]!) >= step || Math.abs(y[i]! - y[from]!) >= step
  const kept = [0]
  let last = 0
  for (let i = 1; i < x.length; i++) {
    if (!strays(i, last)) continue
    if (i - 1 > last) kept.push(i - 1)
    last = i - 1
    if (!strays(i, last)) continue
    kept.push(i)
    last = i
  }
  if (kept.at(-1) !== x.length - 1) kept.push(x.length - 1)
  return { x: kept.map((i) => x[i]!), y: kept.map((i) => y[i]!) }
}
