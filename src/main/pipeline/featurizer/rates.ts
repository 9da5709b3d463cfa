import { z } from 'zod'
import { RATE_KEYS, type RateKey } from '../../../shared/pipeline/recipe.ts'
import { hourOf } from './calendar.ts'

/**
 * Arrest rates of groups of incidents as features (target encoding). A group is what shares the values of some columns.
 * Its rate is shrunk to that of the wider group without the last column, the widest one's to that of all rows
 * (Micci-Barreca 2001, "A preprocessing scheme for high-cardinality categorical attributes", section 4); so a group of
 * few rows, or one never seen, is taken for what is known of the wider one.
 */
export function smoothedRate(arrests: number, rows: number, wider: number, smoothing: number): number {
  return (arrests + smoothing * wider) / (rows + smoothing)
}

/** The groups by one combination of columns. */
const rateLevelsSchema = z.object({
  keys: z.array(z.enum(RATE_KEYS)).min(1),
  /** A line a group: its arrests, rows, and value of each column, between tabs. */
  groups: z.array(z.string()),
})

/** What the stage Encode fits; with every combination there are those of its first columns too. */
export const fittedRatesSchema = z.object({
  /** Share of arrests among all training rows. */
  overall: z.number().min(0).max(1),
  /** Rows that the wider group's rate counts for. */
  smoothing: z.number().positive(),
  levels: z.array(rateLevelsSchema),
})
export type FittedRates = z.infer<typeof fittedRatesSchema>

/** The eighth of the day, 0-7. */
export function threeHoursOf(localMs: number): number {
  return Math.floor(hourOf(localMs) / 3)
}

const SEPARATOR = '\t'

/** True where a value can be told apart in a line of `groups`; one that cannot counts as never seen. */
export function isStorable(value: string): boolean {
  return !value.includes(SEPARATOR)
}

export function groupLine(arrests: number, rows: number, values: readonly string[]): string {
  return [arrests, rows, ...values].join(SEPARATOR)
}

/** Each value of a column with its share of the rows, as far as groups by it are kept. */
export function sharesOfValues({ levels }: FittedRates, key: RateKey): Map<string, number> {
  const [widest] = levels.filter(({ keys }) => keys.includes(key)).sort((a, b) => a.keys.length - b.keys.length)
  const rowsOf = new Map<string, number>()
  let all = 0
  for (const line of widest?.groups ?? []) {
    const [, rows, ...values] = line.split(SEPARATOR)
    const value = values[widest!.keys.indexOf(key)]!
    rowsOf.set(value, (rowsOf.get(value) ?? 0) + Number(rows))
    all += Number(rows)
  }
  return new Map(Array.from(rowsOf, ([value, rows]) => [value, rows / all]))
}

export interface Group {
  rate: number
  /** Narrower groups by their value of the next column. */
  narrower: Map<string, Group>
}

/** Makes the stored groups of a combination ready to look up: a map a column, nothing is joined or made per incident. */
export function openRates({ overall, smoothing, levels }: FittedRates, keys: readonly RateKey[]): Group {
  const root: Group = { rate: overall, narrower: new Map() }
  for (let depth = 1; depth <= keys.length; depth++) {
    const prefix = keys.slice(0, depth).join()
    const found = levels.find((other) => other.keys.join() === prefix)
    if (found === undefined) throw new RangeError(`no rates are fitted for ${prefix}`)
    for (const line of found.groups) addGroup(root, line, depth, smoothing)
  }
  return root
}

function addGroup(root: Group, line: string, depth: number, smoothing: number): void {
  const [arrests, rows, ...values] = line.split(SEPARATOR)
  if (values.length !== depth) throw new RangeError(`${line} is no group of ${depth} columns`)
  let wider: Group | undefined = root
  for (const value of values.slice(0, -1)) wider = wider?.narrower.get(value)
  if (wider === undefined) throw new RangeError(`the group of ${line} has no wider one`)
  const rate = smoothedRate(Number(arrests), Number(rows), wider.rate, smoothing)
  wider.narrower.set(values.at(-1)!, { rate, narrower: new Map() })
}
