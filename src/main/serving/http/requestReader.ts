import { z } from 'zod'
import { UserError } from '../../../shared/errors.ts'
import { text } from '../../../shared/messages/index.ts'
import {
  featureSchema,
  type Incident,
  type IncidentField,
  idSchema,
  incidentSchema,
  NULLABLE_INCIDENT_FIELDS,
  NUMBER_LIMIT,
  type Problem,
} from '../../../shared/serving/prediction.ts'
import type { Champion } from '../champion/champion.ts'
import { missing, type Place, problem, problemsOf, unknownField } from './problems.ts'

/** What an instance of a request came to. */
export type Reading =
  | {
      ok: true
      /** In the champion's order; valid until the next `read`. */
      features: Float64Array
      offset: 0
      id: string | number | undefined
      /** What the features were made of; undefined where the request has features. */
      incident: Incident | undefined
    }
  | { ok: false; problems: Problem[] }

export interface RequestReader {
  /** Reads one instance: the champion's features by name, or a raw incident. `loc` is where it stands in the request. */
  read(instance: unknown, loc: Place): Reading
}

const COORDINATES: ReadonlySet<string> = new Set(['x_coordinate', 'y_coordinate', 'latitude', 'longitude'])
const INCIDENT_FIELDS: ReadonlySet<string> = new Set(Object.keys(incidentSchema.shape))

/** The schema of a row of this champion's features: exactly its names, finite numbers, and an id if you like. */
export function featuresSchema(features: readonly string[]) {
  return z.strictObject(
    { ...Object.fromEntries(features.map((name) => [name, featureSchema])), id: idSchema.nullish() },
    { error: 'dict_type' },
  )
}

