import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFieldShares } from '../../../src/main/pipeline/featurizer/fieldShares.ts'

const rateOf = (logOdds: number) => 1 / (1 + Math.exp(-logOdds))
const FEATURES = ['iucr_rate', 'iucr_and_location_description_rate', 'domestic_tag', 'block_and_hour_rate']
// Log odds 0.
const OVERALL = 0.5

function sharesOf(feature: number, row: number[], overall: number | undefined = OVERALL): Record<string, number> {
  const shares = createFieldShares(FEATURES, overall).of(feature, row)
  return Object.fromEntries(shares.map(({ field, share }) => [field, share]))
}

describe('the shares of fields in a feature’s effect', () => {
  it('are whole where it is made of one field', () => {
    expect(createFieldShares(FEATURES, OVERALL).fields).toEqual([
      ...['iucr', 'location_description', 'domestic', 'block', 'date'],
    ])
    expect(sharesOf(0, [0.9, 0.9, 0, 0.5])).toEqual({ iucr: 1 })
    expect(sharesOf(2, [0.9, 0.9, 0, 0.5])).toEqual({ domestic: 1 })
  })

  it('go by how far each column moves the rate', () => {
    // The code takes the log odds from 0 to 3, the place on to 4.
    const shares = sharesOf(1, [rateOf(3), rateOf(4), 0, 0.5])
    expect(shares.iucr).toBeCloseTo(0.75, 9)
    expect(shares.location_description).toBeCloseTo(0.25, 9)
  })

  it('are alike of the columns after the last wider group whose rate is known', () => {
    const features = ['iucr_rate', 'iucr_and_block_and_hour_rate']
    // The code takes the log odds from 0 to 2, block and hour on to 4.
    const shares = createFieldShares(features, OVERALL).of(1, [rateOf(2), rateOf(4)])
    expect(shares.map(({ field }) => field)).toEqual(['iucr', 'block', 'date'])
    for (const [k, part] of [0.5, 0.25, 0.25].entries()) expect(shares[k]!.share).toBeCloseTo(part, 9)
  })

  it('have the other sign where a column moves it back', () => {
    // To 4, and back to 3.
    const shares = sharesOf(1, [rateOf(4), rateOf(3), 0, 0.5])
    expect(shares.iucr).toBeCloseTo(4 / 3, 9)
    expect(shares.location_description).toBeCloseTo(-1 / 3, 9)
  })

  it('are by size where the columns cancel each other out', () => {
    const shares = sharesOf(1, [rateOf(2), rateOf(0), 0, 0.5])
    expect(shares.iucr).toBeCloseTo(0.5, 6)
    expect(shares.location_description).toBeCloseTo(0.5, 6)
  })

  it('are equal where the wider group’s rate is no feature, nothing moved, or nothing is known', () => {
    expect(sharesOf(3, [0.5, 0.5, 0, rateOf(2)])).toEqual({ block: 0.5, date: 0.5 })
    expect(sharesOf(1, [0.5, 0.5, 0, 0.5])).toEqual({ iucr: 0.5, location_description: 0.5 })
    expect(sharesOf(1, [Number.NaN, Number.NaN, 0, 0.5])).toEqual({ iucr: 0.5, location_description: 0.5 })
    expect(createFieldShares(FEATURES, undefined).of(1, [0.9, 0.8, 0, 0.5])).toEqual([
      { field: 'iucr', share: 0.5 },
      { field: 'location_description', share: 0.5 },
    ])
  })

  it('sum to 1 and stay small, whatever the rates are, and do not jump', () => {
    const rate = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(rate, rate, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (wider, own, overall) => {
        const shares = Object.values(sharesOf(1, [wider, own, 0, 0.5], overall))
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6)
        for (const share of shares) expect(Math.abs(share)).toBeLessThanOrEqual(3)
      }),
    )
    const odds = fc.double({ min: -5, max: 5, noNaN: true })
    fc.assert(
      fc.property(odds, odds, (first, second) => {
        fc.pre(Math.abs(first) > 0.1)
        const at = (moved: number) => sharesOf(1, [rateOf(first), rateOf(second + moved), 0, 0.5]).iucr!
        expect(Math.abs(at(1e-6) - at(0))).toBeLessThan(1e-3)
      }),
    )
  })
})
