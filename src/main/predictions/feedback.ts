import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { LabelSource, Schema } from '../tracking/schema.ts'
import type { Outcome } from './prediction.ts'

/** What came of outcomes that were told. */
export const attachedSchema = z.object({
  /** Predictions whose outcome is known now by these. */
  predictions: z.int(),
  /** Places, in the list, of outcomes of which no prediction is kept. */
  unknown: z.array(z.int()),
})
export type Attached = z.output<typeof attachedSchema>

/** Outcomes a transaction, so that no other process waits long for its turn. */
const TURN = 1000

/** See `PredictionLog.attach`. */
export async function attachOutcomes(
  db: Kysely<Schema>,
  outcomes: readonly Outcome[],
  source: LabelSource,
  time: number,
): Promise<Attached> {
  let predictions = 0
  const unknown: number[] = []
  for (let first = 0; first < outcomes.length; first += TURN) {
    await db.transaction().execute(async (transaction) => {
      for (const [k, outcome] of outcomes.slice(first, first + TURN).entries()) {
        const found = await answered(transaction, outcome)
        if (found.length === 0) unknown.push(first + k)
        predictions += found.length
        if (found.length > 0) await keep(transaction, found, outcome.arrest, source, time)
      }
    })
  }
  return { predictions, unknown }
}

/** Ids of the predictions that an outcome is of; a shadow's outcome is its pair's. */
async function answered(db: Kysely<Schema>, outcome: Outcome): Promise<string[]> {
  const query = db.selectFrom('predictions').select('id').where('arm', '!=', 'shadow')
  let found = query
  if ('predictionId' in outcome) found = query.where('id', '=', outcome.predictionId)
  else {
    found = query.where('incident_id', '=', outcome.incidentId)
    if (outcome.model !== undefined) found = found.where('model', '=', outcome.model)
  }
  return (await found.execute()).map(({ id }) => id)
}

async function keep(db: Kysely<Schema>, ids: string[], arrest: boolean, source: LabelSource, time: number) {
  const rows = ids.map((prediction_id) => ({ prediction_id, arrest: arrest ? 1 : 0, source, time }))
  await db
    .insertInto('feedback')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('prediction_id')
        .doUpdateSet(({ ref }) => ({
          arrest: ref('excluded.arrest'),
          source: ref('excluded.source'),
          time: ref('excluded.time'),
        }))
        .where(sql<boolean>`excluded.source = 'api' OR feedback.source = 'pipeline'`),
    )
    .execute()
}
