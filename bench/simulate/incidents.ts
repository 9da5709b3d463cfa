import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { appRoot } from '../../src/main/appRoot.ts'
import { type Duck, literal } from '../../src/main/duck.ts'
import { generateIncidents, toPortalCsv } from '../../test/support/incidents.ts'

export type Incident = Record<string, unknown>
export interface Outcome {
  id: string
  arrest: boolean
}

/** Two years of incidents, from which a file is written again each month, as an export of the portal would be. */
export interface Years {
  label: string
  /** Writes what was reported before a day (`YYYY-MM-DD`, exclusive) to a Parquet file. */
  exportBefore(day: string, file: string): Promise<number>
  /** Incidents of [from, to), at most `limit`, as requests of the endpoint, and by their ids how they ended. */
  requests(from: string, to: string, limit: number): Promise<{ instances: Incident[]; outcomes: Outcome[] }>
}

/** From this day on one offence has another code and another name: what the city does now and then. */
export const RENAMED_FROM = '2017-08-01'
export const RENAMED = { type: 'BATTERY', as: 'ASSAULT AND BATTERY', iucr: '9486' }

/**
 * The real incidents of 2016 and 2017 where they lie beside the checkout, else generated ones. Exports hold a share (0-1) of
 * them; the endpoint is asked for any.
 */
export async function openYears(duck: Duck, folder: string, share: number, generated: boolean): Promise<Years> {
  const real = ['2016', '2017'].map((year) => join(appRoot, '..', 'shared', 'data', `crimes_${year}.parquet`))
  const isReal = !generated && real.every((file) => existsSync(file))
  if (isReal) {
    const files = real.map(literal).join(', ')
    await duck.run(`
      CREATE TABLE years AS
      SELECT *, hash(CAST(id AS BIGINT)) % 1000 < ${Math.round(share * 1000)} AS exported
      FROM read_parquet([${files}], union_by_name = true)`)
  } else {
    const csv = join(folder, 'years.csv')
    const incidents = generateIncidents(40_000, 7, { from: '2016-01-01', to: '2018-01-01' })
    writeFileSync(csv, toPortalCsv(incidents, 'api'))
    await duck.run(
      `CREATE TABLE years AS SELECT *, true AS exported FROM read_csv(${literal(csv)}, all_varchar = true)`,
    )
  }
  const { type, as, iucr } = RENAMED
  await duck.run(`
    CREATE VIEW reported AS
    SELECT * REPLACE (
      CASE WHEN renamed THEN ${literal(as)} ELSE CAST(primary_type AS VARCHAR) END AS primary_type,
      CASE WHEN renamed THEN ${literal(iucr)} ELSE CAST(iucr AS VARCHAR) END AS iucr
    )
    FROM (
      SELECT *, primary_type = ${literal(type)} AND CAST(date AS TIMESTAMP) >= TIMESTAMP ${literal(RENAMED_FROM)} AS renamed
      FROM years
    )`)
  return {
    label: isReal
      ? `the real incidents of 2016 and 2017 (exports hold ${share * 100} % of them)`
      : 'generated incidents of 2016 and 2017',
    async exportBefore(day, file) {
      const before = `FROM reported WHERE exported AND CAST(date AS TIMESTAMP) < TIMESTAMP ${literal(day)}`
      await duck.run(`COPY (SELECT * EXCLUDE (renamed, exported) ${before}) TO ${literal(file)} (FORMAT parquet)`)
      const [row] = await duck.rows<{ rows: number }>(`SELECT count(*)::DOUBLE AS rows ${before}`)
      return row!.rows
    },
    async requests(from, to, limit) {
      const rows = await duck.rows<Incident & Outcome>(`
        SELECT
          CAST(id AS VARCHAR) AS id,
          strftime(CAST(date AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S') AS date,
          iucr,
          primary_type,
          CAST(location_description AS VARCHAR) AS location_description,
          CAST(block AS VARCHAR) AS block,
          CAST(domestic AS BOOLEAN) AS domestic,
          CAST(fbi_code AS VARCHAR) AS fbi_code,
          CAST(district AS VARCHAR) AS district,
          CAST(beat AS VARCHAR) AS beat,
          CAST(ward AS INTEGER) AS ward,
          CAST(community_area AS INTEGER) AS community_area,
          CAST(x_coordinate AS DOUBLE) AS x_coordinate,
          CAST(y_coordinate AS DOUBLE) AS y_coordinate,
          CAST(arrest AS BOOLEAN) AS arrest
        FROM reported
        WHERE CAST(date AS TIMESTAMP) >= TIMESTAMP ${literal(from)}
          AND CAST(date AS TIMESTAMP) < TIMESTAMP ${literal(to)}
          AND x_coordinate IS NOT NULL
          AND district IS NOT NULL
          AND beat IS NOT NULL
        ORDER BY hash(id)
        LIMIT ${Math.floor(limit)}`)
      const outcomes = rows.map(({ id, arrest }) => ({ id, arrest }))
      return { instances: rows.map(({ arrest: _, ...incident }) => incident), outcomes }
    },
  }
}
