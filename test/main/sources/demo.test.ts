import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Duck, literal, openDuck } from '../../../src/main/duck.ts'
import { projectToIllinoisEast } from '../../../src/main/geo/illinoisEast.ts'
import type { Job, Progress } from '../../../src/main/progress.ts'
import { createDemoSource, type DemoOptions } from '../../../src/main/sources/demo/demo.ts'
import { type Facts, readFacts } from '../../../src/main/sources/demo/facts.ts'
import { generateYearTask, YEAR_COLUMNS } from '../../../src/main/sources/demo/year.ts'
import type { Download } from '../../../src/main/sources/source.ts'
import { shippedStations } from '../../../src/main/sources/stations.ts'
import { createFolderStore } from '../../../src/main/storage/folder.ts'
import { CancelledError } from '../../../src/shared/errors.ts'
import { INCIDENT_COLUMNS } from '../../../src/shared/pipeline/incident.ts'
import { downloadRequest } from '../../support/sources.ts'
import { quietJob, temporaryFolder } from '../../support.ts'

type RequestOverrides = Parameters<typeof downloadRequest>[0]

async function download(options?: DemoOptions, overrides: RequestOverrides = {}, job: Job = quietJob()) {
  const request = await downloadRequest(overrides)
  return { duck: request.duck, year: await createDemoSource(options).download(request, job) }
}

/** The months as one relation for FROM. */
function incidentsOf({ months }: Download): string {
  return `read_parquet([${months.map(({ file }) => literal(file)).join(', ')}])`
}

async function digestOf(duck: Duck, year: Download): Promise<string> {
  const reader = await duck.connection.runAndReadAll(`SELECT * FROM ${incidentsOf(year)} ORDER BY id, updated_on`)
  return createHash('sha256').update(JSON.stringify(reader.getRowsJson())).digest('hex')
}

