import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { listValue } from '@duckdb/node-api'
import { throwIfCancelled } from '../../../shared/errors.ts'
import { createTable } from '../../columns.ts'
import { type Duck, literal } from '../../duck.ts'
import { createWorkerPool } from '../../workers/pool.ts'
import { diskProblem } from '../fileProblems.ts'
import type { DownloadRequest, RawMonth, Source } from '../source.ts'
import { stationsFor } from '../stations.ts'
import { monthsOf, windowBefore } from '../window.ts'
import { type Facts, readFacts } from './facts.ts'
import { locationList, offenceList } from './offences.ts'
import { type GeneratedYear, YEAR_COLUMNS, type YearRequest } from './year.ts'

/** Raised whenever the same facts, rows and seed give other incidents. */
const GENERATOR_VERSION = 2
const LABEL = 'demonstration year'

export interface DemoOptions {
  /** Rows of the whole year; 260,000 unless a test wants it smaller. */
  rows?: number
  seed?: number
}

/**
 * The demonstration year: incidents that never happened, generated from what the app ships about a real year (see
 * `factsSchema`). Ids, case numbers and blocks are of a kind that the city does not use. The year is the real one's, so
 * the run date is its end unless another is asked for; months outside of the window are not delivered.
 */
export function createDemoSource({ rows = 260_000, seed = 42 }: DemoOptions = {}): Source {
  /** What a request gets, short of the incidents themselves. */
  async function plan({ date, days, stationsFile }: Pick<DownloadRequest, 'date' | 'days' | 'stationsFile'>) {
    const stations = await stationsFor(stationsFile)
    const { json, facts } = await readFacts()
    const runDate = date ?? `${facts.year + 1}-01-01`
    const wanted = monthsOf(windowBefore(runDate, days)).filter((month) => month.startsWith(`${facts.year}-`))
    const identity = [GENERATOR_VERSION, sha256(json), rows, seed, runDate, wanted, stations]
    return { stations, facts, runDate, wanted, contentHash: sha256(JSON.stringify(identity)) }
  }

  return {
    request: { kind: 'demo' },
    identify: async (request) => (await plan(request)).contentHash,
    async download(request, job) {
      const { workFolder, duck } = request
      const { stations, facts, runDate, wanted, contentHash } = await plan(request)
      // Generating and writing take about as long, so each is half of the progress.
      const tell = (rowsGenerated: number, rowsWritten: number) => {
        const done = Math.round((rowsGenerated + rowsWritten) / 2)
        job.progress({ done, total: rows, unit: 'rows', what: LABEL })
      }
      const year = await generate({ facts, rows, seed }, job.signal, (share) => tell(share * rows, 0))
      const writing = { facts, year, wanted, workFolder, duck, signal: job.signal }
      const months = await writeMonths(writing, (written) => tell(rows, written))
      tell(rows, rows)
      return {
        label: LABEL,
        generated: true,
        date: runDate,
        months,
        stations,
        contentHash,
        rejected: [],
      }
    },
  }
}

