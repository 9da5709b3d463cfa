import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSocrataSource, type SocrataOptions } from '../../../src/main/sources/socrata/socrata.ts'
import type { Download, DownloadRequest } from '../../../src/main/sources/source.ts'
import { shippedStations } from '../../../src/main/sources/stations.ts'
import { CancelledError, UserError } from '../../../src/shared/errors.ts'
import { type ApiIncident, apiTime, generateIncidents } from '../../support/incidents.ts'
import {
  CRIMES,
  type SodaOptions,
  type SodaRequest,
  type SodaServer,
  startSodaServer,
} from '../../support/sodaServer.ts'
import { downloadRequest, expectedRows, rowsOf } from '../../support/sources.ts'
import { quietJob } from '../../support.ts'

const YEAR = '2018-01-01'
const retry = { attempts: 4, firstWaitMs: 5, mostWaitMs: 20, patienceMs: 3000, silenceMs: 2000 }
const stationRows = [
  { district: '1', district_name: 'Central', x_coordinate: '1176569.053', y_coordinate: '1891771.703' },
  { district: 'Headquarters', district_name: 'Headquarters', x_coordinate: '1177731.4', y_coordinate: '1881697.4' },
]

async function portalWith(options: SodaOptions = {}): Promise<SodaServer> {
  const server = await startSodaServer({ stations: stationRows, ...options })
  onTestFinished(() => server.close())
  return server
}

function source(server: { url: string }, options: Partial<SocrataOptions> = {}) {
  return createSocrataSource({ portal: server.url, now: () => new Date(0), pageRows: 100, retry, ...options })
}

async function request(overrides: Partial<DownloadRequest> = {}): Promise<DownloadRequest> {
  return downloadRequest({ date: YEAR, ...overrides })
}

function download(server: SodaServer, wanted: DownloadRequest, options?: Partial<SocrataOptions>): Promise<Download> {
  return source(server, options).download(wanted, quietJob())
}

/** Sorts out what was asked, and forgets it: pages of whole months, and questions for changes, by month. */
function asked(server: SodaServer): { whole: string[]; changes: string[] } {
  const crimes = server.requests
    .splice(0)
    .filter(({ dataset, query }) => dataset === CRIMES && query.$limit !== undefined)
  const months = (requests: SodaRequest[]) => [...new Set(requests.map(monthOf))].sort()
  const isChanges = ({ query }: SodaRequest) => query.$where?.includes('updated_on') ?? false
  return { whole: months(crimes.filter((r) => !isChanges(r))), changes: months(crimes.filter(isChanges)) }
}

function monthOf({ query }: SodaRequest): string {
  return /date >= '(\d{4}-\d\d)/.exec(query.$where ?? '')?.[1] ?? ''
}

function crimesOf(server: SodaServer): ApiIncident[] {
  return server.datasets.get(CRIMES) as ApiIncident[]
}

const MONTHS = Array.from({ length: 12 }, (_, k) => `2017-${String(k + 1).padStart(2, '0')}`)

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

