import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import { z } from 'zod'
import type { AuditEvent, AuditFilter, AuditKind, AuditVerdict } from '../../shared/schedule/audit.ts'
import type { Database } from '../tracking/database.ts'
import type { Schema } from '../tracking/schema.ts'
import { CHAIN_START, chainHash } from './chain.ts'

/** An event to be kept: who or what, why, from which version to which. */
export interface NewEvent {
  kind: AuditKind
  /** Registered model that it is about. */
  model?: string | undefined
  alias?: string | undefined
  fromVersion?: number | undefined
  toVersion?: number | undefined
  runId?: string | undefined
  schedule?: string | undefined
  reason: string
  /** A user's name, or what acted by itself: `schedule:monthly`. */
  actor: string
  /** What else is to be known, as JSON: measured values, limits. */
  details?: Record<string, unknown>
}

/** The append-only log of all that changed what is served, and why. */
export interface Audit {
  append(event: NewEvent): Promise<AuditEvent>
  /** Newest first. */
  list(filter?: AuditFilter): Promise<AuditEvent[]>
  /** Whether every event is as it was written, and none is missing. */
  verify(): Promise<AuditVerdict>
}

const PAGE = 200
/** A limit above what any log holds. */
export const EVERY_EVENT = 1_000_000_000
const AT_ONCE = 5000

export function openAudit({ sql: db }: Database, now: () => number = Date.now): Audit {
  return {
    async append(event) {
      const id = await db.transaction().execute((transaction) => appendEvent(transaction, event, now()))
      return eventOf(await db.selectFrom('audit_events').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
    },
    list: (filter = {}) => list(db, filter),
    verify: () => verify(db),
  }
}

/** Appends an event within a transaction that makes what it tells of; returns its id. */
export async function appendEvent(transaction: Transaction<Schema>, event: NewEvent, time: number): Promise<number> {
  const last = await transaction
    .selectFrom('audit_events')
    .select(['id', 'hash'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const chained = {
    // Never the id of an event that was taken away: the gap tells of it.
    id: Math.max(last?.id ?? 0, await newestId(transaction)) + 1,
    time,
    kind: event.kind,
    model: event.model ?? null,
    alias: event.alias ?? null,
    from_version: event.fromVersion ?? null,
    to_version: event.toVersion ?? null,
    run_id: event.runId ?? null,
    schedule: event.schedule ?? null,
    reason: event.reason,
    actor: event.actor,
    details: JSON.stringify(event.details ?? {}),
  }
  const hash = chainHash(last?.hash ?? CHAIN_START, chained)
  await transaction
    .insertInto('audit_events')
    .values({ ...chained, hash })
    .execute()
  return chained.id
}

async function list(
  db: Kysely<Schema>,
  { kinds, model, since, until, before, limit = PAGE }: AuditFilter,
): Promise<AuditEvent[]> {
  let query = db.selectFrom('audit_events').selectAll().orderBy('id', 'desc').limit(limit)
  if (kinds !== undefined) query = query.where('kind', 'in', kinds)
  if (model !== undefined) query = query.where('model', '=', model)
  if (since !== undefined) query = query.where('time', '>=', since)
  if (until !== undefined) query = query.where('time', '<', until)
  if (before !== undefined) query = query.where('id', '<', before)
  return (await query.execute()).map(eventOf)
}

async function verify(db: Kysely<Schema>): Promise<AuditVerdict> {
  let hash = CHAIN_START
  let id = 0
  for (;;) {
    const events = await db
      .selectFrom('audit_events')
      .selectAll()
      .where('id', '>', id)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute()
    if (events.length === 0) break
    for (const event of events) {
      if (event.id !== id + 1) return { intact: false, event: id + 1, problem: 'missing' }
      if (chainHash(hash, event) !== event.hash) return { intact: false, event: event.id, problem: 'changed' }
      id = event.id
      hash = event.hash
    }
  }
  if ((await newestId(db)) > id) return { intact: false, event: id + 1, problem: 'missing' }
  return { intact: true, events: id, head: hash }
}

/** The largest id that was ever given, as SQLite remembers it beside the table. */
async function newestId(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ seq: number }>`SELECT seq FROM sqlite_sequence WHERE name = 'audit_events'`.execute(db)
  return rows[0]?.seq ?? 0
}

const detailsSchema = z.record(z.string(), z.json())

function eventOf(row: Selectable<Schema['audit_events']>): AuditEvent {
  const { from_version, to_version, run_id, details, ...event } = row
  return {
    ...event,
    fromVersion: from_version,
    toVersion: to_version,
    runId: run_id,
    details: detailsSchema.parse(JSON.parse(details)),
  }
}
