import { z } from 'zod'

// The prediction endpoint's contract: what it takes and answers. Each error text is pydantic's type of that error, which
// becomes the `type` of the problem in the answer.

const label = z
  .string({ error: 'string_type' })
  .min(1, { error: 'string_too_short' })
  .max(200, { error: 'string_too_long' })

/** No feature or coordinate comes near; sums of numbers within it stay finite in any model. */
export const NUMBER_LIMIT = 1e9

const wrongNumber = (input: unknown) => (typeof input === 'number' ? 'finite_number' : 'float_type')

/** A feature's value. */
export const featureSchema = z
  .number({ error: ({ input }) => wrongNumber(input) })
  .min(-NUMBER_LIMIT, { error: 'number_range' })
  .max(NUMBER_LIMIT, { error: 'number_range' })

/** The portal delivers numbers as text at times; a row of it can be sent as it came. */
const decimal = z.union(
  [
    featureSchema,
    z
      .string()
      .regex(/^-?\d{1,9}(\.\d{1,15})?$/)
      .transform(Number),
  ],
  { error: ({ input }) => (typeof input === 'string' ? 'float_parsing' : wrongNumber(input)) },
)

const whole = z.union([z.int(), z.string().max(9).regex(/^\d+$/).transform(Number)], { error: 'int_parsing' })

const truth = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')], {
  error: 'bool_parsing',
})

const LOCAL_TIME = /^\d{4}-\d\d-\d\d[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?$/

/** Chicago's local time without a zone, normalised to `YYYY-MM-DDTHH:MM:SS`. */
const localTime = z
  .string({ error: 'string_type' })
  .max(40, { error: 'datetime_parsing' })
  .regex(LOCAL_TIME, { error: 'datetime_parsing', abort: true })
  .refine((time) => isDay(time), { error: 'datetime_parsing' })
  .transform((time) => `${time.slice(0, 10)}T${time.slice(11, 16)}:${time.length > 16 ? time.slice(17, 19) : '00'}`)

function isDay(time: string): boolean {
  const month = Number(time.slice(5, 7))
  const day = Number(time.slice(8, 10))
  // Day 0 of the next month is the last of this one.
  return (
    month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(Number(time.slice(0, 4)), month, 0)).getUTCDate()
  )
}

/** An identifier of the caller's: the portal's incident id, or any short text. */
export const idSchema = z.union(
  [
    z.string().min(1, { error: 'string_or_int' }).max(64, { error: 'string_or_int' }),
    z.int({ error: 'string_or_int' }),
  ],
  { error: 'string_or_int' },
)

// Illinois, since the plane that coordinates are projected to is Illinois' own; catches swapped pairs.
const latitude = decimal.refine((degrees) => degrees >= 36 && degrees <= 43, { error: 'latitude_range' })
const longitude = decimal.refine((degrees) => degrees >= -92 && degrees <= -86, { error: 'longitude_range' })

/**
 * A reported incident as the portal has it. Every field may be absent or null here: which ones must be there depends on
 * the champion (`Champion.requiredIncidentFields`). Columns that no model uses are taken, so that a row of the portal
 * can be sent as it is.
 */
export const incidentSchema = z.strictObject(
  {
    id: idSchema.nullish().describe("The incident's id; comes back with the prediction"),
    date: localTime.nullish().describe('Chicago local time without a zone, e.g. 2018-01-15T14:30:00'),
    iucr: label
      .nullish()
      .describe('Illinois Uniform Crime Reporting code, zero-padded text as the portal has it: 0820'),
    primary_type: label.nullish().describe('Primary description of the IUCR code: THEFT. Null is UNKNOWN'),
    location_description: label.nullish().describe('Where it happened: STREET. Null is UNKNOWN'),
    block: label
      .nullish()
      .describe('The address with its last two digits hidden, as the portal has it: 0000X N STATE ST. Null is UNKNOWN'),
    domestic: truth.nullish().describe('Domestic-related'),
    x_coordinate: decimal.nullish().describe('Feet, Illinois State Plane East (EPSG:3435)'),
    y_coordinate: decimal.nullish().describe('Feet, Illinois State Plane East (EPSG:3435)'),
    latitude: latitude.nullish().describe('Degrees; used where x_coordinate and y_coordinate are not given'),
    longitude: longitude.nullish().describe('Degrees; used where x_coordinate and y_coordinate are not given'),
    district: label.nullish().describe('Police district, zero-padded text: 018'),
    beat: label.nullish().describe('Police beat, zero-padded text: 1834'),
    ward: whole.nullish().describe("City Council district; null is the training data's median"),
    community_area: whole.nullish().describe("Community area 1-77; null is the training data's median"),
    fbi_code: label.nullish().describe('FBI crime classification: 06. Null is UNKNOWN'),
    case_number: z.unknown().optional().describe('Not used'),
    description: z.unknown().optional().describe('Not used'),
    arrest: z.unknown().optional().describe('Not used'),
    year: z.unknown().optional().describe('Not used'),
    updated_on: z.unknown().optional().describe('Not used'),
    location: z.unknown().optional().describe('Not used'),
  },
  { error: 'dict_type' },
)

export type Incident = z.output<typeof incidentSchema>
export type IncidentField = keyof Incident

/** Fields whose null has a meaning in training (`UNKNOWN`, or the median); any other required field must have a value. */
export const NULLABLE_INCIDENT_FIELDS: ReadonlySet<IncidentField> = new Set([
  'primary_type',
  'location_description',
  'block',
  'fbi_code',
  'ward',
  'community_area',
])

/** A batch holds at most this many instances. */
export const BATCH_LIMIT = 1000