/** Compiles the reader of requests to this champion: which shape a body has is decided by its field names alone. */
export function createRequestReader(champion: Champion): RequestReader {
  const { features } = champion
  const schema = featuresSchema(features)
  const row = new Float64Array(features.length)
  // A name that both shapes know decides nothing.
  const featureOnly = new Set(features.filter((name) => !INCIDENT_FIELDS.has(name)))
  const incidentOnly = new Set([...INCIDENT_FIELDS].filter((name) => name !== 'id' && !features.includes(name)))
  const needsPlace = champion.requiredIncidentFields.some((field) => COORDINATES.has(field))
  const required = champion.requiredIncidentFields.filter((field) => !COORDINATES.has(field))

  /** Whether the body is exactly the features, each a number that the schema takes; fills `row`. A tenth of the schema's time. */
  function isPlainRow(body: Readonly<Record<string, unknown>>): boolean {
    for (let k = 0; k < features.length; k++) {
      const value = body[features[k]!]
      if (typeof value !== 'number' || !(value >= -NUMBER_LIMIT && value <= NUMBER_LIMIT)) return false
      row[k] = value
    }
    let keys = 0
    for (const _ in body) keys++
    return keys === features.length
  }

  function readFeatures(body: object, loc: Place): Reading {
    const parsed = schema.safeParse(body)
    if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error, body, loc) }
    const values: Record<string, unknown> = parsed.data
    for (let k = 0; k < features.length; k++) row[k] = Number(values[features[k]!])
    return { ok: true, features: row, offset: 0, id: parsed.data.id ?? undefined, incident: undefined }
  }

  function readIncident(body: object, loc: Place): Reading {
    const parsed = incidentSchema.safeParse(body)
    if (!parsed.success) {
      const absent = lacking(body).map((field) => missing([...loc, field]))
      return { ok: false, problems: [...absent, ...problemsOf(parsed.error, body, loc)] }
    }
    const incident = parsed.data
    const problems = unusable(incident, loc)
    if (problems.length > 0) return { ok: false, problems }
    try {
      const features = champion.featurize(incident)
      return { ok: true, features, offset: 0, id: incident.id ?? undefined, incident }
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      return { ok: false, problems: [{ loc: [...loc], msg: error.message, type: 'value_error' }] }
    }
  }

  function lacking(body: object): IncidentField[] {
    return required.filter((field) => !Object.hasOwn(body, field))
  }

  /** What the champion needs and the incident has not. */
  function unusable(incident: Incident, loc: Place): Problem[] {
    const problems: Problem[] = []
    for (const field of required) {
      const value = incident[field]
      if (value === undefined) problems.push(missing([...loc, field]))
      else if (value === null && !NULLABLE_INCIDENT_FIELDS.has(field)) problems.push(forbiddenNull(loc, field))
    }
    if (needsPlace && !hasPlace(incident)) problems.push(...placeProblems(incident, loc))
    return problems
  }

  function shapeUnknown(body: object, loc: Place): Reading {
    const names = { features: features.join(', '), incident: champion.requiredIncidentFields.join(', ') }
    const shape = { loc: [...loc], msg: text('serving.shape_missing', names), type: 'missing' }
    return { ok: false, problems: [shape, ...unknownKeys(body).map((key) => unknownField(loc, key))] }
  }

  function unknownKeys(body: object): string[] {
    return Object.keys(body).filter((key) => !INCIDENT_FIELDS.has(key) && !featureOnly.has(key))
  }

  /** Names the fields of whichever shape has fewer: the other is what the sender most likely meant. */
  function mixed(body: object, loc: Place): Reading {
    const keys = Object.keys(body)
    const ofFeatures = keys.filter((key) => featureOnly.has(key))
    const ofIncident = keys.filter((key) => incidentOnly.has(key))
    const strangers = ofIncident.length <= ofFeatures.length ? ofIncident : ofFeatures
    const msg = text('serving.mixed')
    return { ok: false, problems: strangers.map((key) => ({ loc: [...loc, key], msg, type: 'extra_forbidden' })) }
  }

  return {
    read(instance, loc) {
      if (!isObject(instance)) {
        return { ok: false, problems: [problem(loc, 'dict_type')] }
      }
      if (isPlainRow(instance)) {
        return { ok: true, features: row, offset: 0, id: undefined, incident: undefined }
      }
      let hasFeature = false
      let hasIncident = false
      let computed = false
      for (const key in instance) {
        if (featureOnly.has(key)) hasFeature = true
        else if (incidentOnly.has(key)) hasIncident = true
        else if (key.startsWith(':@')) computed = true
      }
      if (hasFeature && hasIncident) return mixed(instance, loc)
      if (hasIncident) return readIncident(computed ? withoutComputed(instance) : instance, loc)
      if (hasFeature || Object.keys(instance).some((key) => features.includes(key))) return readFeatures(instance, loc)
      return shapeUnknown(instance, loc)
    },
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A portal's row without its computed columns (`:@computed_region_…`), which nothing uses. */
function withoutComputed(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith(':@')))
}

function forbiddenNull(loc: Place, field: string): Problem {
  return { loc: [...loc, field], msg: text('serving.null_forbidden'), type: 'null_forbidden' }
}

function hasPlace({ x_coordinate, y_coordinate, latitude, longitude }: Incident): boolean {
  return (
    (typeof x_coordinate === 'number' && typeof y_coordinate === 'number') ||
    (typeof latitude === 'number' && typeof longitude === 'number')
  )
}

/** The half that lacks of the pair that was begun; of x and y where none was. */
function placeProblems(incident: Incident, loc: Place): Problem[] {
  const isNumber = (field: IncidentField) => typeof incident[field] === 'number'
  const feet: IncidentField[] = ['x_coordinate', 'y_coordinate']
  const degrees: IncidentField[] = ['latitude', 'longitude']
  const pair = degrees.some(isNumber) && !feet.some(isNumber) ? degrees : feet
  const msg = text('serving.coordinate_missing')
  return pair.filter((field) => !isNumber(field)).map((field) => ({ loc: [...loc, field], msg, type: 'missing' }))
}
