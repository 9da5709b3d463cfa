import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Duck, literal, openDuck } from '../../../src/main/duck.ts'
import type { Station } from '../../../src/main/sources/source.ts'
import { describeWithShared, shared } from '../../support.ts'
import { digest, readStations, runEtl, writeMonth } from './etl.ts'
import { expectParity, type Reference } from './parity.ts'

describeWithShared('the recipe classic on the year 2017', () => {
  const folder = mkdtempSync(join(tmpdir(), 'golden-'))
  const month = join(folder, 'raw.parquet')
  let duck: Duck
  let stations: Station[]
  beforeAll(async () => {
    duck = await openDuck({ threads: 2, spillFolder: join(folder, 'spill') })
    await writeMonth(duck, literal(shared('data', 'crimes_2017.parquet')), month)
    stations = await readStations(duck, shared('data', 'police_stations.csv'))
  })
  afterAll(() => {
    duck.close()
    rmSync(folder, { recursive: true })
  })

  const run = (name: string, threads: number) =>
    runEtl({ months: [month], stations, date: '2018-01-01', folder: join(folder, name), threads })

  expectParity(async () => {
    const reference: Reference = JSON.parse(readFileSync(shared('golden', 'golden.json'), 'utf8'))
    return { duck, etl: await run('two', 2), reference, month, estimates: 1 }
  })

  it('gives the same bytes on one thread in another time zone', async () => {
    vi.stubEnv('TZ', 'Asia/Tokyo')
    const one = await run('one', 1)
    for (const name of ['train', 'test'])
      expect(digest(one.file('features', name, 'csv'))).toBe(digest(join(folder, 'two', 'features', `${name}.csv`)))
  })
})
