import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DownloadRequest } from '../../../../src/main/sources/source.ts'
import { apiTime, generateIncidents } from '../../../support/incidents.ts'
import { CRIMES } from '../../../support/sodaServer.ts'
import { downloadRequest, expectedRows, rowsOf } from '../../../support/sources.ts'
import { asked, crimesOf, download, MONTHS, portalWith, request } from './portal.ts'

describe('a later download', () => {
  async function afterFirst(seed: number) {
    const server = await portalWith({ rows: generateIncidents(1200, seed) })
    const wanted = await request()
    const first = await download(server, wanted)
    asked(server)
    const again = async (overrides: Partial<DownloadRequest> = {}) => {
      const next = await request({ store: wanted.store, ...overrides })
      const result = await download(server, next)
      return { result, rows: await rowsOf(next.duck, result) }
    }
    return { server, first, again }
  }

  it('asks every month for changes only, and has the same content when there are none', async () => {
    const { server, first, again } = await afterFirst(11)
    const { result } = await again()
    expect(asked(server)).toEqual({ whole: [], changes: MONTHS })
    expect(result.contentHash).toBe(first.contentHash)
  })

  it('replaces incidents that were corrected since: a later arrest takes the place of the old label', async () => {
    const { server, first, again } = await afterFirst(12)
    const crimes = crimesOf(server)
    const open = crimes.filter(({ arrest }) => arrest === false).slice(0, 40)
    for (const incident of open) Object.assign(incident, { arrest: true, updated_on: '2018-03-01T15:52:35.000' })
    const { result, rows } = await again()
    expect(rows).toEqual(expectedRows(crimes))
    expect(result.contentHash).not.toBe(first.contentHash)
    expect(asked(server).whole).toEqual([])
  })

  it('adds incidents that were reported late', async () => {
    const { server, again } = await afterFirst(13)
    const late = generateIncidents(30, 99).map((incident, i) => ({
      ...incident,
      ':id': `row-late-${i}`,
      id: String(20_000_000 + i),
      updated_on: '2018-02-01T10:00:00.000',
    }))
    crimesOf(server).push(...late)
    expect((await again()).rows).toEqual(expectedRows(crimesOf(server)))
    expect(asked(server).whole).toEqual([])
  })

  it('fetches a month again, and only that, whose number of rows is not the portal’s', async () => {
    const { server, again } = await afterFirst(14)
    const crimes = crimesOf(server)
    const gone = crimes.findIndex(({ date }) => String(date).startsWith('2017-04'))
    crimes.splice(gone, 1)
    const silent = crimes.find(({ date }) => String(date).startsWith('2017-09'))!
    crimes.push({ ...silent, ':id': 'row-silent', id: '30000000', updated_on: '2017-09-02T00:00:00.000' })
    expect((await again()).rows).toEqual(expectedRows(crimes))
    expect(asked(server).whole).toEqual(['2017-04', '2017-09'])
  })

  it('fetches the new month whole, and completes the one that was not over', async () => {
    const server = await portalWith({ rows: generateIncidents(600, 15, { to: '2017-11-20' }) })
    const wanted = await request({ date: '2017-11-15' })
    await download(server, wanted)
    asked(server)
    const later = generateIncidents(200, 16, { from: '2017-11-20', to: '2017-12-20' }).map((incident, i) => ({
      ...incident,
      ':id': `row-x${i}`,
      id: String(20_000_000 + i),
    }))
    crimesOf(server).push(...later)
    const next = await request({ date: '2017-12-15', days: 400, store: wanted.store })
    const result = await download(server, next)
    expect(await rowsOf(next.duck, result)).toEqual(expectedRows(crimesOf(server)))
    expect(asked(server).whole).toEqual(['2017-12'])
  })

  it('fetches a month again whose object was damaged', async () => {
    const server = await portalWith({ rows: generateIncidents(600, 17) })
    const wanted = await request()
    const { signal } = new AbortController()
    await download(server, wanted)
    const [object] = await wanted.store.list('sources/', signal)
    await wanted.store.write(object!.key, 'PAR1 cut off', signal)
    asked(server)
    const next = await request({ store: wanted.store })
    expect(await rowsOf(next.duck, await download(server, next))).toEqual(expectedRows(crimesOf(server)))
    expect(asked(server).whole).toEqual(['2017-01'])
  })

  it('is the portal’s content after any sequence of changes', async () => {
    const change = fc.record({ kind: fc.constantFrom('correct', 'add', 'remove', 'move'), pick: fc.nat(1000) })
    const server = await portalWith()
    const { duck } = await request()
    let clock = Date.parse('2018-02-01T00:00:00Z')
    let added = 0
    const apply = ({ kind, pick }: { kind: string; pick: number }) => {
      const crimes = crimesOf(server)
      const incident = crimes[pick % crimes.length]!
      clock += 60_000
      const updated_on = apiTime(clock)
      if (kind === 'correct') Object.assign(incident, { arrest: !incident.arrest, updated_on })
      if (kind === 'move') Object.assign(incident, { date: '2017-02-14T12:00:00.000', updated_on })
      if (kind === 'add')
        crimes.push({ ...incident, ':id': `row-${++added}`, id: String(40_000_000 + added), updated_on })
      if (kind === 'remove' && crimes.length > 20) crimes.splice(crimes.indexOf(incident), 1)
    }
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(change, { maxLength: 6 }), { minLength: 1, maxLength: 3 }), async (runs) => {
        server.datasets.set(CRIMES, generateIncidents(40, 5, { to: '2017-03-01' }))
        const { store } = await downloadRequest({ duck })
        for (const changes of [[], ...runs]) {
          for (const one of changes) apply(one)
          const next = await request({ duck, store, date: '2017-03-01', days: 59 })
          expect(await rowsOf(duck, await download(server, next))).toEqual(expectedRows(crimesOf(server)))
        }
      }),
      { numRuns: 12 },
    )
  })
})
