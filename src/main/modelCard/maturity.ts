import type { Maturity } from '../../shared/modelCard/modelCard.ts'
import { readColumns } from '../columns.ts'
import { type Duck, literal } from '../duck.ts'
import { parquet } from '../pipeline/stages/files.ts'

/** Incidents are mature when they are this many days older than the newest change of any record. */
const MATURE_DAYS = 26 * 7
const WEEKS = 8
/** With more refreshed records than this, what is left is no fair sample. */
const MOST_REFRESHED = 0.2
/** Mature arrests that an estimate needs. */
const LEAST_ARRESTS = 500
const DAY_MS = 86_400_000

/** A window's records: days since 1970, NaN where `updated` is not known; `arrest` 0 or 1. */
export interface Records {
  date: Float64Array
  updated: Float64Array
  arrest: Float64Array
}

/** Where a window's records lie. */
export interface RecordWindow {
  /** Parquet files with `id`, `date`, `updated_on` and `arrest`. */
  months: string[]
  /** First and last incident, `YYYY-MM-DDTHH:MM:SS`. */
  dataFrom: string
  dataTo: string
}

/** The records of a window, one an id, the newest version of each. */
export async function readRecords(duck: Duck, { months, dataFrom, dataTo }: RecordWindow): Promise<Records> {
  const relation = `(
    SELECT
      epoch_ms(date) / ${DAY_MS} AS date,
      epoch_ms(updated_on) / ${DAY_MS} AS updated,
      arrest
    FROM ${parquet(...months)}
    WHERE id IS NOT NULL
      AND arrest IS NOT NULL
      AND date BETWEEN TIMESTAMP ${literal(dataFrom)} AND TIMESTAMP ${literal(dataTo)}
    QUALIFY row_number() OVER (PARTITION BY id ORDER BY updated_on DESC NULLS LAST) = 1)`
  const { columns } = await readColumns(duck, relation, ['date', 'updated', 'arrest'])
  return { date: columns.date!, updated: columns.updated!, arrest: columns.arrest! }
}

/**
 * How much the newest weeks understate arrests. The portal keeps no history of a record, only when it was changed last
 * (`updated_on`), so this is an estimate, of mature incidents: arrests are changed late more often than other incidents,
 * and that excess, (a − b) / (1 − b) with the shares a of arrests and b of others that were changed later than an age, is
 * taken for the share of arrests that became known later. It holds as far as other changes are as common with and without
 * an arrest, and as far as the newest weeks go as older ones went. Where the portal rewrote many records on a few days,
 * the dates of change say nothing, and neither does this.
 */
export function labelMaturity({ date, updated, arrest }: Records): Maturity {
  const asOf = updated.reduce((newest, day) => (day > newest ? day : newest), Number.NEGATIVE_INFINITY)
  const dated = updated.reduce((count, day) => count + (Number.isNaN(day) ? 0 : 1), 0)
  const rows = newestWeeks(date, arrest)
  if (dated < 0.9 * date.length || dated === 0) {
    const weeks = rows.map((week) => ({ ...tellWeek(week), age_days: null, missing: null }))
    return { status: 'no_dates', as_of: null, refreshed: null, mature: 0, weeks }
  }

  const refreshes = refreshDays(updated)
  const isRefreshed = (row: number) => refreshes.has(Math.floor(updated[row]!))
  let refreshed = 0
  const delays = { arrests: [] as number[], others: [] as number[] }
  for (let row = 0; row < date.length; row++) {
    if (Number.isNaN(updated[row]!)) continue
    if (isRefreshed(row)) refreshed += 1
    else if (date[row]! <= asOf - MATURE_DAYS) {
      delays[arrest[row] === 1 ? 'arrests' : 'others'].push(updated[row]! - date[row]!)
    }
  }
  const status =
    refreshed > MOST_REFRESHED * dated ? 'refreshed' : delays.arrests.length < LEAST_ARRESTS ? 'too_few' : 'estimated'
  const later = (own: number[], age: number) => own.filter((delay) => delay > age).length / Math.max(1, own.length)
  const missing = (age: number) => {
    const [a, b] = [later(delays.arrests, age), later(delays.others, age)]
    return b >= 1 ? 0 : Math.min(1, Math.max(0, (a - b) / (1 - b)))
  }
  return {
    status,
    as_of: isoDay(asOf),
    refreshed: refreshed / dated,
    mature: delays.arrests.length + delays.others.length,
    weeks: rows.map((week) => {
      const age = asOf - (week.first + 3.5)
      return { ...tellWeek(week), age_days: age, missing: status === 'estimated' ? missing(age) : null }
    }),
  }
}

interface Week {
  /** Its first day, in days since 1970. */
  first: number
  incidents: number
  arrests: number
}

/** The newest weeks of seven whole days, counted back from the newest incident; the newest first. */
function newestWeeks(date: Float64Array, arrest: Float64Array): Week[] {
  const newest = Math.floor(date.reduce((max, day) => Math.max(max, day), Number.NEGATIVE_INFINITY))
  const weeks = Array.from(
    { length: WEEKS },
    (_, back): Week => ({ first: newest - 7 * back - 6, incidents: 0, arrests: 0 }),
  )
  for (let row = 0; row < date.length; row++) {
    const week = weeks[Math.floor((newest - Math.floor(date[row]!)) / 7)]
    if (week === undefined) continue
    week.incidents += 1
    week.arrests += arrest[row]!
  }
  return weeks.filter(({ incidents }) => incidents > 0)
}

function tellWeek({ first, incidents, arrests }: Week) {
  return { from: isoDay(first), incidents, arrest_rate: arrests / incidents }
}

/** Days on which far more records were changed last than on others: 2 % of all, and ten times as many as on the median day. */
function refreshDays(updated: Float64Array): Set<number> {
  const counts = new Map<number, number>()
  for (const time of updated) {
    if (!Number.isNaN(time)) counts.set(Math.floor(time), (counts.get(Math.floor(time)) ?? 0) + 1)
  }
  const rising = [...counts.values()].sort((a, b) => a - b)
  const median = rising[Math.floor(rising.length / 2)] ?? 0
  const least = Math.max(0.02 * updated.length, 10 * median)
  return new Set([...counts].filter(([, records]) => records > least).map(([day]) => day))
}

function isoDay(days: number): string {
  return new Date(Math.floor(days) * DAY_MS).toISOString().slice(0, 10)
}
