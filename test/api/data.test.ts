import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findFile } from '../../src/main/api/files.ts'
import { runQuery } from '../../src/main/tables/query.ts'
import { incidentFile, openApi, QUICK_RECIPE, runEnd, type TestApi } from '../support/api.ts'

const never = new AbortController().signal

describe('the tables of a run', () => {
  let test: TestApi
  let api: TestApi['api']
  let secret: string

  beforeAll(async () => {
    test = await openApi()
    api = test.api
    secret = join(test.folder, 'secret.csv')
    writeFileSync(secret, 'password\nhunter2\n')
    const { runId } = await api.pipeline.start({
      source: { kind: 'file', path: incidentFile(test.folder, 3000) },
      recipe: QUICK_RECIPE,
      toStage: 'features',
    })
    expect((await runEnd(api, runId)).status).toBe('FINISHED')
  })
  afterAll(() => test.close())

  it('are named by their steps, with their rows', async () => {
    const tables = await api.data.tables({})
    expect(tables.map(({ view }) => view)).toEqual([
      'download',
      'merge',
      'enrich',
      ...['split', 'outliers', 'encode', 'scale', 'balance', 'features'].flatMap((step) => [
        `${step}_train`,
        `${step}_test`,
      ]),
      'features_train_ids',
      'features_test_ids',
    ])
    expect(tables[0]).toMatchObject({ step: 'download', table: 'months', rows: 3000 })
  })

  it('come a page at a time, in their own order where none is asked for', async () => {
    const all = await api.data.page({ step: 'merge', limit: 1000 })
    const part = await api.data.page({ step: 'merge', offset: 40, limit: 7 })
    expect(part.total).toBe(3000)
    expect(part.rows).toEqual(all.rows.slice(40, 47))
    expect(part.columns.find(({ name }) => name === 'date')?.type).toBe('TIMESTAMP')
  })

  it('are sorted and filtered by their own columns', async () => {
    const page = await api.data.page({
      step: 'enrich',
      filters: [
        { column: 'primary_type', operator: '=', value: 'THEFT' },
        { column: 'distance_crime_to_police_station', operator: '>', value: '1000' },
        { column: 'location_description', operator: 'contains', value: 'stree' },
      ],
      sort: [{ column: 'distance_crime_to_police_station', descending: true }],
      limit: 50,
    })
    const place = (name: string) => page.columns.findIndex((column) => column.name === name)
    const distances = page.rows.map((row) => Number(row[place('distance_crime_to_police_station')]))
    expect(distances.length).toBeGreaterThan(5)
    expect(distances).toEqual(distances.toSorted((a, b) => b - a))
    expect(Math.min(...distances)).toBeGreaterThan(1000)
    expect(new Set(page.rows.map((row) => row[place('primary_type')]))).toEqual(new Set(['THEFT']))
    expect(new Set(page.rows.map((row) => row[place('location_description')]))).toEqual(new Set(['STREET']))
    expect(page.passing).toBeLessThan(page.total)
  })

  it('refuse a column that they do not have, and a value that is none of its type', async () => {
    const bad = (column: string, value: string) =>
      api.data.page({ step: 'enrich', filters: [{ column, operator: '=', value }] })
    await expect(bad('nothing', '1')).rejects.toMatchObject({ cause: { code: 'data.no_column' } })
    await expect(bad('x_coordinate', 'far')).rejects.toMatchObject({ cause: { code: 'data.bad_value' } })
    const absent = api.data.page({ step: 'train' })
    await expect(absent).rejects.toMatchObject({ cause: { code: 'data.no_table' } })
  })

  it('take any text as a value, never as SQL', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 60 }), async (value) => {
        const page = await api.data.page({
          step: 'enrich',
          filters: [{ column: 'primary_type', operator: '=', value }],
          limit: 3,
        })
        const place = page.columns.findIndex(({ name }) => name === 'primary_type')
        expect(page.rows.every((row) => row[place] === value)).toBe(true)
      }),
      { numRuns: 25, examples: [[`' OR 1=1 --`], [`THEFT'; DROP TABLE x; --`], ['$1'], ['\u0000']] },
    )
  })

  it('are counted by place, with the stations', async () => {
    const { cells, stations } = await api.data.density({ cellFeet: 5000 })
    const { total } = await api.data.page({ step: 'enrich', limit: 1 })
    expect(cells.reduce((sum, { incidents }) => sum + incidents, 0)).toBe(total)
    expect(stations.length).toBeGreaterThan(20)
    expect(cells.every(({ incidents, arrests }) => arrests <= incidents)).toBe(true)
  })

  it('give whole columns as numbers', async () => {
    const file = await findFile(
      'columns/features/test',
      new URLSearchParams({ names: 'arrest,iucr_freq' }),
      test.engine,
      never,
    )
    const bytes = Buffer.concat(await file!.body.toArray())
    const rows = Number(file!.headers!['x-rows'])
    const numbers = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
    const page = await api.data.page({ step: 'features', table: 'test', limit: 1000 })
    const column = (name: string) => page.rows.map((row) => Number(row[page.columns.findIndex((c) => c.name === name)]))
    expect(rows).toBe(page.total)
    expect([...numbers.subarray(0, rows)]).toEqual(column('arrest'))
    expect([...numbers.subarray(rows)]).toEqual(column('iucr_freq'))
  })

  describe('in a query', () => {
    const query = (sql: string) => api.data.query({ sql })

    it('are views by their names', async () => {
      const { columns, rows, more } = await query(`
        WITH kept AS (SELECT primary_type, count(*) AS incidents FROM enrich GROUP BY ALL)
        SELECT * FROM kept ORDER BY incidents DESC`)
      expect(columns.map(({ name }) => name)).toEqual(['primary_type', 'incidents'])
      const { total } = await api.data.page({ step: 'enrich', limit: 1 })
      expect(rows.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(total)
      expect(more).toBe(false)
    })

    it('can be described and explained', async () => {
      expect((await query('DESCRIBE enrich')).rows.length).toBeGreaterThan(10)
      expect((await query('EXPLAIN SELECT count(*) FROM split_train')).rows).toHaveLength(1)
    })

    it('give at most a thousand rows, and say that there are more', async () => {
      const { rows, more } = await query('SELECT id FROM merge')
      expect(rows).toHaveLength(1000)
      expect(more).toBe(true)
    })

    it('say what is wrong in the engine’s words', async () => {
      const refused = await query('SELECT nothing FROM enrich').catch((error: unknown) => error)
      expect(refused).toMatchObject({ cause: { code: 'data.query_failed' } })
      expect(String(refused)).toContain('nothing')
    })

    it.each([
      ['a change', 'DELETE FROM enrich'],
      ['a new table', 'CREATE TABLE t AS SELECT 1'],
      ['a view in the place of another', 'CREATE OR REPLACE VIEW enrich AS SELECT 1'],
      ['two statements', 'SELECT 1; SELECT 2'],
      ['a setting', 'SET enable_external_access = true'],
      ['a reset', 'RESET enable_external_access'],
      ['a pragma', 'PRAGMA enable_external_access = true'],
      ['an extension', 'INSTALL httpfs'],
      ['a loaded extension', 'LOAD httpfs'],
      ['another database', `ATTACH 'other.db'`],
      ['a copy to a file', `COPY (SELECT 1) TO 'stolen.csv'`],
      ['an export', `EXPORT DATABASE 'stolen'`],
      ['a call', `CALL pragma_version()`],
      ['an explained change', 'EXPLAIN ANALYZE DELETE FROM enrich'],
      ['nothing', '-- nothing'],
    ])('refuse %s', async (_what, sql) => {
      const refused = await query(sql).catch((error: unknown) => error)
      expect(refused).toMatchObject({ name: 'TRPCError', cause: { name: 'UserError' } })
    })

    it.each([
      ['a file', (path: string) => `SELECT * FROM read_csv('${path}')`],
      ['a file as text', (path: string) => `SELECT content FROM read_text('${path}')`],
      ['a file as bytes', (path: string) => `SELECT * FROM read_blob('${path}')`],
      ['a file by its name', (path: string) => `SELECT * FROM '${path}'`],
      ['a list of files', (path: string) => `SELECT * FROM glob('${path}*')`],
      ['a file by way of query()', (path: string) => `SELECT * FROM query('FROM read_text(''${path}'')')`],
      ['a file by a sniffer', (path: string) => `SELECT * FROM sniff_csv('${path}')`],
      ['the web', () => `SELECT * FROM read_csv('https://example.org/x.csv')`],
    ])('cannot reach %s', async (_what, sql) => {
      const refused = await query(sql(secret)).catch((error: unknown) => error)
      expect(refused).toMatchObject({ cause: { code: 'data.query_failed' } })
      expect(String(refused)).toMatch(/permission|disabled|extension/i)
    })

    it('leave the tables as they were, even in a clause that writes', async () => {
      const before = await api.data.page({ step: 'enrich', limit: 5 })
      await query(`WITH gone AS (DELETE FROM enrich RETURNING id) SELECT * FROM gone`).catch(() => {})
      expect(await api.data.page({ step: 'enrich', limit: 5 })).toEqual(before)
    })

    it('are stopped when they take too long, or are cancelled', async () => {
      const endless = 'SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b'
      const late = runQuery(endless, [], undefined, { rows: 1, elapsedMs: 300 })
      await expect(late).rejects.toMatchObject({ code: 'data.query_too_long' })
      const abort = new AbortController()
      const cancelled = runQuery(endless, [], abort.signal)
      setTimeout(() => abort.abort(), 200)
      await expect(cancelled).rejects.toMatchObject({ name: 'CancelledError' })
    })

    it('end when they need more memory than they may have', async () => {
      const large = runQuery('SELECT list(range) AS l FROM range(100000000)', [], undefined)
      await expect(large).rejects.toMatchObject({ code: 'data.query_failed' })
    })
  })
})
