import type { DriftTest } from './driftTest.ts'
import { binned, type Pair, shares } from './pair.ts'

/** Jensen-Shannon distance, base 2: 0 for equal distributions, 1 for those that share no level. As SciPy's `jensenshannon`. */
export const jensenShannon: DriftTest = {
  name: 'jensen_shannon',
  label: 'drift.test.jensen_shannon',
  fits: ['category', 'number'],
  threshold: 0.1,
  compare: (pair) => ({ value: distance(pair), p: null }),
}

function distance(pair: Pair): number {
  const counts = binned(pair)
  const p = shares(counts.reference)
  const q = shares(counts.current)
  let divergence = 0
  for (let level = 0; level < p.length; level++) {
    const mean = (p[level]! + q[level]!) / 2
    if (p[level]! > 0) divergence += (p[level]! / 2) * Math.log2(p[level]! / mean)
    if (q[level]! > 0) divergence += (q[level]! / 2) * Math.log2(q[level]! / mean)
  }
  return Math.sqrt(Math.max(0, divergence))
}
