import { type Insertable, type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '../tracking/database.ts'
import type { LabelSource, Schema } from '../tracking/schema.ts'
import { type Attached, attachOutcomes } from './feedback.ts'
import type { LoggedPrediction, Outcome, Prediction, PredictionCount, PredictionFilter } from './prediction.ts'
import { firstIdAt } from './predictionId.ts'

export interface Page {
  /** Only what comes after this id, in the order asked for. */
  after?: string | undefined
  limit: number
  newestFirst?: boolean
}

/** The predictions of a workspace with what really happened, in whichever process they were made. */
export interface PredictionLog {
  /** Keeps predictions at once. Serving writes through `openPredictionWriter` instead, off its thread. */
  append(predictions: readonly Prediction[]): Promise<void>
  page(filter: PredictionFilter, page: Page): Promise<LoggedPrediction[]>
  /** All of them, oldest first, in pages of some thousands. */
  pages(filter: PredictionFilter): AsyncGenerator<LoggedPrediction[]>
  /** By model, version and arm. */
  counts(filter: PredictionFilter): Promise<PredictionCount[]>
  /**
   * Says what really happened. A client's word (`api`) stands against that of a pipeline's incidents; of the same source
   * the last one counts.
   */
  attach(outcomes: readonly Outcome[], source: LabelSource, time: number): Promise<Attached>
  /** Ids of incidents that a model was asked for, once each, in pages of `rows`. */
  incidentIds(model: string, rows: number): AsyncGenerator<string[]>
}

const PAGE_ROWS = 5000
/** Rows a statement: SQLite takes 32,766 values in one. */
const INSERT_ROWS = 500

const incidentSchema = z.record(z.string(), z.unknown())

export function openPredictionLog({ sql: db }: Database): PredictionLog {
  const joined = db
    .selectFrom('predictions as p')
    .leftJoin('feedback as f', (join) =>
      join.on((on) => on('f.prediction_id', '=', on.fn.coalesce('p.pair_id', 'p.id'))),
    )

  async function page(filter: PredictionFilter, { after, limit, newestFirst = false }: Page) {
    let query = filtered(joined, filter)
      .selectAll('p')
      .select(['f.arrest', 'f.source', 'f.time as labelled_at'])
      .orderBy('p.id', newestFirst ? 'desc' : 'asc')
      .limit(limit)
    if (after !== undefined) query = query.where('p.id', newestFirst ? '<' : '>', after)
    return (await query.execute()).map(loggedPrediction)
  }

  return {
    async append(predictions) {
      for (let first = 0; first < predictions.length; first += INSERT_ROWS) {
        const rows = predictions.slice(first, first + INSERT_ROWS).map(predictionRow)
        await db.insertInto('predictions').values(rows).execute()
      }
    },
    page,
    async *pages(filter) {
      let after: string | undefined
      for (;;) {
        const rows = await page(filter, { after, limit: PAGE_ROWS })
        if (rows.length > 0) yield rows
        if (rows.length < PAGE_ROWS) return
        after = rows.at(-1)?.id
      }
    },
    async counts(filter) {
      const rows = await filtered(joined, filter)
        .select(['p.model', 'p.version', 'p.arm'])
        .select(({ fn }) => [
          fn.countAll<number>().as('predictions'),
          fn.sum<number>('p.prediction').as('positive'),
          fn.count<number>('f.arrest').as('labelled'),
          fn.sum<number | null>('f.arrest').as('arrests'),
          fn.avg<number>('p.probability').as('meanProbability'),
          fn.min('p.time').as('firstTime'),
          fn.max('p.time').as('lastTime'),
        ])
        .groupBy(['p.model', 'p.version', 'p.arm'])
        .orderBy('p.model')
        .orderBy('p.version')
        .orderBy('p.arm')
        .execute()
      return rows.map((row) => ({ ...row, arrests: row.arrests ?? 0 }))
    },
    attach: (outcomes, source, time) => attachOutcomes(db, outcomes, source, time),
    async *incidentIds(model, limit) {
      let after = ''
      for (;;) {
        const rows = await db
          .selectFrom('predictions')
          .select('incident_id')
          .distinct()
          .where('model', '=', model)
          .where('incident_id', '>', after)
          .orderBy('incident_id')
          .limit(limit)
          .execute()
        const ids = rows.flatMap(({ incident_id }) => (incident_id === null ? [] : [incident_id]))
        if (ids.length > 0) yield ids
        if (ids.length < limit) return
        after = ids.at(-1)!
      }
    },
  }
}

type Joined = { p: Schema['predictions']; f: { [K in keyof Schema['feedback']]: Schema['feedback'][K] | null } }

function filtered<O>(
  query: SelectQueryBuilder<Schema & Joined, 'p' | 'f', O>,
  { model, version, arm, incidentId, from, to, labelled }: PredictionFilter,
): SelectQueryBuilder<Schema & Joined, 'p' | 'f', O> {
  let narrowed = query
  if (model !== undefined) narrowed = narrowed.where('p.model', '=', model)
  if (version !== undefined) narrowed = narrowed.where('p.version', '=', version)
  if (arm !== undefined) narrowed = narrowed.where('p.arm', '=', arm)
  if (incidentId !== undefined) narrowed = narrowed.where('p.incident_id', '=', incidentId)
  // The rows lie in the order of the ids, which is that of time.
  if (from !== undefined) narrowed = narrowed.where('p.id', '>=', firstIdAt(from))
  if (to !== undefined) narrowed = narrowed.where('p.id', '<', firstIdAt(to))
  if (labelled !== undefined) narrowed = narrowed.where('f.arrest', labelled ? 'is not' : 'is', sql.lit(null))
  return narrowed
}

function predictionRow(prediction: Prediction): Insertable<Schema['predictions']> {
  const { id, time, model, version, arm, pairId, incidentId, incident, features, probability } = prediction
  return {
    ...{ id, time, model, version, arm, probability },
    pair_id: pairId,
    incident_id: incidentId,
    incident: incident && JSON.stringify(incident),
    features: new Uint8Array(features.buffer, features.byteOffset, features.byteLength),
    prediction: prediction.prediction ? 1 : 0,
  }
}

type LoggedRow = Selectable<Schema['predictions']> & {
  arrest: number | null
  source: LabelSource | null
  labelled_at: number | null
}

function loggedPrediction(row: LoggedRow): LoggedPrediction {
  const { id, time, model, version, arm, probability, arrest, source, labelled_at } = row
  return {
    ...{ id, time, model, version, arm, probability },
    pairId: row.pair_id,
    incidentId: row.incident_id,
    incident: row.incident === null ? null : incidentSchema.parse(JSON.parse(row.incident)),
    features: new Float64Array(row.features),
    prediction: row.prediction === 1,
    label:
      arrest === null || source === null || labelled_at === null
        ? null
        : { arrest: arrest === 1, source, time: labelled_at },
  }
}
