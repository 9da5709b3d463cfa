import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { appRoot } from '../../../src/main/appRoot.ts'
import { type Duck, literal } from '../../../src/main/duck.ts'
import type { Station } from '../../../src/main/sources/source.ts'
import { readStations, writeMonth } from './etl.ts'

/** The small generated year of `test/reference`, and what the Python libraries computed for it. */
const folder = join(appRoot, 'test', 'reference')

export const SMALL_YEAR_DATE = '2030-01-01'

/** The generated incidents as a relation with all columns of the portal. */
export const smallYear = `(
  SELECT *, NULL AS case_number, NULL AS block, NULL AS year, NULL AS latitude, NULL AS longitude
  FROM read_csv(${literal(join(folder, 'small_year.csv.gz'))}, all_varchar = true)
)`

/** Writes the small year, or a relation made of it, as one raw month. */
export async function writeSmallYear(duck: Duck, file: string, relation = smallYear): Promise<void> {
  await writeMonth(duck, relation, file)
}

export async function smallYearStations(duck: Duck): Promise<Station[]> {
  return readStations(duck, join(folder, 'small_year_stations.csv'))
}

export function smallYearReference(): unknown {
  return JSON.parse(gunzipSync(readFileSync(join(folder, 'small_year.json.gz'))).toString())
}
