import type { FastifyInstance } from 'fastify'
import { text } from '../../../shared/messages/index.ts'
import { type Health, healthSchema, type Index, indexSchema } from '../../../shared/serving/prediction.ts'
import { appVersion } from '../../version.ts'
import type { ChampionSource } from '../champion/champion.ts'
import { answerSchema } from '../docs/jsonSchema.ts'
import { timestamp } from '../http/stamps.ts'

/** `GET /` and `GET /health`: 503 while there is no model. */
export async function healthRoutes(app: FastifyInstance, { source }: { source: ChampionSource }): Promise<void> {
  const health = answerSchema(healthSchema)

  app.get('/', { schema: { response: { 200: answerSchema(indexSchema) } } }, (_request, reply) => {
    const answer: Index = {
      message: text('serving.index'),
      version: appVersion,
      docs: '/docs',
      openapi: '/openapi.json',
      health: '/health',
      generated_data: source.current()?.generated || undefined,
    }
    return reply.send(answer)
  })

  app.get(
    '/health',
    { config: { open: true }, schema: { response: { 200: health, 503: health } } },
    (_request, reply) => {
      const champion = source.current()
      const answer: Health = {
        status: champion === undefined ? 'degraded' : 'healthy',
        model_loaded: champion !== undefined,
        model_name: champion?.name ?? null,
        model_version: champion?.version ?? null,
        timestamp: timestamp(),
        generated_data: champion?.generated || undefined,
      }
      return reply.code(champion === undefined ? 503 : 200).send(answer)
    },
  )
}
