import { type Migration, sql } from 'kysely'

/** Registered models with their versions and aliases, and the events that made them so. */
export const registryTables: Migration = {
  async up(db) {
    await sql`
      CREATE TABLE registered_models (
        name TEXT PRIMARY KEY,
        description TEXT NOT NULL,
        generated INTEGER NOT NULL CHECK (generated IN (0, 1)),
        created_at INTEGER NOT NULL
      ) STRICT
    `.execute(db)
    await sql`
      CREATE TABLE model_versions (
        model TEXT NOT NULL REFERENCES registered_models (name),
        version INTEGER NOT NULL CHECK (version > 0),
        run_id TEXT NOT NULL REFERENCES runs (id),
        stage TEXT NOT NULL CHECK (stage IN ('None', 'Staging', 'Production', 'Archived')),
        description TEXT NOT NULL,
        features TEXT NOT NULL,
        metrics TEXT NOT NULL,
        learner TEXT NOT NULL,
        recipe_hash TEXT NOT NULL,
        generated INTEGER NOT NULL CHECK (generated IN (0, 1)),
        content_hash TEXT NOT NULL,
        folder TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        PRIMARY KEY (model, version)
      ) STRICT
    `.execute(db)
    await sql`CREATE INDEX model_versions_by_run ON model_versions (run_id)`.execute(db)
    await sql`
      CREATE UNIQUE INDEX one_version_in_production ON model_versions (model) WHERE stage = 'Production'
    `.execute(db)
    await sql`
      CREATE TABLE model_aliases (
        model TEXT NOT NULL,
        alias TEXT NOT NULL,
        version INTEGER NOT NULL,
        PRIMARY KEY (model, alias),
        FOREIGN KEY (model, version) REFERENCES model_versions (model, version)
      ) STRICT, WITHOUT ROWID
    `.execute(db)
    await sql`
      CREATE TABLE registry_events (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        time INTEGER NOT NULL,
        model TEXT NOT NULL REFERENCES registered_models (name),
        action TEXT NOT NULL CHECK (action IN ('registered', 'promoted', 'rolled_back', 'alias_set', 'alias_removed')),
        alias TEXT,
        from_version INTEGER,
        to_version INTEGER,
        reason TEXT NOT NULL,
        actor TEXT NOT NULL
      ) STRICT
    `.execute(db)
    await sql`CREATE INDEX registry_events_by_model ON registry_events (model, id)`.execute(db)
    await sql`
      CREATE TRIGGER registry_events_refuse_update BEFORE UPDATE ON registry_events
      BEGIN
        SELECT RAISE(ABORT, 'registry_events is append-only');
      END
    `.execute(db)
    await sql`
      CREATE TRIGGER registry_events_refuse_delete BEFORE DELETE ON registry_events
      BEGIN
        SELECT RAISE(ABORT, 'registry_events is append-only');
      END
    `.execute(db)
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
