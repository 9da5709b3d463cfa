import { createHash } from 'node:crypto'
import { UserError } from '../../../shared/errors.ts'
import { text } from '../../../shared/messages/index.ts'
import { diskProblem } from '../fileProblems.ts'
import { sumRejected } from '../rejected.ts'
import type { Source, Station } from '../source.ts'
import { readStations, shippedStations, stationsFromRecords } from '../stations.ts'
import { addDays, dayInChicago, monthsOf, windowBefore } from '../window.ts'
import { rowsWithin } from '../windowRows.ts'
import { inLanes } from './limit.ts'
import { countMonth, createMonths, type MonthContext } from './months.ts'
import { DEFAULT_RETRY, openPortal, type Portal, type RetryPolicy } from './portal.ts'

export const CHICAGO_PORTAL = 'https://data.cityofchicago.org'
const STATIONS = 'z8bn-74gv'

/** Raised when the same rows give another download. */
const VERSION = 1
/** The portal never has its newest week. */
export const PORTAL_DAYS_BEHIND = 7
/** About 6 MB of JSON: few requests, yet progress and a retry that costs little. */
const PAGE_ROWS = 10_000
const MONTHS_AT_ONCE = 3

export interface SocrataOptions {
  /** The portal's address; default is the City's. */
  portal?: string | undefined
  /** Sent as `X-App-Token`; without one, requests share a throttled pool. */
  appToken?: string | undefined
  /** The clock, for the default run date. */
  now: () => Date
  pageRows?: number
  retry?: Partial<RetryPolicy>
}

/**
 * The City's portal, or another one with the same datasets, over SODA 2.1. Each month of the window is kept in the
 * store: the first run fetches it whole, later ones only what changed, and a month whose number of rows is not the
 * portal's is fetched again. A killed download resumes with the months that are not there.
 *
 * `download` throws UserErrors `sources.portal.*`, `sources.stations.*` and those of the store.
 */
export function createSocrataSource(options: SocrataOptions): Source {
  return {
    request: { kind: 'socrata', ...(options.portal === undefined ? {} : { portal: options.portal }) },
    async download(request, job) {
      const { store, duck, workFolder, days, stationsFile } = request
      const portal = openPortal({
        address: options.portal ?? CHICAGO_PORTAL,
        appToken: options.appToken,
        retry: { ...DEFAULT_RETRY, ...options.retry },
      })
      const date = request.date ?? addDays(dayInChicago(options.now()), -PORTAL_DAYS_BEHIND)
      const window = windowBefore(date, days)
      const context: MonthContext = { portal, store, duck, workFolder, pageRows: options.pageRows ?? PAGE_ROWS }
      const named = stationsFile === undefined ? undefined : await readStations(stationsFile)

      const counted = await inLanes(monthsOf(window), MONTHS_AT_ONCE, job.signal, async (month, signal) => ({
        month,
        count: await countMonth(context, month, signal),
      }))
      const wanted = counted.filter(({ count }) => count > 0)
      const empty = new UserError('sources.portal.emptyWindow', { host: portal.host, ...window })
      if (wanted.length === 0) throw empty

      const report = progressOver(wanted, (done, total, what) => job.progress({ done, total, unit: 'rows', what }))
      const { bringIn } = createMonths(context)
      const months = await inLanes(wanted, MONTHS_AT_ONCE, job.signal, async ({ month, count }, signal) => {
        try {
          const brought = await bringIn(month, count, signal, (rows) => report(month, rows))
          report(month, count)
          return brought
        } catch (error) {
          throw diskProblem(error, workFolder)
        }
      })
      if ((await rowsWithin(duck, months, window)) === 0) throw empty

      const { stations, notes } =
        named === undefined ? await stationsOf(portal, job.signal) : { stations: named, notes: [] }
      const identity = JSON.stringify([VERSION, months.map(({ month, digest }) => [month, digest]), stations])
      return {
        label: portal.host,
        generated: false,
        date,
        months: months.map(({ month, file, rows }) => ({ month, file, rows })),
        stations,
        contentHash: createHash('sha256').update(identity).digest('hex'),
        rejected: sumRejected(months.flatMap(({ rejected }) => rejected)),
        notes,
      }
    },
  }
}

/** The portal's stations; the shipped ones, with a note, where it cannot give them. */
async function stationsOf(portal: Portal, signal: AbortSignal): Promise<{ stations: Station[]; notes: string[] }> {
  try {
    const { rows } = await portal.ask(STATIONS, { $limit: '1000' }, signal)
    return { stations: stationsFromRecords(rows, `${portal.host}/${STATIONS}`), notes: [] }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const note = text('sources.portal.shippedStations', { why: error.message })
    return { stations: await shippedStations(), notes: [note] }
  }
}

/** Sums the rows that are there of all months; a month that is fetched again counts once. */
function progressOver(
  months: { month: string; count: number }[],
  report: (done: number, total: number, what: string) => void,
): (month: string, rows: number) => void {
  const total = months.reduce((sum, { count }) => sum + count, 0)
  const most = new Map(months.map(({ month, count }) => [month, { count, done: 0 }]))
  return (month, rows) => {
    const entry = most.get(month)
    if (entry === undefined) return
    entry.done = Math.min(entry.count, Math.max(entry.done, rows))
    const done = [...most.values()].reduce((sum, value) => sum + value.done, 0)
    report(done, total, month)
  }
}
