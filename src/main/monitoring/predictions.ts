import { UserError } from '../../shared/errors.ts'
import type { Database } from '../tracking/database.ts'
import type { CurrentContext, CurrentRows, OpenedVersion } from './current.ts'
import type { DayRange } from './incidents.ts'

export function rowsOfPredictions(
  _days: DayRange,
  _now: Date,
  { version }: OpenedVersion,
  _context: CurrentContext & { database: Database },
): Promise<CurrentRows> {
  throw new UserError('monitoring.no_predictions', { model: version.model, version: String(version.version) })
}
