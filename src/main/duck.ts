import { mkdir } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'
import { throwIfCancelled } from '../shared/errors.ts'

/**
 * For every DuckDB of the app. Nothing is fetched. Its cache of files is off: with it, about one of 3,000 small Parquet
 * files that replaced another of the same name was read with wrong text or failed with "Out of buffer" (DuckDB 1.5.5, the
 * property in parquet.test.ts on busy cores); without it, none of 36,000, and the stages are no slower.
 */
export const DUCKDB_OPTIONS = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  enable_external_file_cache: 'false',
}

const INTERRUPT_MS = 50

/** Values bound to the `$name` placeholders of a statement. */
export type SqlParameters = Record<string, DuckDBValue>

/** An in-memory DuckDB: reads and writes files, holds no state that lasts. */
export interface Duck {
  readonly connection: DuckDBConnection
  /** Runs a statement. Values are bound as `$name`; identifiers and file names go through `identifier` and `literal`. */
  run(sql: string, parameters?: SqlParameters): Promise<void>
  /** All rows of a query as objects; for small results. BIGINT comes as bigint. */
  rows<R extends Record<string, unknown>>(sql: string, parameters?: SqlParameters): Promise<R[]>
  /** First column of the first row as a number. */
  number(sql: string, parameters?: SqlParameters): Promise<number>
  /** Runs `work`; on abort the running statement is interrupted and CancelledError thrown. */
  cancellable<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>
  close(): void
}

export interface DuckOptions {
  threads?: number
  /** Folder for what does not fit in memory. */
  spillFolder: string
}

/** Opens an in-memory DuckDB that takes at most min(25 % of the memory, 2 GB) and spills the rest. */
export async function openDuck({ threads = availableParallelism(), spillFolder }: DuckOptions): Promise<Duck> {
  await mkdir(spillFolder, { recursive: true })
  const memoryBytes = Math.min(totalmem() / 4, 2 * 1024 ** 3)
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: `${Math.floor(memoryBytes / 1024 ** 2)}MiB`,
    temp_directory: spillFolder,
    ...DUCKDB_OPTIONS,
  })
  const connection = await instance.connect()
  return {
    connection,
    async run(sql, parameters) {
      await connection.run(sql, parameters)
    },
    async rows<R>(sql: string, parameters?: SqlParameters) {
      const reader = await connection.runAndReadAll(sql, parameters)
      return reader.getRowObjectsJS() as R[]
    },
    async number(sql, parameters) {
      const reader = await connection.runAndReadAll(sql, parameters)
      return Number(reader.getRowsJS()[0]?.[0])
    },
    async cancellable(signal, work) {
      throwIfCancelled(signal)
      const stop = interruptOnAbort(connection, signal)
      try {
        return await work()
      } catch (error) {
        throwIfCancelled(signal)
        throw error
      } finally {
        stop()
      }
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/**
 * Interrupts what runs on the connection once the signal aborts, until the returned function is called: an interrupt
 * between two statements, or just before one has begun, does not reach the next.
 */
export function interruptOnAbort(connection: DuckDBConnection, signal: AbortSignal): () => void {
  let again: NodeJS.Timeout | undefined
  const interrupt = () => {
    connection.interrupt()
    again = setInterval(() => connection.interrupt(), INTERRUPT_MS)
  }
  signal.addEventListener('abort', interrupt, { once: true })
  return () => {
    signal.removeEventListener('abort', interrupt)
    clearInterval(again)
  }
}

/** A string as an SQL literal; for file names, where DuckDB takes no bound value (COPY … TO). */
export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

/** A column or table name as a quoted SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
