import type { Category } from '../../columns.ts'
import { type Profile, type Profiled, type ProfiledNumber, profiledNamed } from './profile.ts'

/** Rows to be profiled, by column. */
export interface ProfiledRows {
  /** Local time of each row, ms since 1970 as if it were UTC. */
  dates: Float64Array
  categories: Readonly<Record<string, Category>>
  /** NaN where there is no value. */
  numbers: Readonly<Record<string, Float64Array>>
}

/** Cells of a column of numbers: fine enough that no statistic moves by 0.01 for them, and small to store. */
const CELLS = 128

/**
 * Counts rows by month and by level or range of values. Numbers are counted in the cells of `layout`, so that both can be
 * compared; without it in cells of about equal count.
 */
export function buildProfile({ dates, categories, numbers }: ProfiledRows, layout?: Profile): Profile {
  const { months, monthOf, rows } = monthsOf(dates)
  const names = { categories: Object.entries(categories), numbers: Object.entries(numbers) }
  return {
    months,
    rows,
    columns: [
      ...names.categories.map(([name, category]) => countLevels(name, category, monthOf, months.length)),
      ...names.numbers.map(([name, values]) => {
        const given = layout === undefined ? undefined : profiledNamed(layout, name)
        const edges = given?.kind === 'number' ? given.edges : edgesOf(values)
        return countCells(name, values, edges, monthOf, months.length)
      }),
    ],
  }
}

function monthsOf(dates: Float64Array): { months: string[]; monthOf: Int32Array; rows: number[] } {
  const places = new Map<number, number>()
  const number = new Int32Array(dates.length)
  // Days repeat: the calendar is asked once for each.
  const byDay = new Map<number, number>()
  for (let row = 0; row < dates.length; row++) {
    const day = Math.floor(dates[row]! / 86_400_000)
    let month = byDay.get(day)
    if (month === undefined) {
      const date = new Date(day * 86_400_000)
      month = date.getUTCFullYear() * 12 + date.getUTCMonth()
      byDay.set(day, month)
      places.set(month, 0)
    }
    number[row] = month
  }
  const ascending = [...places.keys()].sort((a, b) => a - b)
  for (const [place, month] of ascending.entries()) places.set(month, place)
  const rows = ascending.map(() => 0)
  const monthOf = number.map((month) => places.get(month)!)
  for (const place of monthOf) rows[place]! += 1
  const name = (month: number) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
  return { months: ascending.map(name), monthOf, rows }
}

function countLevels(name: string, { codes, levels }: Category, monthOf: Int32Array, months: number): Profiled {
  const counts = Array.from({ length: months }, () => new Array<number>(levels.length).fill(0))
  const missing = new Array<number>(months).fill(0)
  for (let row = 0; row < codes.length; row++) {
    const month = monthOf[row]!
    if (codes[row] === -1) missing[month]! += 1
    else counts[month]![codes[row]!]! += 1
  }
  return { name, kind: 'category', levels: [...levels], counts, missing }
}

/** Where cells end: at each distinct value where these are few, else at quantiles. */
function edgesOf(values: Float64Array): number[] {
  const known = values.filter((value) => !Number.isNaN(value)).sort()
  const distinct: number[] = []
  for (let i = 0; i < known.length && distinct.length <= CELLS; i++) {
    if (known[i] !== distinct.at(-1)) distinct.push(known[i]!)
  }
  const ends =
    distinct.length <= CELLS
      ? distinct
      : Array.from({ length: CELLS - 1 }, (_, cell) => known[Math.floor(((cell + 1) * known.length) / CELLS)]!)
  return [...new Set(ends)]
}

function countCells(
  name: string,
  values: Float64Array,
  edges: readonly number[],
  monthOf: Int32Array,
  months: number,
): ProfiledNumber {
  const cells = edges.length + 1
  const ends = Float64Array.from(edges)
  const counts = Array.from({ length: months }, () => new Array<number>(cells).fill(0))
  const sums = new Array<number>(cells).fill(0)
  const missing = new Array<number>(months).fill(0)
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!
    const month = monthOf[row]!
    if (Number.isNaN(value)) {
      missing[month]! += 1
      continue
    }
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (value <= ends[middle]!) high = middle
      else low = middle + 1
    }
    counts[month]![low]! += 1
    sums[low]! += value
  }
  return { name, kind: 'number', edges: [...edges], counts, sums, missing }
}
