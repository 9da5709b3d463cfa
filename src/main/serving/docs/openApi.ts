import {
  BATCH_LIMIT,
  batchPredictionSchema,
  errorSchema,
  FEEDBACK_LIMIT,
  feedbackAnswerSchema,
  feedbackListSchema,
  feedbackSchema,
  healthSchema,
  incidentSchema,
  indexSchema,
  modelInfoSchema,
  NULLABLE_INCIDENT_FIELDS,
  predictionSchema,
  reloadSchema,
} from '../../../shared/serving/prediction.ts'
import type { Champion } from '../champion/champion.ts'
import { featuresSchema } from '../http/requestReader.ts'
import { EXAMPLE_INCIDENT, exampleFeatures } from './examples.ts'
import { openApiSchema } from './jsonSchema.ts'

type Json = Record<string, unknown>

export interface OpenApiOptions {
  version: string
  /** Whether the server asks for an API key. */
  withKey: boolean
}

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })

const answer = (description: string, name: string): Json => ({
  description,
  content: { 'application/json': { schema: ref(name) } },
})

const ERRORS: Record<number, Json> = {
  400: answer('Not a request that HTTP knows', 'Error'),
  401: answer('The API key is missing or wrong', 'Error'),
  403: answer('A foreign Host or Origin', 'Error'),
  413: answer('The body is too large', 'Error'),
  415: answer('The body is not JSON, or is compressed', 'Error'),
  422: answer('What is wrong with which field', 'Error'),
  429: answer('More requests than the limit; Retry-After says when to try again', 'Error'),
  503: answer('There is no model', 'Error'),
}

function errors(...statuses: number[]): Json {
  return Object.fromEntries(statuses.map((status) => [status, ERRORS[status]]))
}

