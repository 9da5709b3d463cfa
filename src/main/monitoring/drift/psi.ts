import type { DriftTest } from './driftTest.ts'
import { binned, type Pair, shares } from './pair.ts'

/** Stands for the share of a level that was not seen, whose logarithm has no value. */
const LEAST_SHARE = 1e-4

/** What each level, or bin, adds to the population stability index: (q − p) · ln(q / p), shares of at least 0.0001. */
export function stabilityContributions(pair: Pair): Float64Array {
  const counts = binned(pair)
  const p = shares(counts.reference)
  const q = shares(counts.current)
  return p.map((share, level) => {
    const before = Math.max(share, LEAST_SHARE)
    const after = Math.max(q[level]!, LEAST_SHARE)
    return (after - before) * Math.log(after / before)
  })
}

/** Population stability index: Σ (q − p) · ln(q / p). By custom 0.1 is a moderate shift and 0.25 a large one. */
export const psi: DriftTest = {
  name: 'psi',
  label: 'drift.test.psi',
  fits: ['category', 'number'],
  threshold: 0.1,
  compare: (pair) => ({ value: stabilityContributions(pair).reduce((sum, part) => sum + part, 0), p: null }),
}
