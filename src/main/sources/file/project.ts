import { throwIfCancelled } from '../../../shared/errors.ts'
import { createTable, readColumns } from '../../columns.ts'
import { type Duck, identifier } from '../../duck.ts'
import { projectToIllinoisEast } from '../../geo/illinoisEast.ts'
import type { FileIncidents } from './relation.ts'

const POINTS_A_TURN = 50_000

/** Whether the coordinates in feet have to be projected from latitude and longitude. */
export function needsProjection({ columns }: FileIncidents): boolean {
  return !(columns.has('x_coordinate') && columns.has('y_coordinate'))
}

/**
 * Gives incidents that come with latitude and longitude only their coordinates in feet: projects each distinct position
 * once and joins them in.
 */
export async function withProjection(
  incidents: FileIncidents,
  duck: Duck,
  tag: string,
  signal: AbortSignal,
): Promise<FileIncidents> {
  const { relation, rejectsTable } = incidents
  const positions = identifier(`positions_${tag}`)
  const projected = `projected_${tag}`
  await duck.run(`
    CREATE TEMP TABLE ${positions} AS
    SELECT DISTINCT TRY_CAST(latitude AS DOUBLE) AS latitude, TRY_CAST(longitude AS DOUBLE) AS longitude
    FROM ${relation} AS source`)
  // The second reading notes the skipped lines again.
  if (rejectsTable !== undefined) await duck.run(`DELETE FROM ${rejectsTable}`)
  const { rows, columns } = await readColumns(duck, positions, ['latitude', 'longitude'])
  const x = new Float64Array(rows)
  const y = new Float64Array(rows)
  for (let at = 0; at < rows; at += POINTS_A_TURN) {
    throwIfCancelled(signal)
    for (let i = at; i < Math.min(rows, at + POINTS_A_TURN); i++) {
      const point = projectToIllinoisEast(columns.latitude![i]!, columns.longitude![i]!)
      x[i] = point.x
      y[i] = point.y
    }
    await new Promise(setImmediate)
  }
  await createTable(duck, projected, { latitude: columns.latitude!, longitude: columns.longitude!, x, y })
  await duck.run(`DROP TABLE ${positions}`)
  const kept = [...incidents.columns].filter(([column]) => column !== 'x_coordinate' && column !== 'y_coordinate')
  return {
    relation: `(
      SELECT ${kept.map(([column]) => `source.${identifier(column)}`).join(', ')},
        CASE WHEN isfinite(x) THEN x END AS x_coordinate,
        CASE WHEN isfinite(y) THEN y END AS y_coordinate
      FROM ${relation} AS source
      LEFT JOIN ${identifier(projected)} AS projected
        ON TRY_CAST(source.latitude AS DOUBLE) = projected.latitude
        AND TRY_CAST(source.longitude AS DOUBLE) = projected.longitude)`,
    columns: new Map([...kept, ['x_coordinate', 'typed'], ['y_coordinate', 'typed']]),
    rejectsTable,
  }
}
