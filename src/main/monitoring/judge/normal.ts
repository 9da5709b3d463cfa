import { createRandom } from '../../random.ts'
import type { DriftTest } from '../drift/driftTest.ts'
import { type Pair, total } from '../drift/pair.ts'
import { stabilityContributions } from '../drift/psi.ts'
import type { Profiled } from '../profile/profile.ts'
import { pairOf, summed } from '../profile/season.ts'

/** Draws of chance, and the most rows of one: with more, chance moves nothing by as much as a hundredth. */
const DRAWS = 20
const MOST_DRAWN = 20_000
/** A month with fewer rows says more of chance than of the month. */
const LEAST_MONTH_ROWS = 200
/** From so many months on the seasons cancel out, and halves of the year say what is normal. */
const LONG_WINDOW_MONTHS = 3

/**
 * Parts of the reference, each beside the rest of it: months where what is current is short, else its odd and even months.
 * What separates them is no drift.
 */
export function partsOfReference(reference: Profiled, windowMonths: number): Pair[] {
  const rows = reference.counts.map((counts) => counts.reduce((sum, count) => sum + count, 0))
  const months = rows.flatMap((count, month) => (count >= LEAST_MONTH_ROWS ? [month] : []))
  if (months.length < 2) return []
  const part = (isIn: (month: number) => boolean): Pair | undefined => {
    const weights = rows.map((_, month) => (isIn(month) ? 0 : 1))
    return pairOf(reference, weights, monthsOf(reference, isIn))
  }
  const parts =
    windowMonths >= LONG_WINDOW_MONTHS
      ? [part((month) => month % 2 === 0)]
      : months.map((only) => part((month) => month === only))
  return parts.filter((pair) => pair !== undefined)
}

/** Some months of a column; its cells keep their means. */
function monthsOf(column: Profiled, isIn: (month: number) => boolean): Profiled {
  const counts = column.counts.filter((_, month) => isIn(month))
  if (column.kind === 'category') return { ...column, counts }
  const all = summed(column)
  const some = summed({ ...column, counts })
  const sums = column.sums.map((sum, cell) => (all[cell] === 0 ? 0 : (sum * some[cell]!) / all[cell]!))
  return { ...column, counts, sums }
}

/** The largest value of a test without any drift: between parts of the reference, and by chance among so many rows. */
export function normalValue(test: DriftTest, pair: Pair, parts: readonly Pair[], stream: string): number {
  const between = parts.map((part) => test.compare(part).value)
  return Math.max(0, ...between, byChance(test, pair, stream))
}

/** The largest value among random draws of the reference, as many rows as are current. */
function byChance(test: DriftTest, pair: Pair, stream: string): number {
  const rows = Math.min(MOST_DRAWN, Math.round(total(pair.current)))
  const random = createRandom(0, `drift:${stream}`)
  const cumulative = new Float64Array(pair.reference.length)
  let sum = 0
  for (let i = 0; i < cumulative.length; i++) {
    sum += pair.reference[i]!
    cumulative[i] = sum
  }
  let largest = 0
  for (let draw = 0; draw < DRAWS; draw++) {
    const current = new Float64Array(cumulative.length)
    for (let row = 0; row < rows; row++) current[placeOf(cumulative, random.uniform() * sum)]! += 1
    largest = Math.max(largest, test.compare({ ...pair, current }).value)
  }
  return largest
}

function placeOf(cumulative: Float64Array, at: number): number {
  let low = 0
  let high = cumulative.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (at < cumulative[middle]!) high = middle
    else low = middle + 1
  }
  return low
}

/** The most that each level adds to the stability index between parts of the reference. */
export function normalContributions(levels: readonly string[], parts: readonly Pair[]): Float64Array {
  const most = new Float64Array(levels.length)
  const places = new Map(levels.map((level, place) => [level, place]))
  for (const part of parts) {
    if (part.kind !== 'category') continue
    for (const [place, contribution] of stabilityContributions(part).entries()) {
      const level = places.get(part.levels[place]!)
      if (level !== undefined) most[level] = Math.max(most[level]!, contribution)
    }
  }
  return most
}
