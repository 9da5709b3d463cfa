import { DOUBLE, DuckDBDataChunk } from '@duckdb/node-api'
import { type Duck, identifier } from './duck.ts'

export type SharedFloats = Float64Array<SharedArrayBuffer>

/** Columns of equal length, by name; NaN where the value is null. Shared memory, so that workers read them in place. */
export interface Columns {
  rows: number
  columns: Record<string, SharedFloats>
}

const CHUNK_ROWS = 2048

/** An array of doubles that worker threads can read without a copy. */
export function sharedFloats(length: number): SharedFloats {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT))
}

/**
 * Reads `names` of a relation (`FROM …` without the keyword) as doubles, in the relation's own order.
 * Booleans come as 0/1, nulls as NaN. 200k × 15 values take about 60 ms.
 */
export async function readColumns(duck: Duck, relation: string, names: string[]): Promise<Columns> {
  const rows = await duck.number(`SELECT count(*) FROM ${relation}`)
  const out = names.map(() => sharedFloats(rows))
  const list = names.map((name) => `CAST(${identifier(name)} AS DOUBLE) AS ${identifier(name)}`).join(', ')
  const result = await duck.connection.stream(`SELECT ${list} FROM ${relation}`)
  let at = 0
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const count = chunk.rowCount
    for (const [k, column] of out.entries()) {
      const vector = chunk.getColumnVector(k) as unknown as DoubleVector
      column.set(vector.items.subarray(0, count), at)
      if (vector.validity.data === null) continue
      for (let i = 0; i < count; i++) if (!vector.validity.itemValid(i)) column[at + i] = Number.NaN
    }
    at += count
  }
  return { rows, columns: Object.fromEntries(names.map((name, k) => [name, out[k]!])) }
}

/** What `DuckDBDoubleVector` holds: the values in place, and which of them are not null (no data: all). */
interface DoubleVector {
  items: Float64Array
  validity: { data: unknown; itemValid(index: number): boolean }
  flush(): void
}

/** Creates the temporary table `table` of doubles from columns of equal length; NaN stays NaN. */
export async function createTable(duck: Duck, table: string, columns: Record<string, Float64Array>): Promise<void> {
  const names = Object.keys(columns)
  const rows = columns[names[0]!]!.length
  await duck.run(
    `CREATE OR REPLACE TEMP TABLE ${identifier(table)} (${names.map((name) => `${identifier(name)} DOUBLE`).join(', ')})`,
  )
  const appender = await duck.connection.createAppender(table)
  const chunk = DuckDBDataChunk.create(
    names.map(() => DOUBLE),
    CHUNK_ROWS,
  )
  for (let at = 0; at < rows; at += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - at)
    chunk.rowCount = count
    for (const [k, name] of names.entries()) {
      const vector = chunk.getColumnVector(k) as unknown as DoubleVector
      vector.items.set(columns[name]!.subarray(at, at + count))
      vector.flush()
    }
    appender.appendDataChunk(chunk)
  }
  appender.closeSync()
}
