import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { literal } from '../../../../src/main/duck.ts'
import { projectToIllinoisEast } from '../../../../src/main/geo/illinoisEast.ts'
import type { Job, Progress } from '../../../../src/main/progress.ts'
import { createFileSource } from '../../../../src/main/sources/file/file.ts'
import { CancelledError } from '../../../../src/shared/errors.ts'
import { INCIDENT_COLUMNS } from '../../../../src/shared/pipeline/incident.ts'
import { type ApiIncident, generateIncidents, toPortalCsv } from '../../../support/incidents.ts'
import { downloadRequest, expectedRows, rowsOf } from '../../../support/sources.ts'
import { describeWithShared, quietJob, shared, temporaryFolder } from '../../../support.ts'
import { api, columns, download, fileWith, incidents, lines, records, title } from './portalFile.ts'

describe('a file of the portal', () => {
  it.each([
    ['CSV with API headers', 'crimes.csv', api],
    ['CSV with Title Case headers and American dates', 'crimes.csv', title],
    ['CSV from Windows, with a byte order mark', 'crimes.csv', `\ufeff${title.replaceAll('\n', '\r\n')}`],
    ['gzipped CSV', 'crimes.csv.gz', gzipSync(api)],
    ['JSON array', 'crimes.json', JSON.stringify(records)],
    ['JSON lines', 'crimes.ndjson', lines],
    ['gzipped JSON array', 'crimes.json.gz', gzipSync(JSON.stringify(records))],
    ['gzipped JSON lines under any name', 'download', gzipSync(lines)],
  ])('%s gives the same rows', async (_, name, content) => {
    const { duck, result } = await download(fileWith(content, name))
    expect(await rowsOf(duck, result)).toEqual(expectedRows(incidents))
    expect(result).toMatchObject({ date: '2018-01-01', label: name, generated: false, rejected: [] })
  })

  it('may be separated by semicolons', async () => {
    const plain = incidents.filter(({ location_description: location }) => !location?.toString().includes(','))
    const { duck, result } = await download(fileWith(toPortalCsv(plain, 'title').replaceAll(',', ';')))
    expect(await rowsOf(duck, result)).toEqual(expectedRows(plain))
  })

  it('may have a name that looks like a pattern', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'crimes.csv'), api.replaceAll('THEFT', 'OTHER'))
    for (const name of ['crime?.csv', '*.csv', "crimes [1] o'clock.csv"]) {
      writeFileSync(join(folder, name), api)
      const { duck, result } = await download(join(folder, name))
      expect(await rowsOf(duck, result)).toEqual(expectedRows(incidents))
    }
  })

  it('may be Parquet, typed or all text', async () => {
    const { duck } = await download(fileWith(api))
    const csv = fileWith(api)
    const folder = temporaryFolder()
    await duck.run(
      `COPY (FROM read_csv(${literal(csv)}, types = {'iucr': 'VARCHAR', 'beat': 'VARCHAR', 'district': 'VARCHAR', 'ward': 'DOUBLE'})) TO ${literal(join(folder, 'typed'))} (FORMAT parquet)`,
    )
    await duck.run(
      `COPY (FROM read_csv(${literal(csv)}, all_varchar = true)) TO ${literal(join(folder, 'text'))} (FORMAT parquet)`,
    )
    for (const kind of ['typed', 'text']) {
      const { result, duck: reader } = await download(join(folder, kind))
      expect(await rowsOf(reader, result)).toEqual(expectedRows(incidents))
    }
  })

  it('becomes one Parquet file a month with exactly the columns and types of an incident', async () => {
    const { duck, result, folder } = await download(fileWith(title.replaceAll(/^/gm, 'extra,')))
    expect(result.months.map(({ month }) => month)).toEqual(
      Array.from({ length: 12 }, (_, k) => `2017-${String(k + 1).padStart(2, '0')}`),
    )
    for (const { month, file, rows } of result.months) {
      const expected = incidents.filter(({ date }) => String(date).startsWith(month))
      expect(rows).toBe(expected.length)
      expect(await duck.number(`SELECT count(*) FROM read_parquet(${literal(file)})`)).toBe(expected.length)
      const described = await duck.rows<{ column_name: string; column_type: string }>(
        `DESCRIBE FROM read_parquet(${literal(file)})`,
      )
      expect(Object.fromEntries(described.map((row) => [row.column_name, row.column_type]))).toEqual(INCIDENT_COLUMNS)
    }
    expect(readdirSync(folder).sort()).toEqual(result.months.map(({ month }) => `${month}.parquet`))
  })

  it('gets the zeros back that a spreadsheet took from its codes', async () => {
    const stripped = incidents.map((incident) => ({
      ...incident,
      iucr: String(incident.iucr).replace(/^0+/, ''),
      beat: String(incident.beat).replace(/^0+/, ''),
      district: `${Number(incident.district)}.0`,
      fbi_code: String(incident.fbi_code).replace(/^0(\d)$/, '$1'),
    }))
    const { duck, result } = await download(fileWith(toPortalCsv(stripped, 'title')))
    expect(await rowsOf(duck, result)).toEqual(expectedRows(incidents))
  })

  it('may come with latitude and longitude only: the coordinates in feet are projected', async () => {
    const only = columns.filter((column) => column !== 'x_coordinate' && column !== 'y_coordinate')
    const { duck, result } = await download(fileWith(toPortalCsv(incidents, 'api', only)))
    const rows = await rowsOf(duck, result)
    expect(rows).toHaveLength(incidents.length)
    for (const row of rows) {
      if (row.latitude === null) expect(row.x_coordinate).toBeNull()
      else {
        const { x, y } = projectToIllinoisEast(Number(row.latitude), Number(row.longitude))
        expect([Number(row.x_coordinate), Number(row.y_coordinate)]).toEqual([x, y])
      }
    }
  })

  it('may lack what no stage needs', async () => {
    const only = columns.filter((column) => !['case_number', 'block', 'updated_on', 'year'].includes(column))
    const { duck, result } = await download(fileWith(toPortalCsv(incidents, 'title', only)))
    const [first] = await rowsOf(duck, result)
    expect(first).toMatchObject({
      case_number: null,
      block: null,
      updated_on: null,
      year: null,
      iucr: incidents[0]!.iucr,
    })
  })

  it('gives the months that the window touches, and the date that was asked for', async () => {
    const { result } = await download(fileWith(api), { date: '2017-05-10', days: 60 })
    expect(result.date).toBe('2017-05-10')
    expect(result.months.map(({ month }) => month)).toEqual(['2017-03', '2017-04', '2017-05'])
  })

  it('may hold decades: only the window’s months are written', async () => {
    const decades = [2003, 2010, 2017].flatMap((year, k) =>
      generateIncidents(300, year, { from: `${year}-01-01`, to: `${year + 1}-01-01` }).map((incident, i) => ({
        ...incident,
        id: String(1000 * k + i),
      })),
    )
    const path = fileWith(toPortalCsv(decades, 'title'))
    const request = await downloadRequest()
    const result = await createFileSource(path, { largeFileBytes: 1 }).download(request, quietJob())
    expect(result.date).toBe((await download(path)).result.date)
    expect(result.months).toHaveLength(12)
    expect(await rowsOf(request.duck, result)).toEqual(expectedRows(decades.slice(600)))
  })

  it('gives one file a month also when DuckDB writes several', async () => {
    const request = await downloadRequest()
    await request.duck.run('SET partitioned_write_max_open_files = 2')
    await request.duck.run('SET partitioned_write_flush_threshold = 100')
    const result = await createFileSource(fileWith(api)).download(request, quietJob())
    expect(readdirSync(request.workFolder)).toHaveLength(12)
    expect(await rowsOf(request.duck, result)).toEqual(expectedRows(incidents))
  })

  it('may be Parquet with instants: they are Chicago’s wall clock', async () => {
    const { duck } = await download(fileWith(api))
    const path = join(temporaryFolder(), 'instants.parquet')
    await duck.run(`
      COPY (
        SELECT * REPLACE (timezone('America/Chicago', date) AS date)
        FROM read_csv(${literal(fileWith(api))}, types = {'iucr': 'VARCHAR', 'beat': 'VARCHAR', 'district': 'VARCHAR'})
        WHERE date < '2017-03-01'
      )
      TO ${literal(path)} (FORMAT parquet)`)
    const { result, duck: reader } = await download(path)
    const early = incidents.filter(({ date }) => String(date) < '2017-03')
    expect(await rowsOf(reader, result)).toEqual(expectedRows(early))
  })

  it('counts the rows that it cannot take, by reason, and keeps all others', async () => {
    const bad: ApiIncident[] = [
      { ...incidents[0]!, id: 'none' },
      { ...incidents[1]!, date: 'yesterday' },
      { ...incidents[2]!, arrest: '' },
      { ...incidents[3]!, domestic: 'perhaps' },
      { ...incidents[4]!, x_coordinate: '12 feet' },
      { ...incidents[5]!, y_coordinate: '1e999' },
    ]
    const content = `${toPortalCsv([...bad, ...incidents.slice(6)], 'api')}1,2,3\n`
    const { duck, result } = await download(fileWith(content))
    expect(result.rejected.toSorted((a, b) => (a.reason < b.reason ? -1 : 1))).toEqual([
      { reason: 'malformed_row', rows: 1 },
      { reason: 'missing_arrest', rows: 1 },
      { reason: 'unreadable_date', rows: 1 },
      { reason: 'unreadable_domestic', rows: 1 },
      { reason: 'unreadable_id', rows: 1 },
      { reason: 'unreadable_x_coordinate', rows: 1 },
      { reason: 'unreadable_y_coordinate', rows: 1 },
    ])
    expect(await rowsOf(duck, result)).toEqual(expectedRows(incidents.slice(6)))
  })

  it('counts the rows that an open quotation mark swallows', async () => {
    const [header, ...rows] = toPortalCsv(plainLocations(25), 'api').trimEnd().split('\n')
    const content = [header, ...rows.slice(0, 9), rows[9]!.replace(',', ',"'), ...rows.slice(10)].join('\n')
    const { result } = await download(fileWith(content))
    expect(result.rejected).toEqual([{ reason: 'malformed_row', rows: 16 }])
  })

  function plainLocations(count: number): ApiIncident[] {
    return incidents.slice(0, count).map((incident) => ({ ...incident, location_description: 'STREET' }))
  }

  it('counts broken JSON lines', async () => {
    const { duck, result } = await download(fileWith(`${lines}\n{"id": \n[]`))
    expect(result.rejected).toEqual([{ reason: 'malformed_row', rows: 2 }])
    expect(await rowsOf(duck, result)).toEqual(expectedRows(incidents))
  })

  it('has a content hash that changes with its content, its window and its stations only', async () => {
    const stations = fileWith('district,district_name,x_coordinate,y_coordinate\n1,One,1170000,1890000\n')
    const hash = async (path: string, overrides: Parameters<typeof downloadRequest>[0] = {}) =>
      (await download(path, overrides)).result.contentHash
    const original = await hash(fileWith(api, 'a.csv'))
    expect(await hash(fileWith(api, 'b.csv'))).toBe(original)
    const others = await Promise.all([
      hash(fileWith(toPortalCsv([{ ...incidents[0]!, arrest: !incidents[0]!.arrest }, ...incidents.slice(1)], 'api'))),
      hash(fileWith(api), { date: '2017-05-10' }),
      hash(fileWith(api), { stationsFile: stations }),
    ])
    expect(new Set([original, ...others]).size).toBe(4)
  })

  it('reports its progress in bytes up to the end', async () => {
    const seen: Progress[] = []
    const request = await downloadRequest()
    const job: Job = { signal: new AbortController().signal, progress: (progress) => seen.push(progress) }
    await createFileSource(fileWith(api)).download(request, job)
    const bytes = Buffer.byteLength(api)
    expect(seen.at(-1)).toEqual({ done: bytes, total: bytes, unit: 'bytes' })
    expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).toSorted((a, b) => a - b))
  })

  it('stops when cancelled and leaves nothing behind', async () => {
    const controller = new AbortController()
    const request = await downloadRequest()
    const long = fileWith(api + api.slice(api.indexOf('\n') + 1).repeat(60))
    const running = createFileSource(long).download(request, { signal: controller.signal, progress() {} })
    setTimeout(() => controller.abort(), 5)
    await expect(running).rejects.toThrow(CancelledError)
    expect(readdirSync(request.workFolder)).toEqual([])
  })
})