describe('the demonstration year', () => {
  let folder: string
  let duck: Duck
  let year: Download
  let facts: Facts
  const share = (condition: string) =>
    duck.number(`SELECT avg(CAST(${condition} AS INTEGER)) FROM ${incidentsOf(year)}`)

  beforeAll(async () => {
    facts = (await readFacts()).facts
    folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-'))
    duck = await openDuck({ threads: 2, spillFolder: join(folder, 'spill') })
    const [date, stationsFile] = [undefined, undefined]
    const request = { date, days: 365, workFolder: folder, store: createFolderStore(folder), duck, stationsFile }
    year = await createDemoSource().download(request, quietJob())
  })
  afterAll(() => {
    duck.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is 260,000 rows of twelve whole months, ending the day before its run date', async () => {
    expect(year.date).toBe('2018-01-01')
    expect(year.months.map(({ month }) => month)).toEqual(
      Array.from({ length: 12 }, (_, k) => `2017-${String(k + 1).padStart(2, '0')}`),
    )
    expect(year.months.reduce((sum, { rows }) => sum + rows, 0)).toBe(260_000)
    for (const { month, file, rows } of year.months) {
      const [found] = await duck.rows(`
        SELECT count(*)::INTEGER AS rows, count(DISTINCT day(date))::INTEGER AS days,
          strftime(min(date), '%Y-%m') AS first, strftime(max(date), '%Y-%m') AS last
        FROM read_parquet(${literal(file)})`)
      const days = new Date(Date.UTC(2017, Number(month.slice(5)), 0)).getUTCDate()
      expect(found).toEqual({ rows, days, first: month, last: month })
    }
  })

  it('has exactly the columns of an incident, in their types', async () => {
    const columns = await duck.rows<{ column_name: string; column_type: string }>(
      `DESCRIBE SELECT * FROM ${incidentsOf(year)}`,
    )
    expect(Object.fromEntries(columns.map((column) => [column.column_name, column.column_type]))).toEqual(
      INCIDENT_COLUMNS,
    )
  })

  it('says that it was generated, in the download and in each row', async () => {
    expect(year).toMatchObject({ generated: true, label: 'demonstration year', rejected: [] })
    const marked = "block LIKE 'GENERATED BLOCK _____' AND case_number LIKE 'GEN_______' AND id > 90000000"
    expect(await share(marked)).toBe(1)
  })

  it('brings the stations that the app ships', async () => {
    expect(year.stations).toEqual(await shippedStations())
  })

  it('ends in arrests as often as the real year, over all and by offence', async () => {
    expect(Math.abs((await share('arrest')) - facts.arrest_rate)).toBeLessThan(0.004)
    const known = new Map(facts.offences.iucr.map((iucr, k) => [iucr, facts.offences.arrest_rate[k]!]))
    const generated = await duck.rows<{ iucr: string; n: number; rate: number }>(`
      SELECT iucr, count(*)::INTEGER AS n, avg(arrest::INTEGER) AS rate
      FROM (
        SELECT any_value(iucr) AS iucr, arg_max(arrest, updated_on) AS arrest FROM ${incidentsOf(year)} GROUP BY id
      )
      GROUP BY iucr ORDER BY n DESC LIMIT 40`)
    for (const { iucr, n, rate } of generated) {
      const expected = known.get(iucr)!
      // Four standard errors, and what hours and rounding may move.
      expect(Math.abs(rate - expected), iucr).toBeLessThan(0.01 + 4 * Math.sqrt((expected * (1 - expected)) / n))
    }
  })

  it('spreads over offences, locations and districts as the real year', async () => {
    const { offences, locations, districts, types } = facts
    const ofDistrict = districts.map((_, k) => types.districts.reduce((sum, counts) => sum + counts[k]!, 0))
    expect(await distance('iucr', offences.iucr, offences.incidents)).toBeLessThan(0.02)
    expect(await distance('location_description', locations.name, locations.incidents)).toBeLessThan(0.02)
    expect(await distance('district', districts, ofDistrict)).toBeLessThan(0.03)
  })

  /** Half the sum of the differences in share: 0 for equal distributions, 1 for disjoint ones. */
  async function distance(column: string, names: (string | null)[], counts: number[]): Promise<number> {
    const rows = await duck.rows<{ value: string | null; share: number }>(
      `SELECT ${column} AS value, count(*) / sum(count(*)) OVER () AS share FROM ${incidentsOf(year)} GROUP BY ${column}`,
    )
    const generated = new Map(rows.map((row) => [row.value, row.share]))
    const total = counts.reduce((sum, count) => sum + count, 0)
    return names.reduce((sum, name, k) => sum + Math.abs((generated.get(name) ?? 0) - counts[k]! / total), 0) / 2
  }

  it('lacks what the real year lacks: some locations, and all coordinates of some rows', async () => {
    const unknown = facts.locations.incidents[facts.locations.name.indexOf(null)]! / facts.incidents
    expect(Math.abs((await share('location_description IS NULL')) / unknown - 1)).toBeLessThan(0.2)
    const withoutCoordinates = await share('x_coordinate IS NULL')
    expect(withoutCoordinates).toBeGreaterThan(0.008)
    expect(withoutCoordinates).toBeLessThan(0.013)
    const together = ['y_coordinate', 'latitude', 'longitude'].map(
      (name) => `(${name} IS NULL) = (x_coordinate IS NULL)`,
    )
    expect(await share(together.join(' AND '))).toBe(1)
    const complete = ['iucr', 'primary_type', 'fbi_code', 'beat', 'district', 'ward', 'community_area']
    expect(await share(complete.map((name) => `${name} IS NOT NULL`).join(' AND '))).toBe(1)
  })

  it('has corrected arrests twice, and victims of one case as rows of their own', async () => {
    const [corrections] = await duck.rows(`
      SELECT count(*)::INTEGER AS n, bool_and(versions = 2 AND arrests = 1 AND newest) AS as_expected
      FROM (
        SELECT id, count(*) AS versions, sum(arrest::INTEGER) AS arrests, arg_max(arrest, updated_on) AS newest
        FROM ${incidentsOf(year)} GROUP BY id HAVING versions > 1
      )`)
    expect(corrections).toEqual({ n: 574, as_expected: true })
    const [cases] = await duck.rows<{ n: number; as_expected: boolean }>(`
      SELECT count(*)::INTEGER AS n, bool_and(types = ['HOMICIDE'] AND places = 1) AS as_expected
      FROM (
        SELECT case_number, list(DISTINCT primary_type) AS types, count(DISTINCT (date, block)) AS places
        FROM ${incidentsOf(year)} GROUP BY case_number HAVING count(DISTINCT id) > 1
      )`)
    expect(cases!.as_expected).toBe(true)
    expect(cases!.n).toBeGreaterThan(15)
    expect(await share('updated_on > date')).toBe(1)
  })

  it('lies in Chicago: whole feet that incidents share, and the degrees that belong to them', async () => {
    expect(await share('x_coordinate <> round(x_coordinate) OR y_coordinate <> round(y_coordinate)')).toBe(0)
    const points = await duck.number(
      `SELECT count(DISTINCT (x_coordinate, y_coordinate)) / count(x_coordinate) FROM ${incidentsOf(year)}`,
    )
    expect(points).toBeGreaterThan(0.45)
    expect(points).toBeLessThan(0.53)
    const sample = await duck.rows<{ x: number; y: number; latitude: number; longitude: number }>(`
      SELECT x_coordinate AS x, y_coordinate AS y, latitude, longitude
      FROM ${incidentsOf(year)} WHERE x_coordinate IS NOT NULL AND id % 300 = 0`)
    expect(sample.length).toBeGreaterThan(300)
    for (const { x, y, latitude, longitude } of sample) {
      const projected = projectToIllinoisEast(latitude, longitude)
      expect(Math.hypot(projected.x - x, projected.y - y)).toBeLessThan(0.02)
    }
  })
})

