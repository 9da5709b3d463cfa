import { text } from '../../shared/messages/index.ts'
import { INCIDENT_COLUMNS, type IncidentColumn } from '../../shared/pipeline/incident.ts'

/** Why a row was not taken: the line itself is broken, or a column's value is absent or no value of its type. */
export type RejectReason = 'malformed_row' | `missing_${IncidentColumn}` | `unreadable_${IncidentColumn}`

export interface Rejected {
  reason: RejectReason
  rows: number
}

const columns = Object.keys(INCIDENT_COLUMNS) as IncidentColumn[]

/** Every reason, at the place of its code −1, −2, … */
const REASONS: RejectReason[] = [
  'malformed_row',
  ...columns.flatMap((column): RejectReason[] => [`missing_${column}`, `unreadable_${column}`]),
]

/** A reason as a negative number, so that it can stand where a row's month (`YYYYMM`) stands. */
export function rejectCode(reason: RejectReason): number {
  return -1 - REASONS.indexOf(reason)
}

/** The reason of a code made by `rejectCode`. */
export function rejectReason(code: number): RejectReason {
  const reason = REASONS[-1 - code]
  if (reason === undefined) throw new RangeError(`no reject reason ${code}`)
  return reason
}

/** A reason as the user reads it. */
export function describeRejection(reason: string): string {
  const [kind, ...rest] = reason.split('_')
  const column = rest.join('_')
  if (kind === 'missing') return text('sources.rejected.missing', { column })
  if (kind === 'unreadable') return text('sources.rejected.unreadable', { column })
  return text('sources.rejected.malformed')
}

/** Sums the rows of equal reasons, most rows first. */
export function sumRejected(rejected: Rejected[]): Rejected[] {
  const rows = new Map<RejectReason, number>()
  for (const { reason, rows: count } of rejected) if (count > 0) rows.set(reason, (rows.get(reason) ?? 0) + count)
  return [...rows]
    .map(([reason, count]) => ({ reason, rows: count }))
    .sort((a, b) => b.rows - a.rows || (a.reason < b.reason ? -1 : 1))
}
