import { type Duck, identifier } from '../duck.ts'
import { parquet } from '../pipeline/stages/files.ts'
import type { Database } from '../tracking/database.ts'
import { openPredictionLog } from './predictionLog.ts'

/** Incidents that a query of DuckDB is asked for at once. */
const PART = 5000

/**
 * Tells the log what happened to the incidents that were predicted, as a pipeline run's merged incidents have it; matched
 * by id, among the predictions of models of the same kind of data (`generated` or real). Returns how many predictions
 * have an outcome by it.
 */
export async function labelPredictions(
  crimesFile: string,
  { database, duck, generated, now }: { database: Database; duck: Duck; generated: boolean; now: Date },
): Promise<number> {
  const log = openPredictionLog(database)
  const models = await database.sql
    .selectFrom('registered_models')
    .select('name')
    .where('generated', '=', generated ? 1 : 0)
    .execute()
  let labelled = 0
  for (const { name: model } of models) {
    for await (const ids of log.incidentIds(model, PART)) {
      const found = await duck.rows<{ id: string; arrest: boolean }>(
        `
          SELECT DISTINCT CAST(id AS VARCHAR) AS id, ${identifier('arrest')}
          FROM ${parquet(crimesFile)}
          WHERE CAST(id AS VARCHAR) IN (SELECT unnest(string_split($ids, chr(10))))
        `,
        { ids: ids.join('\n') },
      )
      const outcomes = found.map(({ id, arrest }) => ({ incidentId: id, model, arrest }))
      labelled += (await log.attach(outcomes, 'pipeline', now.getTime())).predictions
    }
  }
  return labelled
}
