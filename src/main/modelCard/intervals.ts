import type { Estimate } from '../../shared/modelCard/modelCard.ts'

/**
 * The standard normal quantile of p in (0, 1): Acklam's rational approximation, relative error below 1.2e-9.
 * https://web.archive.org/web/20151030215612/http://home.online.no/~pjacklam/notes/invnorm/
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`p must lie in (0, 1), not ${p}`)
  if (p > 1 - TAIL) return -normalQuantile(1 - p)
  if (p < TAIL) {
    const q = Math.sqrt(-2 * Math.log(p))
    return polynomial(TAIL_TOP, q) / (polynomial(TAIL_BOTTOM, q) * q + 1)
  }
  const q = p - 0.5
  const r = q * q
  return (polynomial(MIDDLE_TOP, r) * q) / (polynomial(MIDDLE_BOTTOM, r) * r + 1)
}

const TAIL = 0.02425
const MIDDLE_TOP = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
]
const MIDDLE_BOTTOM = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
]
const TAIL_TOP = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
]
const TAIL_BOTTOM = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416]

/** By Horner's rule, the highest power first. */
function polynomial(coefficients: number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)
}

/** A share of `hits` in `rows` with Wilson's score interval at ±z (Wilson, 1927): sound also for few rows and near 0 or 1. */
export function wilsonInterval(hits: number, rows: number, z: number): Estimate {
  const value = hits / rows
  const scale = 1 + (z * z) / rows
  const middle = (value + (z * z) / (2 * rows)) / scale
  const half = (z / scale) * Math.sqrt((value * (1 - value)) / rows + (z * z) / (4 * rows * rows))
  return { value, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/**
 * Mean probability less the share of label 1, at ±z standard errors: the larger of the error that the residuals show and
 * the one that the probabilities themselves imply, √Σp(1 − p) / n, so that a few rows without an arrest prove nothing.
 */
export function calibrationGap(labels: Uint8Array, probabilities: Float64Array, z: number): Estimate {
  const rows = labels.length
  let sum = 0
  let squares = 0
  let implied = 0
  for (let i = 0; i < rows; i++) {
    const residual = probabilities[i]! - labels[i]!
    sum += residual
    squares += residual * residual
    implied += probabilities[i]! * (1 - probabilities[i]!)
  }
  const value = sum / rows
  const shown = Math.max(0, squares - rows * value * value)
  const half = (z * Math.sqrt(Math.max(shown, implied))) / rows
  return { value, low: value - half, high: value + half }
}

/**
 * Area under the ROC curve at ±z standard errors after DeLong, DeLong & Clarke-Pearson (1988), by midranks (Sun & Xu,
 * 2014). NaN where one label has fewer than two rows.
 */
export function aucInterval(labels: Uint8Array, scores: Float64Array, z: number): Estimate {
  const ones = scores.filter((_, row) => labels[row] === 1).sort()
  const zeros = scores.filter((_, row) => labels[row] !== 1).sort()
  // A row's placement: the share of the other class that it is ranked above, ties by half.
  const ofOnes = placements(ones, zeros)
  const ofZeros = placements(zeros, ones)
  const value = mean(ofOnes)
  const half = z * Math.sqrt(variance(ofOnes) / ones.length + variance(ofZeros) / zeros.length)
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) }
}

/** For each of `scores`, the share of `others` below it, equal ones by half; both in rising order. */
function placements(scores: Float64Array, others: Float64Array): Float64Array {
  let below = 0
  let notAbove = 0
  return scores.map((score) => {
    while (below < others.length && others[below]! < score) below += 1
    while (notAbove < others.length && others[notAbove]! <= score) notAbove += 1
    return (below + notAbove) / 2 / others.length
  })
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function variance(values: Float64Array): number {
  const middle = mean(values)
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)
}
