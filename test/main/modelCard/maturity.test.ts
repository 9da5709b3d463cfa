import { describe, expect, it } from 'vitest'
import { labelMaturity, type Records } from '../../../src/main/modelCard/maturity.ts'
import { createRandom } from '../../../src/main/random.ts'

/** A year of incidents that were all seen last on day 400; 10 % of the arrests became known 30 days late. */
function year({ late = 0.1, refreshedOn = undefined as number | undefined } = {}): Records {
  const random = createRandom(1, 'year')
  const rows = 40_000
  const date = Float64Array.from({ length: rows }, () => 365 * random.uniform())
  const arrest = Float64Array.from(date, () => Number(random.uniform() < 0.3))
  const updated = date.map((day, row) => {
    if (refreshedOn !== undefined && random.uniform() < 0.8) return refreshedOn + 0.5
    const other = random.uniform() < 0.2 ? 60 * random.uniform() : 7
    return Math.min(400, day + (arrest[row] === 1 && random.uniform() < late ? Math.max(30, other) : other))
  })
  return { date, updated, arrest }
}

describe('how much the newest weeks understate arrests', () => {
  it('is the excess of late changes among arrests', () => {
    const { status, as_of, weeks, mature } = labelMaturity(year())
    expect({ status, as_of, weeks: weeks.length }).toEqual({ status: 'estimated', as_of: '1971-02-05', weeks: 8 })
    expect(mature).toBeGreaterThan(20_000)
    const young = labelMaturity({ ...year(), updated: year().updated.map((day) => Math.min(day, 372)) }).weeks
    // A week old: the tenth that is 30 days late is missing. Two months old: nothing is.
    expect(young[0]!.age_days).toBeLessThan(14)
    expect(young[0]!.missing).toBeGreaterThan(0.08)
    expect(young[0]!.missing).toBeLessThan(0.12)
    expect(young.at(-1)!.missing).toBeLessThan(0.02)
  })

  it('is nothing where arrests come no later than all else', () => {
    for (const { missing } of labelMaturity(year({ late: 0 })).weeks) expect(missing).toBeLessThan(0.02)
  })

  it('is not known where the portal rewrote the records', () => {
    const { status, refreshed, weeks } = labelMaturity(year({ refreshedOn: 390 }))
    expect(status).toBe('refreshed')
    expect(refreshed).toBeCloseTo(0.8, 1)
    expect(weeks.map(({ missing }) => missing)).toEqual(new Array(8).fill(null))
  })

  it('is not known of a few new records, nor without dates of change', () => {
    const { date, updated, arrest } = year()
    const few = labelMaturity({ date: date.slice(0, 50), updated: updated.slice(0, 50), arrest: arrest.slice(0, 50) })
    expect(few.status).toBe('too_few')
    expect(labelMaturity({ date, updated: updated.map(() => Number.NaN), arrest })).toMatchObject({
      ...{ status: 'no_dates', as_of: null },
      weeks: expect.arrayContaining([expect.objectContaining({ missing: null, age_days: null })]),
    })
  })
})
