import { chiSquareSurvival } from '../statistics/gamma.ts'
import type { DriftTest, TestResult } from './driftTest.ts'
import { type Pair, total } from './pair.ts'

/** Chi-square test that both have the same shares of each level. As SciPy's `chi2_contingency` without correction. */
export const chiSquare: DriftTest = {
  name: 'chi_square',
  label: 'drift.test.chi_square',
  fits: ['category'],
  threshold: null,
  compare,
}

function compare(pair: Pair): TestResult {
  const reference = total(pair.reference)
  const current = total(pair.current)
  const all = reference + current
  let value = 0
  let levels = 0
  for (let level = 0; level < pair.reference.length; level++) {
    const seen = pair.reference[level]! + pair.current[level]!
    if (seen === 0) continue
    levels += 1
    const expectedBefore = (seen * reference) / all
    const expectedNow = (seen * current) / all
    value += (pair.reference[level]! - expectedBefore) ** 2 / expectedBefore
    value += (pair.current[level]! - expectedNow) ** 2 / expectedNow
  }
  return { value, p: levels < 2 ? 1 : chiSquareSurvival(value, levels - 1) }
}

/** Levels that are seen less often are one level to the test: its approximation needs about five rows in each. */
const LEAST_EXPECTED = 5

/** The pair with its rare levels as one, as the chi-square test needs them. */
export function withRareLevelsTogether(pair: Pair & { kind: 'category' }): Pair {
  const reference = total(pair.reference)
  const current = total(pair.current)
  const smaller = Math.min(reference, current) / (reference + current)
  const isRare = (level: number) => (pair.reference[level]! + pair.current[level]!) * smaller < LEAST_EXPECTED
  const kept = pair.levels.flatMap((_, level) => (isRare(level) ? [] : [level]))
  const others = pair.levels.flatMap((_, level) => (isRare(level) ? [level] : []))
  const gathered = (counts: Float64Array) =>
    Float64Array.from([
      ...kept.map((level) => counts[level]!),
      ...(others.length === 0 ? [] : [others.reduce((sum, level) => sum + counts[level]!, 0)]),
    ])
  const levels = [...kept.map((level) => pair.levels[level]!), ...(others.length === 0 ? [] : ['…'])]
  return { kind: 'category', levels, reference: gathered(pair.reference), current: gathered(pair.current) }
}
