import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { UserError } from '../../../shared/errors.ts'
import { INCIDENT_COLUMNS } from '../../../shared/pipeline/incident.ts'
import type { Duck } from '../../duck.ts'
import type { ObjectStore } from '../../storage/store.ts'
import type { RawMonth } from '../source.ts'
import { nextMonth } from '../window.ts'
import { limitedTo } from './limit.ts'
import { type MonthFacts, readMonthFile, writeMonthFile } from './monthFile.ts'
import type { Portal } from './portal.ts'

export const CRIMES = 'ijzp-q8t2'

export interface MonthContext {
  portal: Portal
  store: ObjectStore
  duck: Duck
  workFolder: string
  /** Rows a request. */
  pageRows: number
}

export type PortalMonth = RawMonth & MonthFacts

/** Told how many rows of the month are there by now. */
type OnRows = (rows: number) => void

const pageSchema = z.array(z.looseObject({ ':id': z.string().min(1) }))
const countSchema = z.tuple([z.record(z.string(), z.coerce.number().int().min(0))])

/** How many incidents the portal has of a month (`YYYY-MM`). */
export async function countMonth({ portal }: MonthContext, month: string, signal: AbortSignal): Promise<number> {
  const { rows } = await portal.ask(CRIMES, { $select: 'count(*)', $where: inMonth(month) }, signal)
  const parsed = countSchema.safeParse(rows)
  const [count] = parsed.success ? Object.values(parsed.data[0]) : []
  if (count === undefined) throw badShape(portal)
  return count
}

/** Brings months of the portal into the store and keeps them up to date. */
export function createMonths(context: MonthContext) {
  const { portal, store, duck, workFolder, pageRows } = context
  // One statement at a time on the one connection.
  const onDuck = limitedTo(1)
  const workFile = (month: string) => join(workFolder, `${month}.parquet`)
  const keyOf = (month: string) =>
    `sources/${portal.host.replaceAll(/[^A-Za-z0-9.-]/g, '_')}/${CRIMES}/${month}/crimes.parquet`

  /**
   * A month with `expected` rows: the stored one with what changed since merged in, or, where that does not give the
   * portal's number of rows, fetched whole.
   */
  async function bringIn(month: string, expected: number, signal: AbortSignal, onRows: OnRows): Promise<PortalMonth> {
    const stored = await load(month, signal)
    try {
      const updated = stored === undefined ? undefined : await update(stored, expected, signal)
      return updated ?? (await fetchWhole(month, expected, signal, onRows))
    } finally {
      await remove([workFile(month)])
    }
  }

  async function load(month: string, signal: AbortSignal): Promise<PortalMonth | undefined> {
    const file = await store.localCopy(keyOf(month), signal)
    if (file === undefined) return undefined
    const content = await onDuck(signal, () => readMonthFile(duck, file))
    return content === undefined ? undefined : { month, file, ...content }
  }

  /** Merges in what changed after the month's mark; undefined when that is not the portal's month. */
  async function update(stored: PortalMonth, expected: number, signal: AbortSignal): Promise<PortalMonth | undefined> {
    const { month, mark } = stored
    if (mark === null) return undefined
    const since = `${inMonth(month)} AND updated_on > '${mark}'`
    const changes = await pagesOf(month, since, Number.POSITIVE_INFINITY, signal, () => {})
    try {
      if (changes.rows === 0) return stored.portalRows === expected ? stored : undefined
      const merged = await write(month, changes.files, stored, signal)
      return merged.portalRows === expected ? await keep(month, merged, signal) : undefined
    } finally {
      await remove(changes.files)
    }
  }

  async function fetchWhole(month: string, counted: number, signal: AbortSignal, onRows: OnRows): Promise<PortalMonth> {
    let expected = counted
    for (let attempt = 1; ; attempt++) {
      const pages = await pagesOf(month, inMonth(month), expected, signal, onRows)
      try {
        // The portal may have changed since it was counted.
        if (pages.rows !== expected) expected = await countMonth(context, month, signal)
        if (pages.rows === expected) {
          return await keep(month, await write(month, pages.files, undefined, signal), signal)
        }
      } finally {
        await remove(pages.files)
      }
      if (attempt === 2) {
        throw new UserError('sources.portal.incomplete', {
          host: portal.host,
          month,
          rows: pages.rows,
          expected,
        }).passing()
      }
    }
  }

  /**
   * The rows of a query as files of JSON, page after page by `:id`, up to an empty one: a portal may cap its pages
   * below what was asked. With all `expected` rows there, a short page is the last.
   */
  async function pagesOf(
    month: string,
    where: string,
    expected: number,
    signal: AbortSignal,
    onRows: OnRows,
  ): Promise<{ files: string[]; rows: number }> {
    const files: string[] = []
    let rows = 0
    let last: string | undefined
    try {
      for (;;) {
        const page = await portal.ask(
          CRIMES,
          {
            $select: [':id', ...Object.keys(INCIDENT_COLUMNS)].join(','),
            $where: last === undefined ? where : `${where} AND :id > '${last.replaceAll("'", "''")}'`,
            $order: ':id',
            $limit: String(pageRows),
          },
          signal,
        )
        const ids = pageSchema.safeParse(page.rows)
        if (!ids.success) throw badShape(portal)
        const next = ids.data.at(-1)?.[':id']
        if (next === undefined) return { files, rows }
        const file = join(workFolder, `${month}-page-${files.length}.json`)
        files.push(file)
        await writeFile(file, page.body)
        rows += page.rows.length
        onRows(rows)
        if (rows >= expected && page.rows.length < pageRows) return { files, rows }
        if (next === last) throw badShape(portal)
        last = next
      }
    } catch (error) {
      await remove(files)
      throw error
    }
  }

  function write(month: string, pages: string[], older: PortalMonth | undefined, signal: AbortSignal) {
    return onDuck(signal, () => duck.cancellable(signal, () => writeMonthFile(duck, pages, older, workFile(month))))
  }

  async function keep(
    month: string,
    content: MonthFacts & { rows: number },
    signal: AbortSignal,
  ): Promise<PortalMonth> {
    await store.moveIn(keyOf(month), workFile(month), signal)
    const kept = await store.localCopy(keyOf(month), signal)
    if (kept === undefined) throw new Error(`${keyOf(month)} is gone`)
    return { month, file: kept, ...content }
  }

  return { bringIn }
}

function inMonth(month: string): string {
  return `date >= '${month}-01T00:00:00.000' AND date < '${nextMonth(month)}-01T00:00:00.000'`
}

function badShape({ host }: Portal): UserError {
  return new UserError('sources.portal.badShape', { host, dataset: CRIMES })
}

async function remove(files: string[]): Promise<void> {
  for (const file of files) await rm(file, { force: true })
}