describeWithShared('the real year', () => {
  it('is the same as Parquet and as CSV, row for row', async () => {
    const parquet = await download(shared('data', 'crimes_2017.parquet'))
    expect(parquet.result).toMatchObject({ date: '2018-01-01', rejected: [] })
    expect(parquet.result.months.reduce((sum, { rows }) => sum + rows, 0)).toBe(267_792)
    const csv = join(temporaryFolder(), 'crimes.csv.gz')
    const months = parquet.result.months.map(({ file }) => literal(file)).join(', ')
    await parquet.duck.run(`COPY (FROM read_parquet([${months}])) TO ${literal(csv)} (FORMAT csv, COMPRESSION gzip)`)
    expect(gunzipSync(readFileSync(csv)).length).toBeGreaterThan(50_000_000)
    const again = await download(csv, { duck: parquet.duck })
    const others = again.result.months.map(({ file }) => literal(file)).join(', ')
    const original = `(SELECT * FROM read_parquet(${literal(shared('data', 'crimes_2017.parquet'))}))`
    for (const [a, b] of [
      [months, others],
      [others, months],
    ]) {
      expect(
        await parquet.duck.number(
          `SELECT count(*) FROM (FROM read_parquet([${a}]) EXCEPT ALL FROM read_parquet([${b}]))`,
        ),
      ).toBe(0)
    }
    const list = columns.join(', ')
    expect(
      await parquet.duck.number(
        `SELECT count(*) FROM (SELECT ${list} FROM ${original} EXCEPT ALL SELECT ${list} FROM read_parquet([${others}]))`,
      ),
    ).toBe(0)
  })
})
