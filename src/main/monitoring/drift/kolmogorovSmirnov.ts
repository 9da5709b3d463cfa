import { twoSampleSurvival } from '../statistics/kolmogorov.ts'
import type { DriftTest, TestResult } from './driftTest.ts'
import { type Pair, total } from './pair.ts'

/** Two-sample Kolmogorov-Smirnov test, two-sided: the largest difference of the shares below a value. As SciPy's `ks_2samp`. */
export const kolmogorovSmirnov: DriftTest = {
  name: 'kolmogorov_smirnov',
  label: 'drift.test.kolmogorov_smirnov',
  fits: ['number'],
  threshold: 0.1,
  compare,
}

function compare(pair: Pair): TestResult {
  if (pair.kind !== 'number') throw new RangeError('the Kolmogorov-Smirnov test is of numbers')
  const reference = total(pair.reference)
  const current = total(pair.current)
  let largest = 0
  let referenceBelow = 0
  let currentBelow = 0
  for (let i = 0; i < pair.values.length; i++) {
    referenceBelow += pair.reference[i]!
    currentBelow += pair.current[i]!
    largest = Math.max(largest, Math.abs(referenceBelow / reference - currentBelow / current))
  }
  return { value: largest, p: twoSampleSurvival(largest, Math.round(reference), Math.round(current)) }
}
