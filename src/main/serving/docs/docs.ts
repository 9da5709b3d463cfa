import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import type { Champion, ChampionSource } from '../champion/champion.ts'
import { type OpenApiOptions, openApi } from './openApi.ts'

export interface DocsOptions extends OpenApiOptions {
  source: ChampionSource
}

/** Everything comes from this server: no other host is asked for anything, and no page may frame it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** `GET /docs` (Swagger UI) and `GET /openapi.json`, both for the champion of now. */
export async function docsRoutes(app: FastifyInstance, { source, ...options }: DocsOptions): Promise<void> {
  let described: { champion: Champion | undefined; document: Record<string, unknown> } | undefined

  function document(): Record<string, unknown> {
    const champion = source.current()
    if (described === undefined || described.champion !== champion) {
      described = { champion, document: openApi(champion, options) }
    }
    return described.document
  }

  // A browser's address bar sends no API key.
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, open: true }
  })
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer')
  })
  app.get('/openapi.json', (_request, reply) => reply.send(document()))
  await app.register(swagger, { openapi: {} })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: CONTENT_SECURITY_POLICY,
    theme: { title: 'Arrest Workbench' },
    // No top bar: it would ask for the address of some other document.
    uiConfig: { layout: 'BaseLayout', deepLinking: true, tryItOutEnabled: true },
    transformSpecification: document,
  })
}
