import { type Migration, sql } from 'kysely'

/** A decision threshold that was chosen for a version after its training. */
export const versionThresholds: Migration = {
  async up(db) {
    await sql`ALTER TABLE model_versions ADD COLUMN threshold REAL CHECK (threshold BETWEEN 0 AND 1)`.execute(db)
  },
}
