import type Libsql from 'libsql'
import type { Batch } from './batch.ts'
import { firstIdAt } from './predictionId.ts'

/** What the log keeps at most. */
export interface LogLimits {
  /** Predictions; the oldest leave. */
  rows: number
  /** Days, by the time of the prediction. */
  days: number
}

/** Writes batches of predictions to the tables, and removes the oldest ones beyond the limits. */
export interface BatchKeeper {
  /** Keeps a batch, whole or not at all. */
  keep(batch: Batch): void
  /** Removes some of what is beyond the limits; returns whether more is to be removed. Quick: call it between batches. */
  trim(now: number): boolean
}

/** A statement of many rows costs a third of as many statements of one. */
const ROWS_A_STATEMENT = 128
const COLUMNS = 11
/** Rows that are removed in one transaction. */
const TRIM_ROWS = 4096
/** How far the log may grow beyond its limit before it is trimmed. */
const SLACK = 0.01
const LOOK_MS = 60_000
const RECOUNT_MS = 10 * 60_000
const DAY_MS = 86_400_000

export function createBatchKeeper(connection: Libsql.Database, limits: LogLimits): BatchKeeper {
  const insert = insertion(connection, ROWS_A_STATEMENT)
  const insertOne = insertion(connection, 1)
  const begin = connection.prepare('BEGIN IMMEDIATE')
  const commit = connection.prepare('COMMIT')
  const rollBack = connection.prepare('ROLLBACK')
  // libsql's `get` does not know `pluck`; its `all` does.
  const nth = connection.prepare('SELECT id FROM predictions ORDER BY id LIMIT 1 OFFSET ?').pluck()
  const countAll = connection.prepare('SELECT COUNT(*) FROM predictions').pluck()
  const oldest = connection.prepare('SELECT MIN(id) FROM predictions').pluck()
  const removeFeedback = connection.prepare('DELETE FROM feedback WHERE prediction_id < ?')
  const removePredictions = connection.prepare('DELETE FROM predictions WHERE id < ?')
  /** Rows in the table; others may write too, so it is counted anew now and then. */
  let rows = 0
  let countedAt = Number.NEGATIVE_INFINITY
  let lookedAt = Number.NEGATIVE_INFINITY

  function transact(work: () => void): void {
    begin.run()
    try {
      work()
      commit.run()
    } catch (error) {
      if (connection.inTransaction) rollBack.run()
      throw error
    }
  }

  function removeBefore(id: string): void {
    transact(() => {
      removeFeedback.run(id)
      rows -= removePredictions.run(id).changes
    })
  }

  return {
    keep(batch) {
      transact(() => {
        let row = 0
        for (; row + ROWS_A_STATEMENT <= batch.rows; row += ROWS_A_STATEMENT) {
          insert.run(valuesOf(batch, row, row + ROWS_A_STATEMENT))
        }
        for (; row < batch.rows; row++) insertOne.run(valuesOf(batch, row, row + 1))
      })
      rows += batch.rows
    },
    trim(now) {
      if (now - countedAt > RECOUNT_MS) {
        rows = Number(countAll.all()[0])
        countedAt = now
      }
      if (rows > limits.rows * (1 + SLACK)) {
        const [bound] = nth.all(Math.min(TRIM_ROWS, Math.ceil(rows - limits.rows)))
        if (typeof bound !== 'string') {
          countedAt = Number.NEGATIVE_INFINITY
          return false
        }
        removeBefore(bound)
        return rows > limits.rows
      }
      if (now - lookedAt < LOOK_MS) return false
      const tooOld = firstIdAt(now - limits.days * DAY_MS)
      const [first] = oldest.all()
      if (typeof first !== 'string' || first >= tooOld) {
        lookedAt = now
        return false
      }
      const [bound] = nth.all(TRIM_ROWS)
      removeBefore(typeof bound === 'string' && bound < tooOld ? bound : tooOld)
      return true
    },
  }
}

function insertion(connection: Libsql.Database, rows: number): Libsql.Statement {
  const row = `(${new Array(COLUMNS).fill('?').join(', ')})`
  return connection.prepare(`
    INSERT INTO predictions
      (id, time, model, version, arm, pair_id, incident_id, incident, features, probability, prediction)
    VALUES ${new Array(rows).fill(row).join(', ')}
  `)
}

function valuesOf(batch: Batch, first: number, end: number): unknown[] {
  const { model, version, arm, width, features } = batch
  const values: unknown[] = []
  for (let row = first; row < end; row++) {
    values.push(
      batch.ids[row],
      batch.times[row],
      model,
      version,
      arm,
      batch.pairIds[row],
      batch.incidentIds[row],
      batch.incidents[row],
      new Uint8Array(features.buffer, row * width * 8, width * 8),
      batch.probabilities[row],
      batch.predictions[row],
    )
  }
  return values
}