const generated = z.literal(true).optional().describe('Present where the model was trained on generated data')
const modelVersion = z.string().describe('Version of the model that answered')
const timestamp = z.string().describe('When it was answered, ISO 8601 in UTC')
const id = idSchema.optional().describe("The request's id, where it carried one")

const scored = {
  prediction: z.boolean().describe("Whether the probability reaches the model's threshold"),
  probability: z.number().min(0).max(1).describe('Calibrated probability that the incident ends in an arrest'),
}
const predictionId = z.string().describe('Unique id of this prediction; `POST /feedback` takes it')
const arm = z
  .enum(['champion', 'challenger'])
  .describe('Who answered: the champion, or a challenger on trial that answers a share of the incidents')

/** Why a prediction is what it is. */
const reasonSchema = z.strictObject({
  field: z.string().describe('Field of the incident; `place` stands for the coordinates'),
  value: z.string().nullable().describe('Its value; null where the request has features only'),
  effect: z.number().describe('By how much the probability rises (+) or falls (-) when this is known too'),
  text: z.string().describe('The same in words'),
})
export type PredictionReason = z.output<typeof reasonSchema>

/** Answer of `POST /predict`. */
export const predictionSchema = z.strictObject({
  ...scored,
  reasons: z
    .array(reasonSchema)
    .optional()
    .describe(
      'Where the request has `"explain": true`: what moved the probability by 0.005 or more, the largest first',
    ),
  model_version: modelVersion,
  arm,
  timestamp,
  prediction_id: predictionId,
  id,
  generated_data: generated,
})
export type Prediction = z.output<typeof predictionSchema>

/** Answer of `POST /predict/batch`; predictions in the order of the instances. */
export const batchPredictionSchema = z.strictObject({
  predictions: z.array(
    z.strictObject({
      ...scored,
      arm,
      prediction_id: predictionId,
      id,
      model_version: modelVersion.optional().describe('Where another version than the batch says answered this one'),
    }),
  ),
  count: z.int().min(0),
  model_version: modelVersion,
  timestamp,
  generated_data: generated,
})
export type BatchPrediction = z.output<typeof batchPredictionSchema>

/** Outcomes at most this many at once. */
export const FEEDBACK_LIMIT = 1000

/** What really happened, of one prediction or incident. */
export const feedbackSchema = z.strictObject(
  {
    prediction_id: z
      .string({ error: 'string_type' })
      .min(1, { error: 'string_too_short' })
      .max(64, { error: 'string_too_long' })
      .optional()
      .describe('Of one prediction; or `id` for all predictions of an incident'),
    id: idSchema.optional().describe("The incident's id, as the predictions were asked with it"),
    arrest: z.boolean({ error: 'bool_parsing' }).describe('Whether the incident ended in an arrest'),
  },
  { error: 'dict_type' },
)

/** Body of `POST /feedback` for many outcomes; for one it is that. */
export const feedbackListSchema = z.strictObject({
  outcomes: z.array(feedbackSchema, { error: 'list_type' }).max(FEEDBACK_LIMIT, { error: 'too_long' }),
})

/** Answer of `POST /feedback`. */
export const feedbackAnswerSchema = z.strictObject({
  accepted: z.int().min(0).describe('Outcomes of which a prediction is kept'),
  predictions: z.int().min(0).describe('Predictions whose outcome is known by them'),
  unknown: z
    .array(z.int().min(0))
    .describe('Places, in the list that was sent, of outcomes of which no prediction is kept'),
  timestamp,
})
export type FeedbackAnswer = z.output<typeof feedbackAnswerSchema>

/** Answer of `GET /health`: 200 when healthy, 503 when degraded. */
export const healthSchema = z.strictObject({
  status: z.enum(['healthy', 'degraded']),
  model_loaded: z.boolean(),
  model_name: z.string().nullable(),
  model_version: z.string().nullable(),
  timestamp,
  generated_data: generated,
})
export type Health = z.output<typeof healthSchema>

/** Answer of `GET /model/info`. */
export const modelInfoSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  alias: z.string(),
  run_id: z.string(),
  threshold: z.number().describe('Probability from which an arrest is predicted'),
  metrics: z.record(z.string(), z.number()),
  features: z.array(z.string()).describe("The model's features, in its order"),
  incident_fields: z.array(z.string()).describe('Fields that a raw incident must have'),
  generated_data: generated,
})
export type ModelInfo = z.output<typeof modelInfoSchema>

/** Answer of `POST /model/reload`. */
export const reloadSchema = z.strictObject({
  status: z.enum(['reloaded', 'unchanged']),
  model_name: z.string().nullable(),
  model_version: z.string().nullable(),
  timestamp,
})
export type ReloadAnswer = z.output<typeof reloadSchema>

/** Answer of `GET /`. */
export const indexSchema = z.strictObject({
  message: z.string(),
  version: z.string().describe('Version of the app'),
  docs: z.string(),
  openapi: z.string(),
  health: z.string(),
  generated_data: generated,
})
export type Index = z.output<typeof indexSchema>

/** One thing that is wrong with a request, as FastAPI says it. */
export const problemSchema = z.strictObject({
  loc: z.array(z.union([z.string(), z.int()])).describe('Where: "body", then field names and indices'),
  msg: z.string().describe('What is wrong'),
  type: z.string().describe('Kind of problem: missing, extra_forbidden, float_type, …'),
})
export type Problem = z.output<typeof problemSchema>

/** Every error: a sentence, or the problems of an invalid request. */
export const errorSchema = z.strictObject({ detail: z.union([z.string(), z.array(problemSchema)]) })
export type ErrorAnswer = z.output<typeof errorSchema>
