import { describe, expect, it } from 'vitest'
import { halfWidth, neededRows, tightestAt } from '../../../src/main/monitoring/contest/confidenceSequence.ts'
import { createRandom } from '../../../src/main/random.ts'

const ALPHA = 0.05

/** Looks after every row from the hundredth on; the first row at which 0 lies outside the interval, if any. */
function firstSure(seed: number, rows: number, mean: number, interval: (rows: number, sd: number) => number) {
  const random = createRandom(seed, 'peeking')
  let sum = 0
  let squares = 0
  for (let row = 1; row <= rows; row++) {
    // As differences of squared errors are: most incidents near zero, some far off, skewed.
    const x = mean + 0.2 * (random.uniform() < 0.2 ? random.normal() : 0.1 * random.normal())
    sum += x
    squares += x * x
    if (row < 100) continue
    const m = sum / row
    const sd = Math.sqrt((squares - row * m * m) / (row - 1))
    if (Math.abs(m) > interval(row, sd)) return row
  }
  return undefined
}

const SD = 0.2 * Math.sqrt(0.2 + 0.8 * 0.01)

describe('the interval that holds at all times', () => {
  it('is the published formula', () => {
    // Worked out in Python from theorem 2.2 and the supplement's equation 10.
    const rho = tightestAt(10_000, ALPHA)
    expect(rho).toBeCloseTo(0.02963410269947932, 14)
    expect(halfWidth(1000, 0.3, ALPHA, rho)).toBeCloseTo(0.035701384420972225, 14)
    expect(halfWidth(10_000, 0.3, ALPHA, rho)).toBeCloseTo(0.009106339189907792, 14)
  })

  it('sees a difference that is not there in no more than 5 % of trials, looking after every row; a t-test in many', () => {
    const rho = tightestAt(1000, ALPHA)
    const trials = Array.from({ length: 600 }, (_, seed) => seed)
    const fooled = (interval: (rows: number, sd: number) => number) =>
      trials.filter((seed) => firstSure(seed, 3000, 0, interval) !== undefined).length / trials.length
    expect(fooled((rows, sd) => halfWidth(rows, sd, ALPHA, rho))).toBeLessThanOrEqual(0.05)
    expect(fooled((rows, sd) => (1.96 * sd) / Math.sqrt(rows))).toBeGreaterThan(0.2)
  })

  it('finds a difference as large as planned in 80 % of trials by the planned rows', () => {
    const difference = 0.01
    const rows = neededRows(difference, SD, ALPHA)
    const rho = tightestAt(rows, ALPHA)
    const trials = Array.from({ length: 300 }, (_, seed) => seed)
    const interval = (n: number, sd: number) => halfWidth(n, sd, ALPHA, rho)
    const found = trials.filter((seed) => firstSure(seed, rows, difference, interval) !== undefined)
    expect(found.length / trials.length).toBeGreaterThanOrEqual(0.8)
  })

  it('needs four times the rows for half the difference', () => {
    const ratio = neededRows(0.001, 0.07, ALPHA) / neededRows(0.002, 0.07, ALPHA)
    expect(ratio).toBeCloseTo(4, 2)
  })
})
