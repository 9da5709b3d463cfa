import type { DuckDBConnection } from '@duckdb/node-api'
import type { Density } from '../../shared/tables.ts'
import { parquetFiles } from './tablePage.ts'

/** Incidents and arrests by square of `cellFeet`, from tables with coordinates in feet. */
export async function density(
  connection: DuckDBConnection,
  files: string[],
  cellFeet: number,
): Promise<Density['cells']> {
  const reader = await connection.runAndReadAll(
    `SELECT
       (floor(x_coordinate / $cell) + 0.5) * $cell AS x,
       (floor(y_coordinate / $cell) + 0.5) * $cell AS y,
       count(*)::INTEGER AS incidents,
       (count(*) FILTER (arrest))::INTEGER AS arrests
     FROM ${parquetFiles(files)}
     WHERE x_coordinate IS NOT NULL AND y_coordinate IS NOT NULL
     GROUP BY ALL
     ORDER BY ALL`,
    { cell: cellFeet },
  )
  return reader.getRows().map(([x, y, incidents, arrests]) => ({
    x: Number(x),
    y: Number(y),
    incidents: Number(incidents),
    arrests: Number(arrests),
  }))
}
