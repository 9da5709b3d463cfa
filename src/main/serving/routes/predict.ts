import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { text } from '../../../shared/messages/index.ts'
import { BATCH_LIMIT, type Prediction, type Problem, predictionSchema } from '../../../shared/serving/prediction.ts'
import type { Desk, Instance } from '../arms/desk.ts'
import { batchAnswer } from '../batch/batchAnswer.ts'
import type { Champion } from '../champion/champion.ts'
import { tellReasons, toldValue } from '../champion/explainPrediction.ts'
import { answerSchema } from '../docs/jsonSchema.ts'
import { invalid, missing, noModel, type Place, PROBLEM_LIMIT, problem, unknownField } from '../http/problems.ts'
import { timestamp } from '../http/stamps.ts'

/** Bytes; an incident has about 500, a whole row of the portal with its computed columns about 1,500. */
const SINGLE_BODY_LIMIT = 1024 * 1024
const BATCH_BODY_LIMIT = 8 * 1024 * 1024

const BODY: Place = ['body']

export interface PredictRoutesOptions {
  /** The desk of the champion of now; undefined while there is none. */
  desk(): Desk | undefined
}

/** `POST /predict` and `POST /predict/batch`. Handlers run in one go, so one desk answers the whole request. */
export async function predictRoutes(app: FastifyInstance, { desk: current }: PredictRoutesOptions): Promise<void> {
  /** Row-major features of a batch; reused, since handlers never overlap. */
  let matrix = new Float64Array(0)

  function predict(request: FastifyRequest, reply: FastifyReply): void {
    const desk = current()
    if (desk === undefined) throw noModel()
    if (request.body === undefined) throw invalid([bodyMissing()])
    const { body, explain } = instanceOf(request.body)
    const reading = desk.reader.read(body, BODY)
    if (!reading.ok) throw invalid(reading.problems)
    const { champion } = desk
    const reasons = explain ? reasonsFor(champion, reading.features, body) : undefined
    const scored = desk.answer(reading, Date.now())
    const answer: Prediction = {
      prediction: scored.prediction,
      probability: scored.probability,
      reasons,
      model_version: scored.version,
      arm: scored.arm,
      timestamp: timestamp(),
      prediction_id: scored.id,
      id: reading.id,
      generated_data: champion.generated || undefined,
    }
    reply.send(answer)
  }

  function predictBatch(request: FastifyRequest, reply: FastifyReply): void {
    const desk = current()
    if (desk === undefined) throw noModel()
    if (request.body === undefined) throw invalid([bodyMissing()])
    const { champion } = desk
    const instances = readAll(desk, instancesOf(request.body))
    const probabilities = scoreAll(champion, instances.length)
    const time = Date.now()
    const scored = instances.map((instance, row) => desk.answer(instance, time, probabilities[row]))
    reply.type('application/json; charset=utf-8').send(batchAnswer(champion, instances, scored))
  }

  /** Reads the instances, and fills `matrix` with their features. */
  function readAll({ champion, reader }: Desk, instances: unknown[]): Instance[] {
    const width = champion.features.length
    if (matrix.length < instances.length * width) matrix = new Float64Array(BATCH_LIMIT * width)
    const problems: Problem[] = []
    const read: Instance[] = []
    for (let row = 0; row < instances.length && problems.length < PROBLEM_LIMIT; row++) {
      const reading = reader.read(instances[row], ['body', 'instances', row])
      if (!reading.ok) problems.push(...reading.problems.slice(0, PROBLEM_LIMIT - problems.length))
      else {
        const offset = row * width
        matrix.set(reading.features, offset)
        read.push({ features: matrix, offset, id: reading.id, incident: reading.incident })
      }
    }
    if (problems.length > 0) throw invalid(problems)
    return read
  }

  function scoreAll(champion: Champion, rows: number): Float64Array {
    const width = champion.features.length
    const filled = matrix.subarray(0, rows * width)
    if (champion.scoreBatch !== undefined) return champion.scoreBatch(filled, rows)
    return Float64Array.from({ length: rows }, (_, row) =>
      champion.score(filled.subarray(row * width, (row + 1) * width)),
    )
  }

  app.post('/predict', {
    bodyLimit: SINGLE_BODY_LIMIT,
    schema: { response: { 200: answerSchema(predictionSchema) } },
    handler: predict,
  })
  app.post('/predict/batch', {
    bodyLimit: BATCH_BODY_LIMIT,
    handler: predictBatch,
  })
}

/** The instance of a single request's body, and whether its reasons are asked for. */
function instanceOf(body: unknown): { body: unknown; explain: boolean } {
  if (typeof body !== 'object' || body === null || !('explain' in body)) return { body, explain: false }
  const { explain, ...instance } = body
  if (typeof explain !== 'boolean') throw invalid([problem(['body', 'explain'], 'bool_parsing')])
  return { body: instance, explain }
}

function reasonsFor(champion: Champion, features: Float64Array, body: unknown): Prediction['reasons'] {
  const incident = new Map(typeof body === 'object' && body !== null ? Object.entries(body) : [])
  const reasons = champion.explain?.(features, (field) => toldValue(incident, field))
  return reasons && tellReasons(reasons)
}

/** The list of a batch's body; refuses any other body. */
function instancesOf(body: unknown): unknown[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid([problem(BODY, 'dict_type')])
  }
  const problems = Object.keys(body)
    .filter((key) => key !== 'instances')
    .slice(0, PROBLEM_LIMIT)
    .map((key) => unknownField(BODY, key))
  const place = ['body', 'instances']
  const instances: unknown = 'instances' in body ? body.instances : undefined
  if (instances === undefined) problems.push(missing(place))
  else if (!Array.isArray(instances)) problems.push(problem(place, 'list_type'))
  else if (instances.length > BATCH_LIMIT) {
    problems.push({ loc: place, msg: text('serving.too_long', { limit: BATCH_LIMIT }), type: 'too_long' })
  }
  if (problems.length > 0 || !Array.isArray(instances)) throw invalid(problems)
  return instances
}

function bodyMissing(): Problem {
  return { loc: ['body'], msg: text('serving.body_missing'), type: 'missing' }
}
