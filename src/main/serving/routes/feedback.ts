import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { text } from '../../../shared/messages/index.ts'
import {
  FEEDBACK_LIMIT,
  type FeedbackAnswer,
  feedbackAnswerSchema,
  feedbackListSchema,
  feedbackSchema,
  type Problem,
} from '../../../shared/serving/prediction.ts'
import type { Outcome } from '../../predictions/prediction.ts'
import type { PredictionWriter } from '../../predictions/predictionWriter.ts'
import { answerSchema } from '../docs/jsonSchema.ts'
import { invalid, type Place, problem, problemsOf, Refusal } from '../http/problems.ts'
import { timestamp } from '../http/stamps.ts'

const BODY_LIMIT = 256 * 1024

/** `POST /feedback`: what really happened, of one prediction or incident, or of many. */
export async function feedbackRoutes(
  app: FastifyInstance,
  { log }: { log: PredictionWriter | undefined },
): Promise<void> {
  app.post(
    '/feedback',
    { bodyLimit: BODY_LIMIT, schema: { response: { 200: answerSchema(feedbackAnswerSchema) } } },
    async (request): Promise<FeedbackAnswer> => {
      const outcomes = outcomesOf(request.body)
      if (log === undefined) throw new Refusal(503, text('serving.no_log'))
      const { predictions, unknown } = await attach(log, outcomes, request)
      return { accepted: outcomes.length - unknown.length, predictions, unknown, timestamp: timestamp() }
    },
  )
}

async function attach(log: PredictionWriter, outcomes: Outcome[], request: FastifyRequest) {
  try {
    return await log.attach(outcomes, 'api', Date.now())
  } catch (error) {
    request.log.error({ err: error }, 'feedback not kept')
    throw new Refusal(503, text('serving.feedback_not_kept'))
  }
}

function outcomesOf(body: unknown): Outcome[] {
  if (body === undefined) throw invalid([{ loc: ['body'], msg: text('serving.body_missing'), type: 'missing' }])
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid([problem(['body'], 'dict_type')])
  if (!('outcomes' in body)) {
    const parsed = feedbackSchema.safeParse(body)
    if (!parsed.success) throw invalid(problemsOf(parsed.error, body, ['body']))
    return [outcomeOf(parsed.data, ['body'])]
  }
  const { outcomes } = body
  if (Array.isArray(outcomes) && outcomes.length > FEEDBACK_LIMIT) {
    const msg = text('serving.too_long', { limit: FEEDBACK_LIMIT })
    throw invalid([{ loc: ['body', 'outcomes'], msg, type: 'too_long' }])
  }
  const parsed = feedbackListSchema.safeParse(body)
  if (!parsed.success) throw invalid(problemsOf(parsed.error, body, ['body']))
  return parsed.data.outcomes.map((outcome, k) => outcomeOf(outcome, ['body', 'outcomes', k]))
}

function outcomeOf({ prediction_id, id, arrest }: z.output<typeof feedbackSchema>, loc: Place): Outcome {
  if (prediction_id !== undefined && id === undefined) return { predictionId: prediction_id, arrest }
  if (prediction_id === undefined && id !== undefined) return { incidentId: String(id), arrest }
  const problems: Problem[] = [{ loc: [...loc], msg: text('serving.outcome_of_one'), type: 'value_error' }]
  throw invalid(problems)
}
