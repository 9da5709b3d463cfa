import type { DuckDBConnection } from '@duckdb/node-api'
import { identifier } from '../duck.ts'
import { parquetFiles } from './tablePage.ts'

/** About how many values each of some columns takes, within a few per cent. */
export async function distinctValues(
  connection: DuckDBConnection,
  files: string[],
  columns: string[],
): Promise<number[]> {
  const counts = columns.map((name) => `approx_count_distinct(${identifier(name)})`)
  const reader = await connection.runAndReadAll(`SELECT ${counts.join(', ')} FROM ${parquetFiles(files)}`)
  return (reader.getRows()[0] ?? []).map(Number)
}