/** The year's columns, made in a thread of their own. */
async function generate(
  request: YearRequest,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<GeneratedYear> {
  const pool = createWorkerPool({ threads: 1 })
  try {
    return await pool.run('generateYear', request, { signal, onProgress })
  } finally {
    await pool.close()
  }
}

interface MonthsToWrite {
  facts: Facts
  year: GeneratedYear
  wanted: string[]
  workFolder: string
  duck: Duck
  signal: AbortSignal
}

/** One Parquet file a month, in the order of the rows. */
async function writeMonths(
  { facts, year, wanted, workFolder, duck, signal }: MonthsToWrite,
  onWritten: (rows: number) => void,
): Promise<RawMonth[]> {
  const months: RawMonth[] = []
  let written = 0
  try {
    await createLists(duck, facts)
    for (const month of wanted) {
      throwIfCancelled(signal)
      const [from, to] = rowsOf(year, month)
      const file = join(workFolder, `crimes-${month}.parquet`)
      const columns = Object.fromEntries(YEAR_COLUMNS.map((name) => [name, year[name].subarray(from, to)]))
      await createTable(duck, 'demo_rows', columns)
      await duck.cancellable(signal, () => duck.run(`COPY (${INCIDENTS}) TO ${literal(file)} (FORMAT parquet)`))
      months.push({ month, file, rows: to - from })
      written += to - from
      onWritten(written)
    }
  } catch (error) {
    throw diskProblem(error, workFolder)
  } finally {
    for (const table of ['demo_rows', 'demo_offence', 'demo_location', 'demo_cell']) {
      await duck.run(`DROP TABLE IF EXISTS ${table}`)
    }
  }
  return months
}

/** The rows of `demo_rows` as incidents; the columns of INCIDENT_COLUMNS, in their order and types. */
const INCIDENTS = `
  SELECT
    CAST(id AS BIGINT) AS id,
    printf('GEN%07d', CAST("case" AS BIGINT)) AS case_number,
    make_timestamp(CAST(date AS BIGINT) * 1000000) AS date,
    printf('GENERATED BLOCK %05d', CAST(block AS BIGINT)) AS block,
    iucr,
    primary_type,
    description,
    location_description,
    arrest = 1 AS arrest,
    domestic = 1 AS domestic,
    beat,
    district,
    CAST(ward AS INTEGER) AS ward,
    CAST(community_area AS INTEGER) AS community_area,
    fbi_code,
    if(isnan(x), NULL, x) AS x_coordinate,
    if(isnan(y), NULL, y) AS y_coordinate,
    CAST(year(make_timestamp(CAST(date AS BIGINT) * 1000000)) AS INTEGER) AS year,
    make_timestamp(CAST(updated_on AS BIGINT) * 1000000) AS updated_on,
    if(isnan(latitude), NULL, latitude) AS latitude,
    if(isnan(longitude), NULL, longitude) AS longitude
  FROM demo_rows
  JOIN demo_offence ON demo_offence.at = offence
  JOIN demo_location ON demo_location.at = location
  JOIN demo_cell ON demo_cell.at = cell
  ORDER BY id, updated_on`

/** What the codes of the generated rows stand for, as tables with the position as `at`. */
async function createLists(duck: Duck, facts: Facts): Promise<void> {
  const { iucr, primary_type, description, fbi_code } = offenceList(facts)
  const { cells, beats, districts } = facts
  const beat = cells.beat.map((at) => beats.name[at]!)
  const district = cells.beat.map((at) => districts[beats.district[at]!]!)
  const { ward, community_area } = cells
  const location_description = locationList(facts).name.map((name) => name ?? '')
  await createList(duck, 'demo_offence', { iucr, primary_type, description, fbi_code })
  await createList(duck, 'demo_cell', { beat, district, ward, community_area })
  await createList(duck, 'demo_location', { location_description })
  await duck.run(`UPDATE demo_location SET location_description = nullif(location_description, '')`)
}

async function createList(duck: Duck, name: string, columns: Record<string, string[] | number[]>): Promise<void> {
  const names = Object.keys(columns)
  await duck.run(
    `
    CREATE OR REPLACE TEMP TABLE ${name} AS
    SELECT *, CAST(row_number() OVER () - 1 AS DOUBLE) AS at
    FROM (SELECT ${names.map((column) => `unnest($${column}) AS ${column}`).join(', ')})`,
    Object.fromEntries(names.map((column) => [column, listValue(columns[column]!)])),
  )
}

/** The rows of a month: from and up to, not including. */
function rowsOf({ date }: GeneratedYear, month: string): [from: number, to: number] {
  const [year, number] = month.split('-').map(Number)
  const begin = (offset: number) => Date.UTC(year!, number! - 1 + offset, 1) / 1000
  return [countBelow(date, begin(0)), countBelow(date, begin(1))]
}

/** How many of the ascending values are below `limit`. */
function countBelow(values: Float64Array, limit: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle]! < limit) low = middle + 1
    else high = middle
  }
  return low
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
