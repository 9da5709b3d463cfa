import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../../../shared/errors.ts'
import { type Duck, literal } from '../../duck.ts'
import type { Job } from '../../progress.ts'
import { diskProblem } from '../fileProblems.ts'
import { incidentsSql } from '../incidentSql.ts'
import { type Rejected, rejectReason, sumRejected } from '../rejected.ts'
import type { RawMonth } from '../source.ts'
import { addDays, type DayWindow } from '../window.ts'
import { damaged, type InspectedFile } from './inspect.ts'
import { needsProjection, withProjection } from './project.ts'
import { incidentsOf } from './relation.ts'
import { watched } from './watch.ts'

export interface WrittenMonths {
  /** Oldest first. */
  months: RawMonth[]
  rejected: Rejected[]
}

/** When an open quotation mark swallows more lines than this the file is refused. DuckDB shows 10,000 characters, about 50. */
const MOST_SWALLOWED_LINES = 20

/**
 * Reads a file once and writes one Parquet file a month into `folder`.
 *
 * @param window months that it does not touch are left out; all are written where there is none
 * @throws UserError `sources.file.*`, `sources.diskFull`; CancelledError
 */
export async function writeMonths(
  duck: Duck,
  file: InspectedFile,
  folder: string,
  window: DayWindow | undefined,
  job: Job,
): Promise<WrittenMonths> {
  const tag = randomUUID().replaceAll('-', '')
  const parts = join(folder, `parts-${tag}`)
  await mkdir(parts, { recursive: true })
  try {
    return await reading(file, folder, () =>
      watched(duck, job, file.bytes, async () => {
        const plain = await incidentsOf(file, duck, tag)
        const incidents = needsProjection(plain) ? await withProjection(plain, duck, tag, job.signal) : plain
        await duck.run(`
          COPY (
            FROM (${incidentsSql(incidents)})
            ${window === undefined ? '' : within(window)}
          )
          TO ${literal(parts)} (FORMAT parquet, COMPRESSION snappy, PARTITION_BY (month), OVERWRITE_OR_IGNORE)`)
        const skipped =
          incidents.rejectsTable === undefined ? 0 : await skippedLines(duck, incidents.rejectsTable, file)
        return await gather(duck, parts, folder, skipped)
      }),
    )
  } finally {
    await dropTables(duck, tag)
    await rm(parts, { recursive: true, force: true })
  }
}

/** First and last day with an incident of a file, without keeping its rows; undefined without readable incidents. */
export async function dayRange(
  duck: Duck,
  file: InspectedFile,
  folder: string,
  job: Job,
): Promise<{ first: string; last: string } | undefined> {
  const tag = randomUUID().replaceAll('-', '')
  try {
    return await reading(file, folder, () =>
      watched(duck, job, file.bytes, async () => {
        const incidents = await incidentsOf(file, duck, tag)
        const columns = new Map([...incidents.columns].filter(([column]) => column === 'id' || column === 'date'))
        const [row] = await duck.rows<{ first: string | null; last: string | null }>(`
          SELECT strftime(min(date), '%Y-%m-%d') AS first, strftime(max(date), '%Y-%m-%d') AS last
          FROM (${incidentsSql({ ...incidents, columns })})
          WHERE month > 0`)
        return row === undefined || row.first === null || row.last === null
          ? undefined
          : { first: row.first, last: row.last }
      }),
    )
  } finally {
    await dropTables(duck, tag)
  }
}

/** Keeps the months that a window touches, and what was rejected. */
function within({ from, to }: DayWindow): string {
  const number = (day: string) => Number(day.slice(0, 7).replace('-', ''))
  return `WHERE month < 0 OR month BETWEEN ${number(from)} AND ${number(addDays(to, -1))}`
}

