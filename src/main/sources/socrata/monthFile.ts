import { z } from 'zod'
import { INCIDENT_COLUMNS, type IncidentColumn } from '../../../shared/pipeline/incident.ts'
import { type Duck, identifier, literal } from '../../duck.ts'
import { incidentsSql } from '../incidentSql.ts'
import { type Rejected, type RejectReason, rejectReason, sumRejected } from '../rejected.ts'

/**
 * What a month's Parquet file says about itself, in its own metadata, so that rows and facts are stored in one step:
 * after a kill there is never a month whose facts belong to other rows.
 */
export interface MonthFacts {
  /** Rows of the portal that this month stands for: those in the file and the rejected ones. */
  portalRows: number
  /** Newest `updated_on`, as the portal writes it; later changes are newer. Null when no row has one. */
  mark: string | null
  /** sha-256 of the rows. */
  digest: string
  rejected: Rejected[]
}

const METADATA_KEY = 'arrest-workbench.month'
const columns = Object.keys(INCIDENT_COLUMNS) as IncidentColumn[]

const factsSchema = z.object({
  version: z.literal(1),
  portalRows: z.int().min(0),
  mark: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/)
    .nullable(),
  digest: z.string(),
  rejected: z.array(z.object({ reason: z.custom<RejectReason>((value) => typeof value === 'string'), rows: z.int() })),
})

/** The facts and rows of a month's file; undefined when it cannot be read or another version wrote it. */
export async function readMonthFile(duck: Duck, file: string): Promise<(MonthFacts & { rows: number }) | undefined> {
  try {
    const [metadata] = await duck.rows<{ facts: string }>(
      `SELECT decode(value) AS facts FROM parquet_kv_metadata(${literal(file)}) WHERE decode(key) = $key`,
      { key: METADATA_KEY },
    )
    if (metadata === undefined) return undefined
    const facts = factsSchema.parse(JSON.parse(metadata.facts))
    return { ...facts, rows: await duck.number(`SELECT count(*) FROM read_parquet(${literal(file)})`) }
  } catch {
    // Damaged or foreign: as if it were not there, the month is fetched again.
    return undefined
  }
}

/**
 * Writes a month from pages of the API's JSON, merged into an older file of the month if there is one: one row an id,
 * the newest `updated_on` wins.
 */
export async function writeMonthFile(
  duck: Duck,
  pages: string[],
  older: { file: string; rejected: Rejected[] } | undefined,
  file: string,
): Promise<MonthFacts & { rows: number }> {
  try {
    await duck.run(`CREATE OR REPLACE TEMP TABLE page_rows AS ${incidentsSql(pageIncidents(pages))}`)
    await duck.run(`
      CREATE OR REPLACE TEMP TABLE month_rows AS
      ${older === undefined ? PAGES_ONLY : mergedInto(older.file)}`)
    const { rows, ...facts } = await factsOf(duck, older?.rejected ?? [])
    await duck.run(`
      COPY (FROM month_rows ORDER BY id, updated_on)
      TO ${literal(file)} (
        FORMAT parquet, COMPRESSION snappy,
        KV_METADATA {${literal(METADATA_KEY)}: ${literal(JSON.stringify({ version: 1, ...facts }))}}
      )`)
    return { rows, ...facts }
  } finally {
    await duck.run('DROP TABLE IF EXISTS page_rows')
    await duck.run('DROP TABLE IF EXISTS month_rows')
  }
}

const list = columns.map(identifier).join(', ')
const PAGES_ONLY = `SELECT ${list} FROM page_rows WHERE month > 0`

function mergedInto(older: string): string {
  return `
      WITH versions AS (
        SELECT ${list}, false AS fresh FROM read_parquet(${literal(older)})
        UNION ALL
        SELECT ${list}, true AS fresh FROM page_rows WHERE month > 0
      )
      SELECT ${list}
      FROM versions
      QUALIFY row_number() OVER (PARTITION BY id ORDER BY updated_on DESC NULLS LAST, fresh DESC) = 1`
}

function pageIncidents(pages: string[]) {
  const types = columns.map((column) => `${literal(column)}: 'VARCHAR'`).join(', ')
  const values = columns.map((column) => `nullif(${identifier(column)}, '') AS ${identifier(column)}`).join(', ')
  const relation = `(
    SELECT ${values}
    FROM read_json([${pages.map(literal).join(', ')}], columns = {${types}}, format = 'array')
  )`
  return { relation, columns: new Map(columns.map((column) => [column, 'text'] as const)) }
}

async function factsOf(duck: Duck, rejectedBefore: Rejected[]): Promise<MonthFacts & { rows: number }> {
  const rejectedNow = await duck.rows<{ code: number; rows: bigint }>(
    'SELECT month AS code, count(*) AS rows FROM page_rows WHERE month < 0 GROUP BY month',
  )
  const [row] = await duck.rows<{ rows: bigint; mark: string | null; digest: string }>(`
    SELECT
      count(*) AS rows,
      strftime(max(updated_on), '%Y-%m-%dT%H:%M:%S.%g') AS mark,
      sha256(coalesce(string_agg(md5(CAST(r AS VARCHAR)), '' ORDER BY id, updated_on, CAST(r AS VARCHAR)), '')) AS digest
    FROM month_rows AS r`)
  const rejected = sumRejected([
    ...rejectedBefore,
    ...rejectedNow.map(({ code, rows }) => ({ reason: rejectReason(code), rows: Number(rows) })),
  ])
  const rejectedRows = rejected.reduce((sum, { rows: count }) => sum + count, 0)
  const rows = Number(row!.rows)
  return { rows, portalRows: rows + rejectedRows, mark: row!.mark, digest: row!.digest, rejected }
}
