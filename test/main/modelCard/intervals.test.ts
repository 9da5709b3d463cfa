import { describe, expect, it } from 'vitest'
import { aucInterval, calibrationGap, normalQuantile, wilsonInterval } from '../../../src/main/modelCard/intervals.ts'
import { createRandom } from '../../../src/main/random.ts'

describe('the normal quantile', () => {
  // scipy.stats.norm.ppf
  it.each([
    [0.975, 1.959963984540054],
    [0.5, 0],
    [0.9996753, 3.410096069853473],
    [1e-6, -4.753424308822899],
    [0.02, -2.053748910631823],
  ])('of %f is scipy’s', (p, quantile) => expect(normalQuantile(p)).toBeCloseTo(quantile, 4))

  it('is refused for what is no probability', () => expect(() => normalQuantile(1)).toThrow(RangeError))
})

describe('Wilson’s interval', () => {
  // statsmodels.stats.proportion.proportion_confint(hits, rows, method="wilson")
  it.each([
    [5, 20, 0.11186147, 0.46870134],
    [0, 10, 0, 0.2775328],
    [10, 10, 0.7224672, 1],
  ])('of %d in %d is statsmodels’', (hits, rows, low, high) => {
    const interval = wilsonInterval(hits, rows, 1.959963984540054)
    expect(interval.value).toBe(hits / rows)
    expect(interval.low).toBeCloseTo(low, 6)
    expect(interval.high).toBeCloseTo(high, 6)
  })
})

describe('the interval of an AUC', () => {
  const random = createRandom(3, 'auc')
  const labels = Uint8Array.from({ length: 120 }, () => Number(random.uniform() < 0.3))
  // Rounded, so that there are ties.
  const scores = Float64Array.from(labels, (label) => Math.round(10 * (random.uniform() + 0.4 * label)) / 10)

  it('is DeLong’s, as all pairs of rows give it', () => {
    const [ones, zeros] = [1, 0].map((label) => [...scores].filter((_, row) => labels[row] === label))
    const wins = (a: number, b: number) => (a > b ? 1 : a === b ? 0.5 : 0)
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = (values: number[]) =>
      values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1)
    const ofOnes = ones!.map((one) => mean(zeros!.map((zero) => wins(one, zero))))
    const ofZeros = zeros!.map((zero) => mean(ones!.map((one) => wins(one, zero))))
    const error = Math.sqrt(variance(ofOnes) / ones!.length + variance(ofZeros) / zeros!.length)

    const { value, low, high } = aucInterval(labels, scores, 1.5)
    expect(value).toBeCloseTo(mean(ofOnes), 12)
    expect(low).toBeCloseTo(value - 1.5 * error, 12)
    expect(high).toBeCloseTo(value + 1.5 * error, 12)
  })
})

describe('the gap of calibration', () => {
  it('is the mean probability less the share of ones', () => {
    const { value, low, high } = calibrationGap(Uint8Array.of(1, 0, 0, 0), Float64Array.of(0.6, 0.5, 0.4, 0.5), 2)
    expect(value).toBeCloseTo(0.25, 12)
    // √Σp(1 − p) / n is the larger error here: √(0.24 + 0.25 + 0.24 + 0.25) / 4.
    expect(high - value).toBeCloseTo((2 * Math.sqrt(0.98)) / 4, 12)
    expect(value - low).toBeCloseTo(high - value, 12)
  })
})