async function gather(duck: Duck, parts: string, folder: string, skipped: number): Promise<WrittenMonths> {
  const paths = (await readdir(parts, { recursive: true })).filter((name) => name.endsWith('.parquet')).sort()
  const files =
    paths.length === 0
      ? []
      : await duck.rows<{ file_name: string; num_rows: bigint }>(
          `SELECT file_name, num_rows FROM parquet_file_metadata([${paths.map((path) => literal(join(parts, path))).join(', ')}])`,
        )
  const byMonth = new Map<number, { files: string[]; rows: number }>()
  for (const { file_name: name, num_rows: rows } of files) {
    const key = Number(/month=(-?\d+)/.exec(name)?.[1])
    const entry = byMonth.get(key) ?? { files: [], rows: 0 }
    byMonth.set(key, { files: [...entry.files, name], rows: entry.rows + Number(rows) })
  }
  const months: RawMonth[] = []
  const rejected: Rejected[] = [{ reason: 'malformed_row', rows: skipped }]
  for (const [key, entry] of [...byMonth].sort(([a], [b]) => a - b)) {
    if (key < 0) {
      rejected.push({ reason: rejectReason(key), rows: entry.rows })
      continue
    }
    const digits = String(key).padStart(6, '0')
    const month = `${digits.slice(0, 4)}-${digits.slice(4)}`
    const path = join(folder, `${month}.parquet`)
    await moveAsOne(duck, entry.files, path)
    months.push({ month, file: path, rows: entry.rows })
  }
  return { months, rejected: sumRejected(rejected) }
}

/** DuckDB begins another file for a month when it has many open; the contract is one. */
async function moveAsOne(duck: Duck, files: string[], path: string): Promise<void> {
  if (files.length === 1) return rename(files[0]!, path)
  await duck.run(
    `COPY (FROM read_parquet([${files.map(literal).join(', ')}], hive_partitioning = false)) TO ${literal(path)} (FORMAT parquet, COMPRESSION snappy)`,
  )
}

/**
 * Lines of a CSV that are no rows. A quotation mark that is not closed swallows the lines after it: each is counted, and
 * when they are many the file is refused.
 */
export async function skippedLines(duck: Duck, table: string, file: InspectedFile): Promise<number> {
  const [skipped] = await duck.rows<{ line: bigint | null; most: bigint; lines: bigint }>(`
    WITH skipped AS (
      SELECT line, any_value(trim(csv_line, chr(10) || chr(13))) AS content
      FROM ${table}
      GROUP BY file_id, line
    ),
    counted AS (
      SELECT line, 1 + length(content) - length(replace(content, chr(10), '')) AS lines
      FROM skipped
    )
    SELECT arg_max(line, lines) AS line, max(lines) AS most, sum(lines)::BIGINT AS lines
    FROM counted`)
  if (skipped === undefined || skipped.line === null) return 0
  if (skipped.most > MOST_SWALLOWED_LINES) {
    throw new UserError('sources.file.unclosedQuote', { path: file.path, line: Number(skipped.line) })
  }
  return Number(skipped.lines)
}

/** Drops what reading a file with this tag left in DuckDB. */
export async function dropTables(duck: Duck, tag: string): Promise<void> {
  for (const name of ['rejects', 'scan_rejects', 'positions', 'projected']) {
    await duck.run(`DROP TABLE IF EXISTS ${name}_${tag}`)
  }
}

/** Runs `work`; what DuckDB says about an unreadable file or a full disk becomes what the user can mend. */
export async function reading<T>(file: InspectedFile, folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const problem = diskProblem(error, folder)
    if (problem !== error) throw problem
    const message = error instanceof Error ? error.message : ''
    if (!/^(Invalid Input|Invalid|IO|Conversion|Serialization|TProtocol)\b.*(Error|Exception)/i.test(message))
      throw error
    if (file.format === 'parquet') throw damaged(file.path, 'sources.why.notParquet').causedBy(error)
    if (file.format === 'json') throw damaged(file.path, 'sources.why.notJson').causedBy(error)
    if (file.gzipped) throw damaged(file.path, 'sources.why.notGzip').causedBy(error)
    throw error
  }
}
