import { type Migration, sql } from 'kysely'

/** A decision threshold that was chosen for a version, and the event that says so. */
export const versionThresholds: Migration = {
  async up(db) {
    await sql`ALTER TABLE model_versions ADD COLUMN threshold REAL CHECK (threshold BETWEEN 0 AND 1)`.execute(db)
    // SQLite cannot change a CHECK: the log moves, as it is, to a table that also takes the new action.
    await sql`
      CREATE TABLE registry_log (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        time INTEGER NOT NULL,
        model TEXT NOT NULL REFERENCES registered_models (name),
        action TEXT NOT NULL CHECK (
          action IN ('registered', 'promoted', 'rolled_back', 'alias_set', 'alias_removed', 'threshold_set')
        ),
        alias TEXT,
        from_version INTEGER,
        to_version INTEGER,
        threshold REAL,
        reason TEXT NOT NULL,
        actor TEXT NOT NULL
      ) STRICT
    `.execute(db)
    await sql`
      INSERT INTO registry_log (id, time, model, action, alias, from_version, to_version, reason, actor)
      SELECT id, time, model, action, alias, from_version, to_version, reason, actor
      FROM registry_events
      ORDER BY id
    `.execute(db)
    await sql`DROP TABLE registry_events`.execute(db)
    await sql`ALTER TABLE registry_log RENAME TO registry_events`.execute(db)
    await sql`CREATE INDEX registry_events_by_model ON registry_events (model, id)`.execute(db)
    for (const change of ['UPDATE', 'DELETE']) {
      await sql`
        CREATE TRIGGER ${sql.id(`registry_events_refuse_${change.toLowerCase()}`)}
        BEFORE ${sql.raw(change)} ON registry_events
        BEGIN
          SELECT RAISE(ABORT, 'registry_events is append-only');
        END
      `.execute(db)
    }
    // REPLACE deletes without a DELETE trigger.
    await sql`
      CREATE TRIGGER registry_events_refuse_replace BEFORE INSERT ON registry_events
      WHEN EXISTS (SELECT 1 FROM registry_events WHERE id = NEW.id)
      BEGIN
        SELECT RAISE(ABORT, 'registry_events is append-only');
      END
    `.execute(db)
  },
}
