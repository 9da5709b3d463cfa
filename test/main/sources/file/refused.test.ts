import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../../../src/shared/errors.ts'
import type { IncidentColumn } from '../../../../src/shared/pipeline/incident.ts'
import { toPortalCsv } from '../../../support/incidents.ts'
import type { downloadRequest } from '../../../support/sources.ts'
import { temporaryFolder } from '../../../support.ts'
import { api, columns, download, fileWith, incidents, records } from './portalFile.ts'

async function failure(path: string, overrides: Parameters<typeof downloadRequest>[0] = {}): Promise<UserError> {
  const error: unknown = await download(path, overrides).then(
    () => undefined,
    (thrown) => thrown,
  )
  if (error instanceof UserError) return error
  throw new Error('no UserError was thrown', { cause: error })
}

describe('a file that cannot be used is refused, saying why', () => {
  const gz = gzipSync(api)
  it.each([
    ['an empty file', '', 'sources.file.empty'],
    ['a gzipped empty file', gzipSync(''), 'sources.file.empty'],
    ['a web page saved as CSV', '<!DOCTYPE html><html><body>Sign in</body></html>', 'sources.file.html'],
    ['a zip', Buffer.from('PK\u0003\u0004rest'), 'sources.file.archive'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), 'sources.file.unknown'],
    ['UTF-16', Buffer.from(api, 'utf16le'), 'sources.file.unknown'],
    ['gzip cut in the middle', gz.subarray(0, gz.length / 2), 'sources.file.damaged'],
    ['gzip without its last bytes', gz.subarray(0, -5), 'sources.file.damaged'],
    ['gzip with a wrong byte', corrupted(gz), 'sources.file.damaged'],
    ['a JSON array cut off', JSON.stringify(records).slice(0, -30), 'sources.file.damaged'],
    ['a header without rows', api.split('\n')[0]!, 'sources.file.noRows'],
    ['rows of which none can be read', api.replaceAll(/^\d+/gm, 'x'), 'sources.file.noReadableRows'],
    ['a quotation mark left open', api.replaceAll('"', '').replace('\n', '\n1,"'), 'sources.file.unclosedQuote'],
  ])('%s', async (_, content, code) => {
    expect((await failure(fileWith(content))).code).toBe(code)
  })

  function corrupted(bytes: Buffer): Buffer {
    const copy = Buffer.from(bytes)
    copy[copy.length >> 1]! ^= 0xff
    return copy
  }

  it('a truncated Parquet', async () => {
    const { result } = await download(fileWith(api))
    const parquet = readFileSync(result.months[0]!.file)
    const error = await failure(fileWith(parquet.subarray(0, parquet.length / 2), 'crimes.parquet'))
    expect(error.code).toBe('sources.file.damaged')
  })

  it('another table: the missing columns are named', async () => {
    const error = await failure(fileWith('id,Date,IUCR,Primary Type\n1,2017-01-01,0110,THEFT\n'))
    expect(error.params.columns).toBe(
      'location_description, arrest, domestic, beat, district, ward, community_area, fbi_code, x_coordinate, y_coordinate',
    )
  })

  it.each(['id', 'date', 'iucr', 'arrest', 'fbi_code'] as const)('one without %s', async (column) => {
    const only = columns.filter((name) => name !== column)
    for (const content of [toPortalCsv(incidents, 'title', only), withoutKey(column)]) {
      const error = await failure(fileWith(content))
      expect([error.code, error.params.columns]).toEqual(['sources.file.missingColumns', column])
    }
  })

  function withoutKey(column: IncidentColumn): string {
    return JSON.stringify(records.map((record) => ({ ...record, [column]: undefined })))
  }

  it('a window in which it has no incident, telling the days it has', async () => {
    const error = await failure(fileWith(api), { date: '2015-01-01', days: 30 })
    expect(error.code).toBe('sources.file.emptyWindow')
    expect(error.params).toMatchObject({
      from: '2014-12-02',
      to: '2015-01-01',
      first: '2017-01-01',
      last: '2017-12-31',
    })
  })

  it('a path that is missing, a folder, or forbidden', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'sub'))
    expect((await failure(join(folder, 'absent.csv'))).code).toBe('sources.file.missing')
    expect((await failure(join(folder, 'sub'))).code).toBe('sources.file.folder')
    if (process.getuid?.() === 0) return
    const path = fileWith(api)
    chmodSync(path, 0)
    expect((await failure(path)).code).toBe('sources.file.forbidden')
  })
})