/** The endpoint as OpenAPI 3.1 for the champion of now: its features and the incident fields it needs, with examples. */
export function openApi(champion: Champion | undefined, { version, withKey }: OpenApiOptions): Json {
  const refused = withKey ? [400, 401, 403, 429] : [400, 403, 429]
  const generated = champion?.generated === true ? ' **This model was trained on generated data.**' : ''
  const post = (summary: string, schema: string, examples: Json, answers: Json): Json => ({
    post: {
      summary,
      tags: ['Predictions'],
      requestBody: { required: true, content: { 'application/json': { schema: ref(schema), examples } } },
      responses: { ...answers, ...errors(...refused, 413, 415, 422, 503) },
    },
  })
  const get = (summary: string, tag: string, answers: Json, options: Json = {}): Json => ({
    get: { summary, tags: [tag], responses: { ...answers, ...errors(...refused) }, ...options },
  })
  return {
    openapi: '3.1.0',
    info: {
      title: 'Arrest Workbench',
      version,
      description: `Probability that a reported incident ends in an arrest.${generated}`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    ...(withKey ? { security: [{ bearer: [] }, { key: [] }] } : {}),
    tags: [{ name: 'Predictions' }, { name: 'Model' }],
    paths: {
      '/predict': post('Predict one incident', 'Request', singleExamples(champion), {
        200: answer('The prediction', 'Prediction'),
      }),
      '/predict/batch': post(`Predict up to ${BATCH_LIMIT} incidents`, 'Batch', batchExamples(champion), {
        200: answer('The predictions, in the order of the instances', 'BatchPrediction'),
      }),
      '/feedback': {
        post: {
          summary: `Say what really happened, of one prediction or incident or of up to ${FEEDBACK_LIMIT}`,
          tags: ['Predictions'],
          requestBody: {
            required: true,
            content: { 'application/json': { schema: ref('Feedback'), examples: FEEDBACK_EXAMPLES } },
          },
          responses: {
            200: answer('What came of it', 'FeedbackAnswer'),
            ...errors(...refused, 413, 415, 422),
            503: answer('It could not be kept', 'Error'),
          },
        },
      },
      '/metrics': {
        get: {
          summary: 'Metrics for Prometheus',
          tags: ['Model'],
          responses: {
            200: { description: 'Text', content: { 'text/plain': { schema: { type: 'string' } } } },
            ...errors(...refused),
          },
        },
      },
      '/model/info': get('The model that answers', 'Model', {
        200: answer('The model', 'ModelInfo'),
        ...errors(503),
      }),
      '/model/reload': {
        post: {
          summary: "Take the registry's champion now",
          tags: ['Model'],
          responses: {
            200: answer('The champion that answers from now on', 'Reload'),
            ...errors(...refused, 413, 415, 422),
            503: answer('It could not be loaded; the one before keeps answering', 'Error'),
          },
        },
      },
      '/health': get(
        'Whether predictions are answered',
        'Model',
        { 200: answer('They are', 'Health'), 503: answer('There is no model', 'Health') },
        withKey ? { security: [] } : {},
      ),
      '/': get('What this is', 'Model', { 200: answer('Where to go from here', 'Index') }),
    },
    components: {
      schemas: schemas(champion),
      ...(withKey
        ? {
            securitySchemes: {
              bearer: { type: 'http', scheme: 'bearer' },
              key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
            },
          }
        : {}),
    },
  }
}

const FEEDBACK_EXAMPLES = {
  prediction: { summary: 'Of a prediction', value: { prediction_id: '0160b42aec000000525769cd', arrest: true } },
  incidents: { summary: 'Of incidents', value: { outcomes: [{ id: '11190120', arrest: false }] } },
}

function schemas(champion: Champion | undefined): Json {
  const bodies = champion === undefined ? {} : { Features: featuresOf(champion) }
  const shapes = champion === undefined ? [ref('Incident')] : [ref('Features'), ref('Incident')]
  return {
    Instance: { description: "The model's features by name, or an incident", anyOf: shapes },
    Request: {
      description: "The model's features by name, or an incident",
      anyOf: (champion === undefined ? [] : [featuresOf(champion)]).concat(incidentOf(champion)).map(explainable),
    },
    ...bodies,
    Incident: incidentOf(champion),
    Batch: {
      type: 'object',
      properties: { instances: { type: 'array', maxItems: BATCH_LIMIT, items: ref('Instance') } },
      required: ['instances'],
      additionalProperties: false,
    },
    Feedback: {
      anyOf: [openApiSchema(feedbackSchema, 'input'), openApiSchema(feedbackListSchema, 'input')],
    },
    FeedbackAnswer: openApiSchema(feedbackAnswerSchema, 'output'),
    Prediction: openApiSchema(predictionSchema, 'output'),
    BatchPrediction: openApiSchema(batchPredictionSchema, 'output'),
    ModelInfo: openApiSchema(modelInfoSchema, 'output'),
    Reload: openApiSchema(reloadSchema, 'output'),
    Health: openApiSchema(healthSchema, 'output'),
    Index: openApiSchema(indexSchema, 'output'),
    Error: openApiSchema(errorSchema, 'output'),
  }
}

/** The schema of a single request's body: it may ask for reasons, which a batch may not. */
function explainable(schema: Json): Json {
  const explain = { type: 'boolean', default: false, description: 'Whether to answer what moved the probability' }
  return { ...schema, properties: { ...Object(schema.properties), explain } }
}

function featuresOf(champion: Champion): Json {
  return {
    title: 'Features',
    description: `Features of ${champion.name} version ${champion.version}`,
    ...openApiSchema(featuresSchema(champion.features), 'input'),
    examples: [exampleFeatures(champion)],
  }
}

const PLACE = new Set(['x_coordinate', 'y_coordinate', 'latitude', 'longitude'])

function incidentOf(champion: Champion | undefined): Json {
  const { properties, ...rest } = openApiSchema(incidentSchema, 'input')
  const needed = champion?.requiredIncidentFields ?? []
  const required = needed.filter((field) => !PLACE.has(field))
  const valued = required.filter((field) => !NULLABLE_INCIDENT_FIELDS.has(field))
  const place =
    needed.length === required.length
      ? {}
      : { anyOf: [placed('x_coordinate', 'y_coordinate'), placed('latitude', 'longitude')] }
  return {
    title: 'Incident',
    ...rest,
    properties,
    required,
    // What must have a value may not be null, whatever `properties` allows a field that is not needed.
    allOf: valued.map((field) => ({ properties: { [field]: { not: { type: 'null' } } } })),
    ...place,
    examples: [EXAMPLE_INCIDENT],
  }
}

function placed(...fields: string[]): Json {
  return { required: fields, properties: Object.fromEntries(fields.map((field) => [field, { not: { type: 'null' } }])) }
}

function singleExamples(champion: Champion | undefined): Json {
  const incident = { summary: 'An incident', value: EXAMPLE_INCIDENT }
  if (champion === undefined) return { incident }
  return { incident, features: { summary: "The model's features", value: exampleFeatures(champion) } }
}

function batchExamples(champion: Champion | undefined): Json {
  const instances = [
    { id: 'a', ...EXAMPLE_INCIDENT },
    champion === undefined ? EXAMPLE_INCIDENT : exampleFeatures(champion),
  ]
  return { batch: { summary: 'Two incidents', value: { instances } } }
}
