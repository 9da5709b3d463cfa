import fastifyStatic from '@fastify/static'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import fastify, { type FastifyInstance } from 'fastify'
import { UserError } from '../../../shared/errors.ts'
import type { ApiContext } from '../../api/context.ts'
import { downloadHeaders, findFile } from '../../api/files.ts'
import { type AppRouter, appRouter } from '../../api/router.ts'
import { logApiError } from '../../api/trpc.ts'
import { built } from '../../appRoot.ts'
import { SECURITY_HEADERS } from '../contentSecurity.ts'
import { addAdmission } from './admission.ts'
import { keptSession } from './session.ts'
import { addUploads } from './uploads.ts'

export interface BrowserShell {
  /** `http://127.0.0.1:8801`, without a token. */
  address: string
  /** An address that opens the window once. */
  newUrl(): string
  close(): Promise<void>
}

export interface BrowserShellOptions {
  context: ApiContext
  /** 0 takes any free port. */
  port: number
  /** Bytes of a dropped file at most; 8 GB where undefined. */
  uploadBytes?: number
  /** Called when a token has been used, so that another address can be shown. */
  onOpened?: () => void
}

const HOST = '127.0.0.1'
const BODY_BYTES = 5_000_000

/**
 * Serves the window to browsers on this machine: the renderer's files, the router over HTTP with server-sent events, and
 * files as plain downloads. Throws UserError when the port cannot be had.
 */
export async function openBrowserShell(options: BrowserShellOptions): Promise<BrowserShell> {
  const { context, port, onOpened, uploadBytes } = options
  const app = fastify({
    bodyLimit: BODY_BYTES,
    // The names of a batch's procedures are one parameter of the path.
    routerOptions: { maxParamLength: 5000 },
    // A window's event streams never end by themselves.
    forceCloseConnections: true,
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(SECURITY_HEADERS)
  })
  const session = await keptSession(context.workbench.workspace.paths.session)
  const admission = addAdmission(app, { session, onTokenUsed: () => onOpened?.() })
  addErrors(app, context)
  await app.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: { router: appRouter, createContext: () => context, onError: logApiError },
  } satisfies FastifyTRPCPluginOptions<AppRouter>)
  addFiles(app, context)
  addUploads(app, context, uploadBytes)
  await app.register(fastifyStatic, {
    root: built('renderer'),
    index: 'index.html',
    cacheControl: false,
    setHeaders(response, path) {
      // Vite names assets by their content.
      const isAsset = /[/\\]assets[/\\]/.test(path)
      response.setHeader('cache-control', isAsset ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })

  try {
    await app.listen({ host: HOST, port })
  } catch (error) {
    await app.close()
    throw isInUse(error) ? new UserError('shells.port_in_use', { port: String(port) }).causedBy(error) : error
  }
  const bound = app.server.address()
  const address = `http://${HOST}:${typeof bound === 'object' && bound !== null ? bound.port : port}`
  return {
    address,
    newUrl: () => `${address}/?token=${admission.newToken()}`,
    close: () => app.close(),
  }
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
}

/** `files/…`: see `findFile`. */
function addFiles(app: FastifyInstance, context: ApiContext): void {
  app.get<{ Params: { '*': string } }>('/files/*', async (request, reply) => {
    const url = new URL(request.raw.url ?? '/', 'http://localhost')
    const abort = new AbortController()
    request.raw.once('close', () => abort.abort())
    const file = await findFile(url.pathname.slice('/files/'.length), url.searchParams, context, abort.signal)
    if (file === undefined) return reply.callNotFound()
    return reply.headers(downloadHeaders(file)).send(file.body)
  })
}

function addErrors(app: FastifyInstance, context: ApiContext): void {
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof UserError) return reply.code(404).send({ detail: error.message, code: error.code })
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
    if (status >= 400 && status < 500) return reply.code(status).send({ detail: String(error) })
    context.workbench.logger.error({ err: error }, 'unexpected error in the browser shell')
    return reply.code(500).send({ detail: 'internal error' })
  })
}
