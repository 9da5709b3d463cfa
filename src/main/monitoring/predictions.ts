import { throwIfCancelled, UserError } from '../../shared/errors.ts'
import { incidentSchema } from '../../shared/serving/prediction.ts'
import type { Category } from '../columns.ts'
import { projectToIllinoisEast } from '../geo/illinoisEast.ts'
import { parseLocalTime } from '../pipeline/featurizer/calendar.ts'
import type { LoggedPrediction } from '../predictions/prediction.ts'
import { openPredictionLog } from '../predictions/predictionLog.ts'
import { sharedFloats } from '../sharedFloats.ts'
import { readTrainingIds } from '../training/trainedModel.ts'
import { chicagoTime } from './chicagoTime.ts'
import { type CurrentContext, type CurrentRows, localTime, type OpenedVersion } from './current.ts'
import { type DayRange, fieldsOf, LEVELS } from './incidents.ts'
import { labelledRows, servedRows } from './rows.ts'

const DAY_MS = 86_400_000

/** A prediction with what is compared of it. */
interface Asked {
  prediction: LoggedPrediction
  /** Of the incident, else of the prediction; local time, ms since 1970 as if it were UTC. */
  date: number
  /** Undefined where features were sent. */
  incident: ReturnType<typeof incidentSchema.parse> | undefined
}

/**
 * Reads what a version was asked in a range of days, Chicago's, with the outcomes that are known.
 *
 * @throws UserError `monitoring.no_predictions`
 */
export async function rowsOfPredictions(
  days: DayRange,
  now: Date,
  { version, content, model }: OpenedVersion,
  { tracking, job }: Pick<CurrentContext, 'tracking' | 'job'>,
): Promise<CurrentRows> {
  const log = openPredictionLog(tracking.database)
  const asked: Asked[] = []
  let left = 0
  // Zones are never a day apart: the days themselves decide below.
  const from = days.from === undefined ? undefined : Date.parse(days.from) - DAY_MS
  const to = days.to === undefined ? undefined : Date.parse(days.to) + DAY_MS
  for await (const page of log.pages({ model: version.model, version: version.version, from, to })) {
    throwIfCancelled(job.signal)
    for (const prediction of page) {
      const answeredAt = chicagoTime(prediction.time)
      if (isWithin(answeredAt, days)) asked.push(read(prediction, answeredAt))
      else left += 1
    }
    job.progress({ done: asked.length, total: asked.length, unit: 'rows' })
  }
  if (asked.length === 0) {
    throw new UserError('monitoring.no_predictions', { model: version.model, version: String(version.version) })
  }
  const rows = asked.length
  const dates = Float64Array.from(asked, ({ date }) => date)
  const probabilities = Float64Array.from(asked, ({ prediction }) => prediction.probability)
  const features = model.info.features.map((_, k) => {
    const values = sharedFloats(rows)
    for (const [row, { prediction }] of asked.entries()) values[row] = prediction.features[k]!
    return values
  })
  const labels = Float64Array.from(asked, ({ prediction: { label } }) =>
    label === null ? Number.NaN : Number(label.arrest),
  )
  const seen = (await readTrainingIds(tracking, version.runId)) ?? new Set<number>()
  const isSeen = (row: number) => seen.has(Number(asked[row]!.prediction.incidentId ?? Number.NaN))
  const answered = asked.map(({ prediction }) => chicagoTime(prediction.time))
  return {
    label: `predictions_v${version.version}`,
    rows,
    from: localTime(Math.min(...bounds(answered))),
    to: localTime(Math.max(...bounds(answered))),
    unscored: 0,
    left,
    inputs: inputsOf(asked, content),
    served: servedRows({ fields: { dates }, features }, probabilities, model.info.features),
    probabilities,
    labelled: labelledRows({ rows, labels, fields: { dates } }, probabilities, (row) => !isSeen(row)),
    knownAt: chicagoTime(now.getTime()),
  }
}

function read(prediction: LoggedPrediction, answeredAt: number): Asked {
  const incident = prediction.incident === null ? undefined : incidentSchema.safeParse(prediction.incident).data
  const date = parseLocalTime(incident?.date ?? '')
  return { prediction, incident, date: Number.isNaN(date) ? answeredAt : date }
}

function isWithin(local: number, { from, to }: DayRange): boolean {
  return (from === undefined || local >= Date.parse(from)) && (to === undefined || local < Date.parse(to))
}

/** Smallest and largest; there may be more values than a call takes arguments. */
function bounds(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  )
}

/** The incidents among what was asked, as they were reported; undefined where only features were sent. */
function inputsOf(all: readonly Asked[], content: OpenedVersion['content']): CurrentRows['inputs'] {
  const asked = all.flatMap(({ date, incident }) => (incident === undefined ? [] : [{ date, incident }]))
  if (asked.length === 0) return undefined
  const places = asked.map(({ incident: { x_coordinate: x, y_coordinate: y, latitude, longitude } }) => {
    if (typeof x === 'number' && typeof y === 'number') return { x, y }
    if (typeof latitude === 'number' && typeof longitude === 'number') return projectToIllinoisEast(latitude, longitude)
    return { x: Number.NaN, y: Number.NaN }
  })
  const numbers = (of: (row: number) => number) => {
    const values = sharedFloats(asked.length)
    for (let row = 0; row < asked.length; row++) values[row] = of(row)
    return values
  }
  const table = {
    rows: asked.length,
    columns: {
      date: numbers((row) => asked[row]!.date),
      x_coordinate: numbers((row) => places[row]!.x),
      y_coordinate: numbers((row) => places[row]!.y),
    },
    categories: Object.fromEntries(
      LEVELS.map((name) => [name, categoryOf(asked.map(({ incident }) => incident[name]))]),
    ),
  }
  return fieldsOf(table, content)
}

function categoryOf(values: readonly (string | number | boolean | null | undefined)[]): Category {
  const texts = values.map((value) => (value === null || value === undefined ? undefined : String(value)))
  const levels = [...new Set(texts.filter((text) => text !== undefined))].sort()
  const places = new Map(levels.map((level, place) => [level, place]))
  return { codes: Int32Array.from(texts, (text) => (text === undefined ? -1 : places.get(text)!)), levels }
}
