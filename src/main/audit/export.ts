import { recordedText } from '../../shared/messages/index.ts'
import type { AuditEvent } from '../../shared/schedule/audit.ts'

/** What an event tells of, in the user's language. */
export function kindWords(kind: string): string {
  const code = `audit.kind.${kind}`
  const words = recordedText(code, {})
  return words === code ? kind : words
}

/** `2 → 3`; empty for an event that is about no version. */
export function versionsOf({ fromVersion, toVersion }: Pick<AuditEvent, 'fromVersion' | 'toVersion'>): string {
  if (fromVersion !== null && toVersion !== null) return `${fromVersion} → ${toVersion}`
  return String(toVersion ?? fromVersion ?? '')
}

const COLUMNS = [
  ...(['id', 'time', 'kind', 'model', 'alias', 'from_version', 'to_version', 'run_id', 'schedule'] as const),
  ...(['reason', 'actor', 'details', 'hash'] as const),
]

/** The log as CSV, oldest first, times in ISO 8601: with the last hash kept elsewhere, later changes show. */
export function auditCsv(events: readonly AuditEvent[]): string {
  const lines = events.toReversed().map((event) => {
    const { fromVersion, toVersion, runId } = event
    const time = new Date(event.time).toISOString()
    const details = JSON.stringify(event.details)
    const row = { ...event, time, details, from_version: fromVersion, to_version: toVersion, run_id: runId }
    return COLUMNS.map((column) => csvCell(row[column])).join(',')
  })
  return `${[COLUMNS.join(','), ...lines].join('\n')}\n`
}

/** A value that a spreadsheet would take for a formula becomes text. */
function csvCell(value: string | number | null): string {
  const text = typeof value === 'string' && /^[=+\-@]/.test(value) ? `'${value}` : String(value ?? '')
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
