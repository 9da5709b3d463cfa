import type { DuckDBConnection } from '@duckdb/node-api'
import type { Density } from '../../shared/pipeline/tables.ts'
import { parquetFiles } from './tablePage.ts'

/** Incidents and arrests by square of `cellFeet`, from a relation with coordinates in feet. */
export function densitySql(relation: string, cellFeet: number): string {
  return `
    SELECT
      (floor(x_coordinate / ${cellFeet}) + 0.5) * ${cellFeet} AS x,
      (floor(y_coordinate / ${cellFeet}) + 0.5) * ${cellFeet} AS y,
      count(*)::INTEGER AS incidents,
      (count(*) FILTER (arrest))::INTEGER AS arrests
    FROM ${relation}
    WHERE x_coordinate IS NOT NULL AND y_coordinate IS NOT NULL
    GROUP BY ALL
    ORDER BY ALL`
}

/** The same from the files of a table. */
export async function density(
  connection: DuckDBConnection,
  files: string[],
  cellFeet: number,
): Promise<Density['cells']> {
  const reader = await connection.runAndReadAll(densitySql(parquetFiles(files), cellFeet))
  return reader.getRows().map(([x, y, incidents, arrests]) => ({
    x: Number(x),
    y: Number(y),
    incidents: Number(incidents),
    arrests: Number(arrests),
  }))
}
