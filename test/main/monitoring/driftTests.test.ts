import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { appRoot } from '../../../src/main/appRoot.ts'
import { driftTest } from '../../../src/main/monitoring/drift/driftTests.ts'
import { type Pair, pairOfNumbers } from '../../../src/main/monitoring/drift/pair.ts'
import { oneSampleSurvival } from '../../../src/main/monitoring/statistics/kolmogorov.ts'
import type { DriftTestName } from '../../../src/shared/monitoring/drift.ts'

const counts = z.array(z.number())
const samples = { reference: counts, current: counts }
const reference = z
  .object({
    categories: z.array(
      z.object({ ...samples, psi: z.number(), jensen_shannon: z.number(), chi_square: z.number(), p: z.number() }),
    ),
    numbers: z.array(z.object({ ...samples, kolmogorov_smirnov: z.number(), p: z.number(), wasserstein: z.number() })),
    many: z.array(z.object({ ...samples, values: counts, kolmogorov_smirnov: z.number(), p: z.number() })),
    survival: z.array(z.object({ n: z.number(), x: z.number(), p: z.number() })),
  })
  .parse(JSON.parse(readFileSync(join(appRoot, 'test', 'reference', 'drift.json'), 'utf8')))

const statistic = (name: DriftTestName, pair: Pair) => driftTest(name).compare(pair).value
const pOf = (name: DriftTestName, pair: Pair) => driftTest(name).compare(pair).p

function categories(before: number[], now: number[]): Pair {
  const levels = before.map((_, level) => String(level))
  return { kind: 'category', levels, reference: Float64Array.from(before), current: Float64Array.from(now) }
}

describe('drift statistics equal those of SciPy', () => {
  it.each(reference.categories)('of levels, case %#', (expected) => {
    const pair = categories(expected.reference, expected.current)
    expect(statistic('psi', pair)).toBeCloseTo(expected.psi, 9)
    expect(statistic('jensen_shannon', pair)).toBeCloseTo(expected.jensen_shannon, 9)
    expect(statistic('chi_square', pair) / expected.chi_square).toBeCloseTo(1, 9)
    expect(pOf('chi_square', pair)).toBeCloseTo(expected.p, 9)
  })

  it.each(reference.numbers)('of few numbers, whose p-value is exact, case %#', (expected) => {
    const pair = pairOfNumbers(expected.reference, expected.current)
    expect(statistic('kolmogorov_smirnov', pair)).toBeCloseTo(expected.kolmogorov_smirnov, 9)
    expect(pOf('kolmogorov_smirnov', pair)).toBeCloseTo(expected.p, 9)
    expect(statistic('wasserstein', pair)).toBeCloseTo(expected.wasserstein, 9)
  })

  it.each(reference.many)('of many numbers, case %#', ({ values, kolmogorov_smirnov, p, ...sides }) => {
    const pair: Pair = {
      kind: 'number',
      values: Float64Array.from(values),
      reference: Float64Array.from(sides.reference),
      current: Float64Array.from(sides.current),
    }
    expect(statistic('kolmogorov_smirnov', pair)).toBeCloseTo(kolmogorov_smirnov, 9)
    expect(pOf('kolmogorov_smirnov', pair)).toBeCloseTo(p, 9)
  })

  it.each(reference.survival)("of Kolmogorov's distribution with $n rows at $x", ({ n, x, p }) => {
    expect(oneSampleSurvival(x, n)).toBeCloseTo(p, 9)
  })
})

describe('the population stability index', () => {
  it('of numbers is that of ten bins of equal count in the reference', () => {
    const before = Array.from({ length: 1000 }, (_, k) => k)
    // A tenth of the rows moves from the lowest bin to the highest: (0 → 0.0001) and (0.1 → 0.2).
    const now = before.map((value) => (value < 100 ? 999 : value))
    const expected = (0.1 - 1e-4) * Math.log(0.1 / 1e-4) + 0.1 * Math.log(2)
    expect(statistic('psi', pairOfNumbers(before, now))).toBeCloseTo(expected, 9)
  })
})
