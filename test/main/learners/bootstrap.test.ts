import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { basicInterval, bootstrap, interval, pairedPValue } from '../../../src/main/learners/metrics/bootstrap.ts'
import { expectedCalibrationError } from '../../../src/main/learners/metrics/curves.ts'
import { metricsOf } from '../../../src/main/learners/metrics/metrics.ts'
import { weightedScorer } from '../../../src/main/learners/metrics/weightedMetrics.ts'
import { createRandom } from '../../../src/main/random.ts'
import { createWorkerPool } from '../../../src/main/workers/pool.ts'

const oneThread = createWorkerPool({ threads: 1 })
const twoThreads = createWorkerPool({ threads: 2 })
afterAll(() => Promise.all([oneThread.close(), twoThreads.close()]))
const { signal } = new AbortController()

describe('scores of weighted rows', () => {
  const anyRows = fc.array(
    fc.record({
      label: fc.integer({ min: 0, max: 1 }),
      percent: fc.integer({ min: 0, max: 100 }),
      times: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 60 },
  )

  it('are those of the rows repeated so often', () => {
    fc.assert(
      fc.property(anyRows, (some) => {
        const rows = [...some, { label: 1, percent: 40, times: 1 }, { label: 0, percent: 60, times: 1 }]
        const columns = (of: typeof rows) => ({
          labels: Uint8Array.from(of, ({ label }) => label),
          probabilities: Float64Array.from(of, ({ percent }) => percent / 100),
        })
        const { labels, probabilities } = columns(rows)
        const times = Uint8Array.from(rows, (row) => row.times)
        const weighted = weightedScorer(labels, { probabilities, threshold: 0.3 })(times)

        // Equal probabilities keep the order of their rows, so that calibration bins cut them alike.
        const repeated = columns(rows.flatMap((row) => Array.from({ length: row.times }, () => row)))
        const expected = metricsOf(repeated.labels, repeated.probabilities, 0.3)
        for (const metric of ['average_precision', 'mcc', 'auc', 'brier'] as const) {
          expect(weighted[metric]).toBeCloseTo(expected[metric], 10)
        }
        const error = expectedCalibrationError(repeated.labels, repeated.probabilities)
        expect(weighted.calibration_error).toBeCloseTo(error, 10)
      }),
    )
  })
})

describe('bootstrap', () => {
  const rows = 2000
  const random = createRandom(5)
  const labels = new Uint8Array(new SharedArrayBuffer(rows))
  const good = new Float64Array(new SharedArrayBuffer(rows * 8))
  const poor = new Float64Array(new SharedArrayBuffer(rows * 8))
  for (let i = 0; i < rows; i++) {
    labels[i] = Number(random.uniform() < 0.25)
    good[i] = 1 / (1 + Math.exp(-(2.5 * labels[i]! - 1.5 + random.normal())))
    poor[i] = 1 / (1 + Math.exp(-(1.0 * labels[i]! - 1.5 + random.normal())))
  }
  const models = [good, poor, good].map((probabilities) => ({ probabilities, threshold: 0.5 }))
  const run = (pool = twoThreads, seed = 42) => bootstrap({ labels, models, resamples: 200, seed }, { pool, signal })

  it('does not take the noise of resamples for miscalibration', async () => {
    const { scores, resampled } = await run()
    const value = scores[0]!.calibration_error
    const { low, high } = basicInterval(value, resampled[0]!.calibration_error)
    expect(low).toBeGreaterThanOrEqual(0)
    expect(low + high).toBeLessThan(2 * value + 1e-12)
    expect(basicInterval(0.1, Float64Array.of(0.15, 0.12, 0.11))).toEqual({
      low: expect.closeTo(0.05, 12),
      high: expect.closeTo(0.09, 12),
    })
  })

  it('draws the same on one thread and on two, and otherwise with another seed', async () => {
    const first = await run(oneThread)
    expect(await run()).toEqual(first)
    expect((await run(twoThreads, 43)).resampled).not.toEqual(first.resampled)
  })

  it('shows all models the same draws', async () => {
    const { resampled } = await run()
    expect(resampled[2]).toEqual(resampled[0])
  })

  it('gives intervals around the score, as wide as theory says for a mean', async () => {
    const { scores, resampled } = await run()
    const { low, high } = interval(resampled[0]!.brier)
    const { brier } = scores[0]!
    expect(low).toBeLessThan(brier)
    expect(high).toBeGreaterThan(brier)
    const squares = Float64Array.from(good, (p, i) => (p - labels[i]!) ** 2)
    const variance = squares.reduce((sum, square) => sum + (square - brier) ** 2, 0) / rows
    const width = 2 * 1.96 * Math.sqrt(variance / rows)
    expect((high - low) / width).toBeGreaterThan(0.8)
    expect((high - low) / width).toBeLessThan(1.2)
  })

  it('tells a better model from a worse one, and equal ones not', async () => {
    const { resampled } = await run()
    const difference = (a: number, b: number) =>
      resampled[a]!.average_precision.map((value, k) => value - resampled[b]!.average_precision[k]!)
    expect(pairedPValue(difference(0, 1))).toBeCloseTo(2 / 201, 12)
    expect(pairedPValue(difference(0, 2))).toBe(1)
  })

  it('counts the rarer side of zero, and the sample itself, for the p-value', () => {
    const differences = Float64Array.of(-1, 1, 1, 1, 1, 1, 1, 1, 1)
    expect(pairedPValue(differences)).toBeCloseTo((2 * 2) / 10, 12)
  })

  it('stops when cancelled', async () => {
    const controller = new AbortController()
    const running = bootstrap(
      { labels, models, resamples: 100_000, seed: 1 },
      { pool: twoThreads, signal: controller.signal },
    )
    setTimeout(() => controller.abort(), 50)
    await expect(running).rejects.toThrow('cancelled')
  })
})
