import { type Migration, sql } from 'kysely'

/** Experiments and runs with their parameters, metrics, tags and artifacts. */
export const trackingTables: Migration = {
  async up(db) {
    await sql`
      CREATE TABLE experiments (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        created_at INTEGER NOT NULL
      ) STRICT
    `.execute(db)
    await sql`
      CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        experiment_id TEXT NOT NULL REFERENCES experiments (id),
        parent_id TEXT REFERENCES runs (id),
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('RUNNING', 'FINISHED', 'FAILED', 'KILLED')),
        start_time INTEGER NOT NULL,
        end_time INTEGER,
        error TEXT,
        process_id TEXT NOT NULL,
        pid INTEGER NOT NULL,
        deleted_at INTEGER,
        CHECK ((status = 'RUNNING') = (end_time IS NULL))
      ) STRICT
    `.execute(db)
    await sql`CREATE INDEX runs_by_start ON runs (start_time, id)`.execute(db)
    await sql`CREATE INDEX runs_by_parent ON runs (parent_id, start_time)`.execute(db)
    await sql`CREATE INDEX runs_by_experiment ON runs (experiment_id, start_time)`.execute(db)
    await sql`CREATE INDEX runs_running ON runs (process_id) WHERE status = 'RUNNING'`.execute(db)
    await sql`
      CREATE TABLE params (
        run_id TEXT NOT NULL REFERENCES runs (id),
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (run_id, name)
      ) STRICT, WITHOUT ROWID
    `.execute(db)
    await sql`
      CREATE TABLE metrics (
        run_id TEXT NOT NULL REFERENCES runs (id),
        name TEXT NOT NULL,
        step INTEGER NOT NULL,
        time INTEGER NOT NULL,
        value REAL,
        PRIMARY KEY (run_id, name, step)
      ) STRICT, WITHOUT ROWID
    `.execute(db)
    await sql`
      CREATE TABLE tags (
        run_id TEXT NOT NULL REFERENCES runs (id),
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (run_id, name)
      ) STRICT, WITHOUT ROWID
    `.execute(db)
    await sql`
      CREATE TABLE artifacts (
        run_id TEXT NOT NULL REFERENCES runs (id),
        path TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        PRIMARY KEY (run_id, path)
      ) STRICT, WITHOUT ROWID
    `.execute(db)
    await sql`
      CREATE TABLE pending_files (
        run_id TEXT NOT NULL REFERENCES runs (id),
        path TEXT NOT NULL,
        process_id TEXT NOT NULL,
        PRIMARY KEY (run_id, path)
      ) STRICT, WITHOUT ROWID
    `.execute(db)
  },
}
