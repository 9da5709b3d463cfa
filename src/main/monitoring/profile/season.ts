import type { Pair } from '../drift/pair.ts'
import type { Profile, Profiled } from './profile.ts'

/** How much each month of the reference counts, so that it has the seasons of what is current. */
export interface Season {
  /** Each month is compared to the same one of the reference. */
  matched: boolean
  /** 1-12: months of what is current that the reference does not hold. */
  absentMonths: number[]
  /** By month of the reference; what its rows are multiplied with. */
  weights: number[]
}

/** A month of the reference that holds fewer rows is too rough to stand for a part of the year. */
const LEAST_ROWS = 100

/**
 * Gives the reference the mix of calendar months of what is current: a December is compared to the reference's December.
 * Where a month is absent there, or nearly, all of the reference is taken as it is. The weighted rows count as many as the
 * mix is worth (Kish's effective size), so that tests are not too sure.
 */
export function matchSeason(reference: Profile, current: Profile): Season {
  const calendarMonth = (month: string) => Number(month.slice(5, 7))
  const byCalendar = (profile: Profile) => {
    const rows = new Map<number, number>()
    for (const [place, month] of profile.months.entries()) {
      rows.set(calendarMonth(month), (rows.get(calendarMonth(month)) ?? 0) + profile.rows[place]!)
    }
    return rows
  }
  const before = byCalendar(reference)
  const now = byCalendar(current)
  const least = Math.min(LEAST_ROWS, Math.max(1, reference.rows.reduce((sum, rows) => sum + rows, 0) / 100))
  const absentMonths = [...now.keys()].filter((month) => (before.get(month) ?? 0) < least).sort((a, b) => a - b)
  if (absentMonths.length > 0 || now.size === 0) {
    return { matched: false, absentMonths, weights: reference.months.map(() => 1) }
  }
  const rowsNow = [...now.values()].reduce((sum, rows) => sum + rows, 0)
  let inverse = 0
  for (const [month, rows] of now) inverse += (rows / rowsNow) ** 2 / before.get(month)!
  const effective = 1 / inverse
  const weights = reference.months.map((month) => {
    const share = (now.get(calendarMonth(month)) ?? 0) / rowsNow
    return (effective * share) / before.get(calendarMonth(month))!
  })
  return { matched: true, absentMonths: [], weights }
}

/** A column of the reference, its months weighted, beside the same column of what is current; undefined where they are not of a kind. */
export function pairOf(reference: Profiled, weights: readonly number[], current: Profiled): Pair | undefined {
  if (reference.kind === 'category' && current.kind === 'category') {
    const levels = [...new Set([...reference.levels, ...current.levels])]
    const places = new Map(levels.map((level, place) => [level, place]))
    const spread = (column: typeof reference, counts: Float64Array) => {
      const out = new Float64Array(levels.length)
      for (const [place, level] of column.levels.entries()) out[places.get(level)!] = counts[place]!
      return out
    }
    return {
      kind: 'category',
      levels,
      reference: spread(reference, summed(reference, weights)),
      current: spread(current, summed(current)),
    }
  }
  if (reference.kind === 'number' && current.kind === 'number') {
    const seen = [summed(reference), summed(current)]
    const cells = reference.sums.map((sum, cell) => ({
      cell,
      rows: seen[0]![cell]! + seen[1]![cell]!,
      sum: sum + (current.sums[cell] ?? 0),
    }))
    // A cell stands at the mean of its values: cells do not overlap, so the means ascend.
    const held = cells.filter(({ rows }) => rows > 0)
    const before = summed(reference, weights)
    return {
      kind: 'number',
      values: Float64Array.from(held, ({ sum, rows }) => sum / rows),
      reference: Float64Array.from(held, ({ cell }) => before[cell]!),
      current: Float64Array.from(held, ({ cell }) => seen[1]![cell]!),
    }
  }
  return undefined
}

/** Counts over the months, each times its weight. */
export function summed({ counts }: Profiled, weights?: readonly number[]): Float64Array {
  const out = new Float64Array(counts[0]?.length ?? 0)
  for (const [month, ofMonth] of counts.entries()) {
    const weight = weights?.[month] ?? 1
    if (weight === 0) continue
    for (let place = 0; place < ofMonth.length; place++) out[place]! += weight * ofMonth[place]!
  }
  return out
}
