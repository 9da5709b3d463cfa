import { type Migration, sql } from 'kysely'
import { CHAIN_START, type ChainedEvent, chainHash } from '../../audit/chain.ts'

/**
 * Schedules with their history, and the audit log: one append-only table, chained by hashes, which takes over the
 * registry's events. These stay readable under their name, as a view.
 */
export const scheduleTables: Migration = {
  async up(db) {
    await sql`
      CREATE TABLE schedules (
        name TEXT PRIMARY KEY,
        cron TEXT NOT NULL,
        zone TEXT NOT NULL,
        request TEXT NOT NULL,
        retrain TEXT NOT NULL CHECK (retrain IN ('always', 'when_needed')),
        retries INTEGER NOT NULL CHECK (retries >= 0),
        paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
        handled_until INTEGER NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT
    `.execute(db)
    await sql`
      INSERT INTO schedules VALUES (
        'monthly', '@monthly', 'America/Chicago', '{"source":{"kind":"socrata"},"recipe":{}}', 'always', 3, 1, 0, 0
      )
    `.execute(db)
    await sql`
      CREATE TABLE schedule_runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        schedule TEXT NOT NULL,
        scheduled_for INTEGER NOT NULL,
        date TEXT NOT NULL,
        cause TEXT NOT NULL CHECK (cause IN ('schedule', 'catch_up', 'manual')),
        status TEXT NOT NULL CHECK (status IN ('waiting', 'running', 'done', 'failed', 'cancelled', 'skipped')),
        attempts INTEGER NOT NULL,
        not_before INTEGER NOT NULL,
        run_id TEXT,
        started_at INTEGER,
        ended_at INTEGER,
        error TEXT,
        outcome TEXT,
        UNIQUE (schedule, scheduled_for)
      ) STRICT
    `.execute(db)
    await sql`CREATE INDEX schedule_runs_by_status ON schedule_runs (status, scheduled_for)`.execute(db)
    await sql`
      CREATE TABLE audit_events (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        time INTEGER NOT NULL,
        kind TEXT NOT NULL,
        model TEXT REFERENCES registered_models (name),
        alias TEXT,
        from_version INTEGER,
        to_version INTEGER,
        run_id TEXT,
        schedule TEXT,
        reason TEXT NOT NULL,
        actor TEXT NOT NULL,
        details TEXT NOT NULL,
        hash TEXT NOT NULL
      ) STRICT
    `.execute(db)
    await sql`CREATE INDEX audit_events_by_model ON audit_events (model, id)`.execute(db)
    const { rows } = await sql<ChainedEvent>`
      SELECT
        id, time, action AS kind, model, alias, from_version, to_version,
        NULL AS run_id, NULL AS schedule, reason, actor, '{}' AS details
      FROM registry_events
      ORDER BY id
    `.execute(db)
    let hash = CHAIN_START
    for (const event of rows) {
      hash = chainHash(hash, event)
      await sql`
        INSERT INTO audit_events VALUES (
          ${event.id}, ${event.time}, ${event.kind}, ${event.model}, ${event.alias}, ${event.from_version},
          ${event.to_version}, NULL, NULL, ${event.reason}, ${event.actor}, ${event.details}, ${hash}
        )
      `.execute(db)
    }
    await sql`DROP TABLE registry_events`.execute(db)
    await sql`
      CREATE VIEW registry_events AS
      SELECT
        id, time, model, kind AS action, alias, from_version, to_version,
        details ->> 'threshold' AS threshold, reason, actor
      FROM audit_events
      WHERE kind IN (
        'registered', 'promoted', 'rolled_back', 'alias_set', 'alias_removed', 'threshold_set',
        'contest_started', 'contest_changed', 'contest_ended'
      )
    `.execute(db)
    for (const change of ['UPDATE', 'DELETE']) {
      await sql`
        CREATE TRIGGER ${sql.raw(`audit_events_refuse_${change.toLowerCase()}`)} BEFORE ${sql.raw(change)} ON audit_events
        BEGIN
          SELECT RAISE(ABORT, 'audit_events is append-only');
        END
      `.execute(db)
    }
    // REPLACE deletes without a DELETE trigger.
    await sql`
      CREATE TRIGGER audit_events_refuse_replace BEFORE INSERT ON audit_events
      WHEN EXISTS (SELECT 1 FROM audit_events WHERE id = NEW.id)
      BEGIN
        SELECT RAISE(ABORT, 'audit_events is append-only');
      END
    `.execute(db)
  },
}
