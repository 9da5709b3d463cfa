/** What an event of the audit log tells of, in the order in which things happen. */
export const AUDIT_KINDS = [
  'registered',
  'promoted',
  'rolled_back',
  'alias_set',
  'alias_removed',
  'threshold_set',
  'contest_started',
  'contest_changed',
  'contest_ended',
  'schedule_changed',
  'schedule_paused',
  'schedule_resumed',
  'policy_changed',
  'model_checked',
  'retraining_started',
  'retraining_finished',
  'retraining_failed',
] as const
export type AuditKind = (typeof AUDIT_KINDS)[number]

/** Something that changed, or decided about, what is served. `time` is milliseconds since 1970. */
export interface AuditEvent {
  id: number
  time: number
  /** An `AuditKind`, or one of a later version. */
  kind: string
  model: string | null
  alias: string | null
  fromVersion: number | null
  toVersion: number | null
  runId: string | null
  schedule: string | null
  /** Why, in the language of whoever did it. */
  reason: string
  actor: string
  details: Record<string, unknown>
  /** SHA-256 of this event and the hash before it. */
  hash: string
}

export interface AuditFilter {
  kinds?: readonly AuditKind[] | undefined
  model?: string | undefined
  /** From this time on. */
  since?: number | undefined
  /** Before this time. */
  until?: number | undefined
  /** Only events older than the one of this id, for paging. */
  before?: number | undefined
  limit?: number | undefined
}

/** What a check of the log's chain of hashes found; `event` is the first id that is wrong. */
export type AuditVerdict =
  | { intact: true; events: number; head: string }
  | { intact: false; event: number; problem: 'changed' | 'missing' }