describe('a portal in trouble', () => {
  /** Every `each`-th request fails in this way the first time it is asked. */
  function oncePerQuestion(
    fault: NonNullable<ReturnType<NonNullable<SodaOptions['fault']>>>,
    each = 3,
  ): NonNullable<SodaOptions['fault']> {
    const seen = new Set<string>()
    return ({ query }) => {
      const question = JSON.stringify(query)
      if (seen.has(question)) return undefined
      seen.add(question)
      return seen.size % each === 0 ? fault : undefined
    }
  }

  it.each([
    ['answers 500', { kind: 'status', status: 500 } as const],
    ['answers 503 with a page', { kind: 'html', status: 503 } as const],
    ['answers 429', { kind: 'status', status: 429 } as const],
    ['resets connections', { kind: 'reset' } as const],
    ['cuts its JSON off', { kind: 'truncated' } as const],
    ['falls silent', { kind: 'silent' } as const],
  ])('that %s now and then costs time, not rows', async (_, fault) => {
    const each = fault.kind === 'silent' ? 20 : 3
    const server = await portalWith({ rows: generateIncidents(600, 21), fault: oncePerQuestion(fault, each) })
    const wanted = await request()
    const result = await download(server, wanted, { retry: { ...retry, silenceMs: 300 } })
    expect(await rowsOf(wanted.duck, result)).toEqual(expectedRows(crimesOf(server)))
  })

  it.each([
    ['seconds', () => ({ 'retry-after': '1' })],
    ['a date', () => ({ 'retry-after': new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000).toUTCString() })],
  ])('that throttles is left alone as long as it asks, in %s', async (_, headers) => {
    let throttledAt: number | undefined
    const server = await portalWith({
      rows: generateIncidents(300, 22),
      fault(question, index) {
        if (index !== 5) return undefined
        throttledAt = question.at
        return { kind: 'status', status: 429, headers: headers() }
      },
    })
    const wanted = await request()
    const result = await download(server, wanted)
    expect(await rowsOf(wanted.duck, result)).toEqual(expectedRows(crimesOf(server)))
    // Two other requests may have been under way when the portal said so; none follows them for a second.
    const soon = server.requests.slice(6).filter(({ at }) => at > throttledAt! && at < throttledAt! + 990)
    expect(soon.length).toBeLessThanOrEqual(2)
  })

  it.each([
    ['an unknown token', { tokens: ['good'] }, 'sources.portal.wrongToken'],
    ['a web page', { fault: () => ({ kind: 'html' }) }, 'sources.portal.html'],
    ['JSON that is no list', { fault: () => ({ kind: 'body', body: '{"error": true}' }) }, 'sources.portal.badShape'],
    ['JSON of another list', { fault: () => ({ kind: 'body', body: '[{"a": "b"}]' }) }, 'sources.portal.badShape'],
    ['500 for good', { fault: () => ({ kind: 'status', status: 500 }) }, 'sources.portal.unavailable'],
    ['429 for good', { fault: () => ({ kind: 'status', status: 429 }) }, 'sources.portal.throttled'],
    [
      'a wait of an hour',
      { fault: () => ({ kind: 'status', status: 429, headers: { 'retry-after': '3600' } }) },
      'sources.portal.throttled',
    ],
    [
      'a redirect',
      { fault: () => ({ kind: 'status', status: 302, headers: { location: 'http://elsewhere.example/x' } }) },
      'sources.portal.moved',
    ],
    [
      'a refused query, echoing the token',
      { fault: () => ({ kind: 'status', status: 400, body: '{"message": "no secret-token here"}' }) },
      'sources.portal.refused',
    ],
    ['no rows in the window', { rows: [] }, 'sources.portal.emptyWindow'],
    ['fewer rows than it counts', { fault: lossy }, 'sources.portal.incomplete'],
  ] satisfies [string, SodaOptions, string][])(
    'with %s is reported so, without the token',
    async (_, options, code) => {
      const server = await portalWith({ rows: generateIncidents(100, 23), ...options })
      const wanted = await request()
      const error: unknown = await download(server, wanted, {
        appToken: 'secret-token',
        retry: { ...retry, patienceMs: 100 },
      }).catch((thrown) => thrown)
      expect(error).toBeInstanceOf(UserError)
      expect(error).toMatchObject({ code })
      expect(JSON.stringify(error) + String(error)).not.toContain('secret-token')
      expect(await wanted.store.list('sources/', new AbortController().signal)).toEqual([])
    },
  )

  function lossy({ query }: SodaRequest) {
    return query.$select === 'count(*)' ? undefined : ({ kind: 'body', body: '[]' } as const)
  }

  it('without the dataset is reported so', async () => {
    const server = await portalWith()
    server.datasets.delete(CRIMES)
    await expect(download(server, await request())).rejects.toMatchObject({
      code: 'sources.portal.noDataset',
      params: { dataset: CRIMES },
    })
  })

  it('that is not there is reported with the reason', async () => {
    const server = await portalWith()
    await server.close()
    await expect(download(server, await request())).rejects.toMatchObject({
      code: 'sources.portal.unreachable',
      params: { why: 'ECONNREFUSED' },
    })
  })

  it.each([
    ...['data.cityofchicago.org', 'ftp://portal.example', 'https://user:pass@portal.example'],
    ...['https://portal.example/resource/ijzp-q8t2.json', 'https://portal.example/?$limit=5'],
  ])('named %s is no address', async (portal) => {
    const error: unknown = await source({ url: portal })
      .download(await request(), quietJob())
      .catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'sources.portal.badAddress' })
    expect(String(error)).not.toMatch(/user:pass|limit=5/)
  })
})

describe('a download that is cancelled', () => {
  it.each([
    ['waits for a throttling portal', { kind: 'status', status: 429, headers: { 'retry-after': '200' } } as const],
    ['waits for an answer', { kind: 'silent' } as const],
  ])('while it %s stops, and keeps the months that are whole', { timeout: 10_000 }, async (_, fault) => {
    const controller = new AbortController()
    const rows = generateIncidents(1200, 31)
    // Two months come in, then nothing more.
    const server = await portalWith({
      rows,
      fault(question) {
        if (question.query.$limit === undefined || ['2017-01', '2017-02'].includes(monthOf(question))) return undefined
        return fault
      },
    })
    const wanted = await request()
    const running = source(server, { retry: { ...retry, patienceMs: 1e6, silenceMs: 1e6 } }).download(wanted, {
      signal: controller.signal,
      progress: () => undefined,
    })
    const { signal } = new AbortController()
    const stored = () => wanted.store.list('sources/', signal)
    if (fault.kind === 'silent') {
      await until(async () => (await stored()).length === 2)
    } else {
      await until(async () => server.requests.some(({ status }) => status === 429))
    }
    controller.abort()
    await expect(running).rejects.toThrow(CancelledError)
    expect(readdirSync(wanted.workFolder)).toEqual([])

    const before = (await stored()).map(({ key }) => key.split('/')[3])
    server.setFault(undefined)
    asked(server)
    const next = await request({ store: wanted.store })
    expect(await rowsOf(next.duck, await download(server, next))).toEqual(expectedRows(rows))
    expect(asked(server).whole).toEqual(MONTHS.filter((month) => !before.includes(month)))
  })
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10))
}
