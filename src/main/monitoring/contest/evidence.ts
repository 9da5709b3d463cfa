import { firstIdAt } from '../../predictions/predictionId.ts'
import type { Database } from '../../tracking/database.ts'
import type { LabelSource } from '../../tracking/schema.ts'

/** Labelled predictions of one arm; all have the same number of rows. */
export interface ArmRows {
  /** Calibrated, 0-1. */
  probabilities: Float64Array
  /** Whether an arrest was predicted, 0/1. */
  predictions: Uint8Array
  /** Whether there was one, 0/1. */
  arrests: Uint8Array
}

/** Which labels are settled; arrests are still being added to incidents of the last weeks. */
export interface Maturity {
  /** Milliseconds since 1970. */
  now: number
  days: number
}

export interface Window extends Maturity {
  model: string
  /** Milliseconds since 1970, inclusive. */
  from: number
  /** Exclusive; now where absent. */
  to?: number | undefined
}

const DAY_MS = 86_400_000

interface Label {
  incident_id: string | null
  predicted_at: number
  labelled_at: number
  source: LabelSource
}

/** The predictions of a shadow with those that were answered, row by row: champion first. */
export async function pairedRows(
  { sql: db }: Database,
  { champion, challenger, ...window }: Window & { champion: number; challenger: number },
): Promise<[champion: ArmRows, challenger: ArmRows]> {
  const rows = await db
    .selectFrom('predictions as s')
    .innerJoin('predictions as c', 'c.id', 's.pair_id')
    .innerJoin('feedback as f', 'f.prediction_id', 'c.id')
    .select(['c.probability', 'c.prediction', 's.probability as silent_probability', 's.prediction as silent'])
    .select(['f.arrest', 'f.source', 'f.time as labelled_at', 'c.time as predicted_at', 'c.incident_id'])
    .where('s.id', '>=', firstIdAt(window.from))
    .where('s.id', '<', firstIdAt(window.to ?? window.now + 1))
    .where('s.model', '=', window.model)
    .where('s.version', '=', challenger)
    .where('s.arm', '=', 'shadow')
    .where('c.version', '=', champion)
    .orderBy('c.id')
    .execute()
  const used = settled(rows, window)
  const silent = used.map(({ silent_probability, silent, arrest }) => ({
    ...{ probability: silent_probability, prediction: silent, arrest },
  }))
  return [armRows(used), armRows(silent)]
}

/**
 * The predictions that one version answered in an arm. `incidentsOnly` leaves out requests of bare features: where
 * features mean something else to the challenger these were never its to answer, so they are no part of the draw.
 */
export async function answeredRows(
  { sql: db }: Database,
  {
    version,
    arm,
    incidentsOnly,
    ...window
  }: Window & {
    version: number
    arm: 'champion' | 'challenger'
    incidentsOnly: boolean
  },
): Promise<ArmRows> {
  let query = db
    .selectFrom('predictions as p')
    .innerJoin('feedback as f', 'f.prediction_id', 'p.id')
    .select(['p.probability', 'p.prediction', 'p.time as predicted_at', 'p.incident_id'])
    .select(['f.arrest', 'f.source', 'f.time as labelled_at'])
    .where('p.id', '>=', firstIdAt(window.from))
    .where('p.id', '<', firstIdAt(window.to ?? window.now + 1))
    .where('p.model', '=', window.model)
    .where('p.version', '=', version)
    .where('p.arm', '=', arm)
    .orderBy('p.id')
  if (incidentsOnly) query = query.where('p.incident', 'is not', null)
  return armRows(settled(await query.execute(), window))
}

/**
 * Rows whose label counts, and of each incident the first only: a request that is repeated tells nothing new. A pipeline's
 * label counts when it was read some days after the prediction; a client's, once the prediction is as old.
 */
function settled<R extends Label>(rows: readonly R[], { now, days }: Maturity): R[] {
  const seen = new Set<string>()
  return rows.filter(({ incident_id, predicted_at, labelled_at, source }) => {
    const known = source === 'api' ? now : Math.min(labelled_at, now)
    if (known - predicted_at < days * DAY_MS) return false
    if (incident_id === null) return true
    if (seen.has(incident_id)) return false
    seen.add(incident_id)
    return true
  })
}

function armRows(rows: readonly { probability: number; prediction: number; arrest: number }[]): ArmRows {
  return {
    probabilities: Float64Array.from(rows, ({ probability }) => probability),
    predictions: Uint8Array.from(rows, ({ prediction }) => prediction),
    arrests: Uint8Array.from(rows, ({ arrest }) => arrest),
  }
}
