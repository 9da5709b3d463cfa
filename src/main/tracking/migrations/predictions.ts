import { type Migration, sql } from 'kysely'

/** What was predicted, what really happened, and the contests of champion and challenger. */
export const predictionTables: Migration = {
  async up(db) {
    // The ids sort by time, so without a rowid the rows lie in the order of time and need no second index for it.
    await sql`
      CREATE TABLE predictions (
        id TEXT PRIMARY KEY,
        time INTEGER NOT NULL,
        model TEXT NOT NULL,
        version INTEGER NOT NULL,
        arm TEXT NOT NULL CHECK (arm IN ('champion', 'challenger', 'shadow')),
        pair_id TEXT,
        incident_id TEXT,
        incident TEXT,
        features BLOB NOT NULL,
        probability REAL NOT NULL,
        prediction INTEGER NOT NULL CHECK (prediction IN (0, 1)),
        CHECK ((arm = 'shadow') = (pair_id IS NOT NULL))
      ) STRICT, WITHOUT ROWID
    `.execute(db)
    await sql`
      CREATE INDEX predictions_by_incident ON predictions (incident_id) WHERE incident_id IS NOT NULL
    `.execute(db)
    await sql`
      CREATE TABLE feedback (
        prediction_id TEXT PRIMARY KEY,
        arrest INTEGER NOT NULL CHECK (arrest IN (0, 1)),
        source TEXT NOT NULL CHECK (source IN ('api', 'pipeline')),
        time INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID
    `.execute(db)
    await sql`
      CREATE TABLE contests (
        id TEXT PRIMARY KEY,
        model TEXT NOT NULL REFERENCES registered_models (name),
        champion INTEGER NOT NULL,
        challenger INTEGER NOT NULL,
        mode TEXT NOT NULL CHECK (mode IN ('shadow', 'split')),
        share REAL NOT NULL CHECK (share >= 0 AND share <= 1),
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        outcome TEXT
      ) STRICT, WITHOUT ROWID
    `.execute(db)
    await sql`CREATE UNIQUE INDEX one_contest_at_a_time ON contests (model) WHERE ended_at IS NULL`.execute(db)
  },
}
