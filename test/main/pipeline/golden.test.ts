import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { type Duck, literal, openDuck } from '../../../src/main/duck.ts'
import { describeWithShared, shared } from '../../support.ts'
import { runEtl, writeMonth } from './etl.ts'
import { expectParity, type Reference } from './parity.ts'

describeWithShared('the recipe classic on the year 2017', () => {
  const folder = mkdtempSync(join(tmpdir(), 'golden-'))
  let duck: Duck
  beforeAll(async () => {
    duck = await openDuck({ threads: 2, spillFolder: join(folder, 'spill') })
  })
  afterAll(() => {
    duck.close()
    rmSync(folder, { recursive: true })
  })

  expectParity(async () => {
    const month = join(folder, 'raw.parquet')
    await writeMonth(duck, literal(shared('data', 'crimes_2017.parquet')), month)
    const stations = await duck.rows<{ district: string; name: string; x: number; y: number }>(`
      SELECT CAST(district AS VARCHAR) AS district, district_name AS name, x_coordinate AS x, y_coordinate AS y
      FROM read_csv(${literal(shared('data', 'police_stations.csv'))}, types = {'district': 'VARCHAR'})
      WHERE district SIMILAR TO '[0-9]+'`)
    const etl = await runEtl({ months: [month], stations, date: '2018-01-01', folder })
    const reference: Reference = JSON.parse(readFileSync(shared('golden', 'golden.json'), 'utf8'))
    return { duck, etl, reference, stations, month }
  })
})
