import { type DuckDBConnection, DuckDBInstance, StatementType } from '@duckdb/node-api'
import { CancelledError, UserError } from '../../shared/errors.ts'
import type { Cell, QueryResult } from '../../shared/pipeline/tables.ts'
import { DUCKDB_OPTIONS, identifier, literal } from '../duck.ts'
import { cellOf, columnsOf, interruptible } from './reader.ts'

export interface QueryTable {
  /** Name in the query. */
  view: string
  /** Local Parquet files. */
  files: string[]
}

export interface QueryLimits {
  rows: number
  elapsedMs: number
}

export const QUERY_LIMITS: QueryLimits = { rows: 1000, elapsedMs: 30_000 }

const READING = new Set([StatementType.SELECT, StatementType.EXPLAIN])

/** A cell longer than this is cut: a page must stay small. */
const CELL_CHARACTERS = 2000

/**
 * Runs a query of the user's over tables that it cannot change. It gets a DuckDB of its own that may read those files and
 * nothing else: no other file, no network, no extension, and its settings are locked. Only one reading statement runs, of
 * limited time, memory and rows.
 *
 * @throws UserError `data.only_select`, `data.query_failed`, `data.query_too_long`
 */
export async function runQuery(
  sql: string,
  tables: QueryTable[],
  signal: AbortSignal | undefined,
  limits: QueryLimits = QUERY_LIMITS,
): Promise<QueryResult> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '512MiB',
    threads: '2',
    temp_directory: '',
    ...DUCKDB_OPTIONS,
  })
  try {
    const connection = await instance.connect()
    const timeout = AbortSignal.timeout(limits.elapsedMs)
    const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout])
    const start = performance.now()
    try {
      return await interruptible(connection, either, async () => {
        await lockDown(connection, tables)
        const { columns, rows, more } = await answer(connection, sql, limits.rows)
        return { columns, rows, more, elapsedMs: performance.now() - start }
      })
    } catch (error) {
      if (!(error instanceof CancelledError) || signal?.aborted) throw error
      throw new UserError('data.query_too_long', { seconds: Math.round(limits.elapsedMs / 1000) })
    }
  } finally {
    instance.closeSync()
  }
}

/** Makes the views, then takes away everything but reading their files. */
async function lockDown(connection: DuckDBConnection, tables: QueryTable[]): Promise<void> {
  const list = (files: string[]) => `[${files.map(literal).join(', ')}]`
  await connection.run(`SET allowed_paths = ${list(tables.flatMap(({ files }) => files))}`)
  for (const { view, files } of tables) {
    await connection.run(`CREATE VIEW ${identifier(view)} AS FROM read_parquet(${list(files)})`)
  }
  await connection.run('SET enable_external_access = false')
  await connection.run('SET lock_configuration = true')
}

async function answer(
  connection: DuckDBConnection,
  sql: string,
  limit: number,
): Promise<Pick<QueryResult, 'columns' | 'rows' | 'more'>> {
  try {
    const statements = await connection.extractStatements(sql)
    if (statements.count !== 1) throw new UserError('data.only_select')
    const statement = await statements.prepare(0)
    if (!READING.has(statement.statementType)) throw new UserError('data.only_select')
    const result = await statement.stream()
    const rows: Cell[][] = []
    while (rows.length <= limit) {
      const chunk = await result.fetchChunk()
      if (chunk === null || chunk.rowCount === 0) break
      for (const row of chunk.getRows()) rows.push(row.map((value) => shortened(cellOf(value))))
    }
    return { columns: columnsOf(result), rows: rows.slice(0, limit), more: rows.length > limit }
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error
    throw new UserError('data.query_failed', { problem: error.message }).causedBy(error)
  }
}

function shortened(cell: Cell): Cell {
  return typeof cell === 'string' && cell.length > CELL_CHARACTERS ? `${cell.slice(0, CELL_CHARACTERS)}…` : cell
}
