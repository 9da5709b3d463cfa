import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { shippedStations } from '../../../../src/main/sources/stations.ts'
import { generateIncidents } from '../../../support/incidents.ts'
import { CRIMES } from '../../../support/sodaServer.ts'
import { expectedRows, rowsOf } from '../../../support/sources.ts'
import { asked, crimesOf, download, MONTHS, portalWith, request, source, YEAR } from './portal.ts'

describe('a first download from the portal', () => {
  it('brings every row of the window’s months, page by page, with at most 3 requests at once', async () => {
    const server = await portalWith({ rows: generateIncidents(3000, 1), fault: () => ({ kind: 'slow', ms: 3 }) })
    const wanted = await request()
    const result = await download(server, wanted, { appToken: 'secret-token' })
    expect(await rowsOf(wanted.duck, result)).toEqual(expectedRows(crimesOf(server)))
    expect(result).toMatchObject({ date: YEAR, generated: false, rejected: [], notes: [] })
    expect(result.months.map(({ month }) => month)).toEqual(MONTHS)
    expect(result.stations).toEqual([{ district: '1', name: 'Central', x: 1176569.053, y: 1891771.703 }])
    expect(server.mostAtOnce()).toBe(3)
    expect(new Set(server.requests.map(({ token }) => token))).toEqual(new Set(['secret-token']))
    expect(server.requests.some(({ query }) => '$offset' in query)).toBe(false)
  })

  it('leaves one object a month in the store and nothing in the work folder', async () => {
    const server = await portalWith({ rows: generateIncidents(500, 2) })
    const wanted = await request()
    await download(server, wanted)
    const host = server.url.replace('http://', '').replace(':', '_')
    const objects = await wanted.store.list('sources/', new AbortController().signal)
    expect(objects.map(({ key }) => key)).toEqual(
      MONTHS.map((month) => `sources/${host}/${CRIMES}/${month}/crimes.parquet`),
    )
    expect(readdirSync(wanted.workFolder)).toEqual([])
  })

  it('takes numbers and booleans as text or as such, and rows without their optional fields', async () => {
    const rows = generateIncidents(300, 3)
    const typed = rows.map((row) => ({
      ...row,
      id: Number(row.id),
      arrest: String(row.arrest),
      ward: row.ward === undefined ? null : Number(row.ward),
      x_coordinate: row.x_coordinate === undefined ? null : Number(row.x_coordinate),
      location: { latitude: row.latitude, human_address: '{"address": ""}' },
    }))
    const server = await portalWith()
    server.datasets.set(CRIMES, typed)
    const wanted = await request()
    expect(await rowsOf(wanted.duck, await download(server, wanted))).toEqual(expectedRows(rows))
  })

  it('brings all rows of a portal that caps its pages', async () => {
    const server = await portalWith({ rows: generateIncidents(500, 4), pageCap: 7 })
    const wanted = await request()
    expect(await rowsOf(wanted.duck, await download(server, wanted))).toEqual(expectedRows(crimesOf(server)))
  })

  it('ends, by default, a week before today in Chicago', async () => {
    const server = await portalWith({ rows: generateIncidents(500, 5) })
    const wanted = await request({ date: undefined, days: 10 })
    // Still the 7th of January in Chicago.
    const result = await download(server, wanted, { now: () => new Date('2018-01-08T05:59:00Z') })
    expect(result.date).toBe('2017-12-31')
    expect(result.months.map(({ month }) => month)).toEqual(['2017-12'])
  })

  it('reports its progress in rows of the total', async () => {
    const server = await portalWith({ rows: generateIncidents(1000, 6) })
    const seen: number[] = []
    await source(server).download(await request(), {
      signal: new AbortController().signal,
      progress({ done, total, unit }) {
        expect([total, unit]).toEqual([1000, 'rows'])
        seen.push(done)
      },
    })
    expect(seen.at(-1)).toBe(1000)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.length).toBeGreaterThan(12)
  })

  it('counts rows that cannot be read, and does not fetch their month again for it', async () => {
    const rows = generateIncidents(300, 7)
    rows[0]!.arrest = 'maybe'
    const server = await portalWith({ rows })
    const wanted = await request()
    const first = await download(server, wanted)
    expect(first.rejected).toEqual([{ reason: 'unreadable_arrest', rows: 1 }])
    asked(server)
    const second = await download(server, await request({ store: wanted.store }))
    expect(second.rejected).toEqual(first.rejected)
    expect(asked(server).whole).toEqual([])
  })

  it('uses the stations that ship, and says so, where the portal has none', async () => {
    const server = await portalWith({ rows: generateIncidents(300, 8) })
    server.datasets.delete('z8bn-74gv')
    const result = await download(server, await request())
    expect(result.stations).toEqual(await shippedStations())
    expect(result.notes).toHaveLength(1)
  })
})
