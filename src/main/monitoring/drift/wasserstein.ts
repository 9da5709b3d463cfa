import type { DriftTest } from './driftTest.ts'
import { type Pair, shares } from './pair.ts'

/** Reference values that are all equal have no spread to measure in. */
const LEAST_SPREAD = 1e-3

/**
 * Wasserstein distance (SciPy's `wasserstein_distance`) in standard deviations (ddof 0) of the reference: how far its
 * values must be moved on average.
 */
export const wasserstein: DriftTest = {
  name: 'wasserstein',
  label: 'drift.test.wasserstein',
  fits: ['number'],
  threshold: 0.1,
  compare: (pair) => ({ value: distance(pair), p: null }),
}

function distance(pair: Pair): number {
  if (pair.kind !== 'number') throw new RangeError('the Wasserstein distance is of numbers')
  const { values } = pair
  const p = shares(pair.reference)
  const q = shares(pair.current)
  let mean = 0
  for (let i = 0; i < values.length; i++) mean += p[i]! * values[i]!
  let variance = 0
  let moved = 0
  // Share of the reference below, less that of what is current.
  let ahead = 0
  for (let i = 0; i < values.length; i++) {
    variance += p[i]! * (values[i]! - mean) ** 2
    if (i > 0) moved += Math.abs(ahead) * (values[i]! - values[i - 1]!)
    ahead += p[i]! - q[i]!
  }
  return moved / Math.max(Math.sqrt(variance), LEAST_SPREAD)
}
