import type { FastifyInstance } from 'fastify'
import { UserError } from '../../../shared/errors.ts'
import { text } from '../../../shared/messages/index.ts'
import { type ModelInfo, modelInfoSchema, type ReloadAnswer, reloadSchema } from '../../../shared/serving/prediction.ts'
import type { ChampionSource } from '../champion/champion.ts'
import { answerSchema } from '../docs/jsonSchema.ts'
import { noModel, Refusal } from '../http/problems.ts'
import { timestamp } from '../http/stamps.ts'

/** `GET /model/info` and `POST /model/reload`. */
export async function modelRoutes(app: FastifyInstance, { source }: { source: ChampionSource }): Promise<void> {
  app.get('/model/info', { schema: { response: { 200: answerSchema(modelInfoSchema) } } }, (_request, reply) => {
    const champion = source.current()
    if (champion === undefined) throw noModel()
    const answer: ModelInfo = {
      name: champion.name,
      version: champion.version,
      alias: champion.alias,
      run_id: champion.runId,
      threshold: champion.threshold,
      // JSON has no NaN; a metric that is not defined for these rows is left out.
      metrics: Object.fromEntries(Object.entries(champion.metrics).filter(([, value]) => Number.isFinite(value))),
      features: [...champion.features],
      incident_fields: [...champion.requiredIncidentFields],
      generated_data: champion.generated || undefined,
    }
    return reply.send(answer)
  })

  app.post('/model/reload', { schema: { response: { 200: answerSchema(reloadSchema) } } }, async (request, reply) => {
    try {
      const { changed, champion } = await source.reload()
      const answer: ReloadAnswer = {
        status: changed ? 'reloaded' : 'unchanged',
        model_name: champion?.name ?? null,
        model_version: champion?.version ?? null,
        timestamp: timestamp(),
      }
      return reply.send(answer)
    } catch (error) {
      request.log.error({ err: error }, 'champion not reloaded')
      const reason = error instanceof UserError ? error.message : text('serving.reason_in_log')
      const version = source.current()?.version
      const detail =
        version === undefined
          ? text('serving.load_failed', { reason })
          : text('serving.reload_failed', { reason, version })
      throw new Refusal(503, detail)
    }
  })
}
