import type { DuckDBConnection } from '@duckdb/node-api'
import { DuckDBDoubleVector } from '@duckdb/node-api'
import { UserError } from '../../shared/errors.ts'
import { identifier } from '../duck.ts'
import { columnsOf } from './reader.ts'
import { parquetFiles } from './tablePage.ts'

/**
 * Columns of Parquet files as float64 in this machine's byte order, one after the other, each `rows` long and in the order
 * of the rows. Booleans are 0/1, null is NaN.
 *
 * @throws UserError `data.no_column` for a column that is not there, or is no number
 */
export async function readColumnBytes(
  connection: DuckDBConnection,
  files: string[],
  names: string[],
): Promise<{ rows: number; bytes: Uint8Array }> {
  const relation = parquetFiles(files)
  const columns = columnsOf(
    await connection.runAndReadAll(`SELECT * EXCLUDE (filename, file_row_number) FROM ${relation} LIMIT 0`),
  )
  const numbers = columns.filter(({ type }) => NUMERIC.test(type)).map(({ name }) => name)
  const missing = names.find((name) => !numbers.includes(name))
  if (missing !== undefined) throw new UserError('data.no_column', { column: missing, columns: numbers.join(', ') })

  const counted = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM ${relation}`)
  const rows = Number(counted.getRows()[0]?.[0])
  const values = names.map(() => new Float64Array(rows))
  // DuckDB replaces the nulls: its vectors' masks are slow to look into.
  const list = names.map((name) => `coalesce(CAST(${identifier(name)} AS DOUBLE), 'NaN')`)
  if (names.length > 0) {
    const result = await connection.stream(
      `SELECT ${list.join(', ')} FROM ${relation} ORDER BY filename, file_row_number`,
    )
    let at = 0
    for (;;) {
      const chunk = await result.fetchChunk()
      if (chunk === null || chunk.rowCount === 0) break
      for (let k = 0; k < values.length; k++) {
        const vector = chunk.getColumnVector(k)
        if (!(vector instanceof DuckDBDoubleVector)) throw new TypeError(`column ${names[k]} came as no doubles`)
        for (let row = 0; row < chunk.rowCount; row++) values[k]![at + row] = vector.getItem(row) ?? Number.NaN
      }
      at += chunk.rowCount
    }
  }
  const bytes = new Uint8Array(names.length * rows * Float64Array.BYTES_PER_ELEMENT)
  for (let k = 0; k < values.length; k++) bytes.set(new Uint8Array(values[k]!.buffer), k * values[k]!.byteLength)
  return { rows, bytes }
}

const NUMERIC = /^(BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*)$/
