import type { FastifyInstance } from 'fastify'
import type { ServingMetrics } from '../traffic/metrics.ts'

/** `GET /metrics`, for Prometheus. */
export async function metricsRoutes(app: FastifyInstance, { metrics }: { metrics: ServingMetrics }): Promise<void> {
  app.get('/metrics', async (_request, reply) => {
    reply.type(metrics.contentType)
    return metrics.text()
  })
}