describe('generating the demonstration year', () => {
  const small = { rows: 20_000 }

  it('gives the same rows at each time, on any number of threads and in any time zone', async () => {
    const before = process.env.TZ
    onTestFinished(() => {
      if (before === undefined) delete process.env.TZ
      else process.env.TZ = before
    })
    process.env.TZ = 'America/Chicago'
    const oneThread = await openDuck({ threads: 1, spillFolder: temporaryFolder() })
    onTestFinished(() => oneThread.close())
    const one = await download(small, { duck: oneThread })
    process.env.TZ = 'Asia/Tokyo'
    const two = await download(small)
    expect(await digestOf(two.duck, two.year)).toBe(await digestOf(one.duck, one.year))
    expect(two.year.contentHash).toBe(one.year.contentHash)
  })

  it('gives the same rows on every machine', async () => {
    const { facts } = await readFacts()
    const { output } = await generateYearTask({ facts, rows: 20_000, seed: 42 }, { progress() {} })
    const hash = createHash('sha256')
    for (const name of YEAR_COLUMNS) hash.update(output[name])
    expect(hash.digest('hex')).toBe('11c482c0716f308b169a464c4fa44015b05878bc08c01499bc8aeaf57a803ff9')
  })

  it('gives other rows for another seed, and another content hash for another seed, size or window', async () => {
    const { duck, year } = await download(small)
    const reseeded = await download({ ...small, seed: 43 })
    expect(await digestOf(reseeded.duck, reseeded.year)).not.toBe(await digestOf(duck, year))
    const { year: larger } = await download({ rows: 20_001 })
    const { year: shorter } = await download(small, { days: 31 })
    expect(new Set([year, reseeded.year, larger, shorter].map(({ contentHash }) => contentHash)).size).toBe(4)
  })

  it('delivers the months that the window touches, and none of another year', async () => {
    const { year } = await download(small, { date: '2017-04-15', days: 20 })
    expect(year.date).toBe('2017-04-15')
    expect(year.months.map(({ month }) => month)).toEqual(['2017-03', '2017-04'])
    const { year: later } = await download(small, { date: '2020-01-01' })
    expect(later.months).toEqual([])
  })

  it('reports progress in rows up to the total', async () => {
    const seen: Progress[] = []
    await download(small, {}, { signal: new AbortController().signal, progress: (progress) => seen.push(progress) })
    expect(seen.length).toBeGreaterThan(3)
    for (const { total, unit } of seen) expect([total, unit]).toEqual([20_000, 'rows'])
    const done = seen.map((progress) => progress.done)
    expect(done).toEqual(done.toSorted((a, b) => a - b))
    expect(done.at(-1)).toBe(20_000)
  })

  it.each(['generating', 'writing'])('stops when it is cancelled while %s, and can be asked again', async (when) => {
    const request = await downloadRequest({})
    const cancel = new AbortController()
    const job: Job = {
      signal: cancel.signal,
      progress({ done, total }) {
        if (when === 'generating' || done > total / 2) cancel.abort()
      },
    }
    await expect(createDemoSource(small).download(request, job)).rejects.toThrow(CancelledError)
    expect(await request.duck.rows('SELECT table_name FROM duckdb_tables()')).toEqual([])
    const again = await createDemoSource(small).download(request, quietJob())
    expect(again.months.reduce((sum, { rows }) => sum + rows, 0)).toBe(20_000)
  })
})
