import { type Duck, literal } from '../duck.ts'
import type { RawMonth } from './source.ts'
import type { DayWindow } from './window.ts'

/** Incidents of the months that lie in the window. */
export async function rowsWithin(duck: Duck, months: RawMonth[], window: DayWindow): Promise<number> {
  if (months.length === 0) return 0
  return duck.number(
    `SELECT count(*)
    FROM read_parquet([${months.map(({ file }) => literal(file)).join(', ')}])
    WHERE date >= CAST($from AS TIMESTAMP) AND date < CAST($to AS TIMESTAMP)`,
    { ...window },
  )
}
