import { type DuckDBConnection, DuckDBInstance, type DuckDBResultReader, type DuckDBValue } from '@duckdb/node-api'
import { CancelledError } from '../../shared/errors.ts'
import type { Cell, TableColumn } from '../../shared/pipeline/tables.ts'
import { DUCKDB_OPTIONS, interruptOnAbort } from '../duck.ts'

/** A DuckDB for looking into tables, beside the one of a run: a connection a question, so that each can be cancelled. */
export interface TableReader {
  /** Answers a question on a connection of its own, which is interrupted on abort. */
  ask<T>(signal: AbortSignal | undefined, work: (connection: DuckDBConnection) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Little memory, and never all threads: a run may be going on. */
const OPTIONS = {
  memory_limit: '512MiB',
  threads: '2',
  ...DUCKDB_OPTIONS,
}

export function createTableReader({ spillFolder }: { spillFolder: string }): TableReader {
  let opened: Promise<DuckDBInstance> | undefined

  return {
    async ask(signal, work) {
      opened ??= DuckDBInstance.create(':memory:', { ...OPTIONS, temp_directory: spillFolder })
      const connection = await (await opened).connect()
      return interruptible(connection, signal, work)
    },
    async close() {
      const instance = await opened
      opened = undefined
      instance?.closeSync()
    },
  }
}

/** Works on a connection, which is closed afterwards; on abort the statement is interrupted and CancelledError thrown. */
export async function interruptible<T>(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const stop = signal && interruptOnAbort(connection, signal)
  try {
    if (signal?.aborted) throw new CancelledError()
    return await work(connection)
  } catch (error) {
    if (signal?.aborted) throw new CancelledError()
    throw error
  } finally {
    stop?.()
    connection.closeSync()
  }
}

/** Columns of what was read. */
export function columnsOf(
  reader: Pick<DuckDBResultReader, 'columnCount' | 'columnName' | 'columnType'>,
): TableColumn[] {
  return Array.from({ length: reader.columnCount }, (_, k) => ({
    name: reader.columnName(k),
    type: String(reader.columnType(k)),
  }))
}

/** A value as JSON can hold it. */
export function cellOf(value: DuckDBValue | Date | undefined): Cell {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : Number.isNaN(value) ? null : String(value)
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
    default:
      return value === null || value === undefined ? null : String(value)
  }
}
