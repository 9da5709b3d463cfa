import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import cors from '@fastify/cors'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { UserError } from '../../shared/errors.ts'
import type { PredictionWriter } from '../predictions/predictionWriter.ts'
import { appVersion } from '../version.ts'
import { openDesks } from './arms/desks.ts'
import type { ChampionSource } from './champion/champion.ts'
import { docsRoutes } from './docs/docs.ts'
import { addJsonBody } from './http/body.ts'
import { addErrors, answerClientError, answerError } from './http/errors.ts'
import { addGuard, boundTo, isLoopback, written } from './http/guard.ts'
import { keyDigest } from './keys.ts'
import { feedbackRoutes } from './routes/feedback.ts'
import { healthRoutes } from './routes/health.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { modelRoutes } from './routes/model.ts'
import { predictRoutes } from './routes/predict.ts'
import { createAccessLog } from './traffic/accessLog.ts'
import { createServingMetrics, type ServingMetrics } from './traffic/metrics.ts'
import { addRateLimit } from './traffic/rateLimit.ts'
import { addRequestId, requestIdOf } from './traffic/requestId.ts'

export const DEFAULT_HOST = '127.0.0.1'
export const DEFAULT_PORT = 8800

export interface ServingOptions {
  champion: ChampionSource
  /** Address to bind; beyond loopback only with an API key. */
  host?: string
  /** 0 takes any free port. */
  port?: number
  /** When given, predictions and the model's card are answered to those who send it, or one of `keys`. */
  apiKey?: string
  /** SHA-256 of the further API keys of now. */
  keys?: () => readonly Buffer[]
  /** Requests a second and client, and as many at once; no limit when absent. */
  rateLimit?: number | undefined
  /** Origins of web pages that may ask; none but its own when absent. */
  origins?: readonly string[]
  /** Where predictions are kept and feedback goes; nowhere when absent. */
  log?: PredictionWriter
  /** Names in `Host` that are this server too, besides its own address: `predict.example.org`. */
  publicNames?: readonly string[]
  logger?: FastifyBaseLogger
  /** Hears of each request once it is answered. */
  onAnswered?: (answered: Answered) => void
  limits?: Partial<ServingLimits>
}

/** A request that was answered. */
export interface Answered {
  method: string
  path: string
  status: number
  elapsedMs: number
}

/** All in milliseconds. */
export interface ServingLimits {
  /** For the request's headers to arrive. */
  headersMs: number
  /** For the whole request to arrive. */
  requestMs: number
  /** For the next request on a kept connection. */
  keepAliveMs: number
  /** On close, for clients of kept connections to be told, with their next answer, that the connection ends. */
  graceMs: number
  /** On close, for requests in flight to finish. */
  drainMs: number
}

const LIMITS: ServingLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 72_000,
  graceMs: 250,
  drainMs: 9_000,
}

/** Below the usual limit of 1024 open files: more connections than that would end the server, not the attack. */
const MAX_CONNECTIONS = 900

/**
 * Builds the prediction endpoint, not listening yet. Throws UserError for an address beyond loopback without an API key.
 */
export async function createPredictionServer(options: ServingOptions): Promise<FastifyInstance> {
  const { champion: source, publicNames = [], logger } = options
  const host = bindable(options.host)
  const port = options.port ?? DEFAULT_PORT
  const apiKey = options.apiKey === '' ? undefined : options.apiKey
  const limits = { ...LIMITS, ...options.limits }
  const { keys: furtherKeys = () => [] } = options
  const own = apiKey === undefined ? undefined : keyDigest(apiKey)
  const keys = own === undefined ? furtherKeys : () => [own, ...furtherKeys()]
  if (keys().length === 0 && !isLoopback(host)) throw new UserError('serving.key_needed', { host })

  const app = fastify({
    ...(logger === undefined ? {} : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    http: {
      headersTimeout: Math.min(limits.headersMs, limits.requestMs),
      connectionsCheckingInterval: Math.min(1000, limits.headersMs),
      requireHostHeader: false,
    },
    forceCloseConnections: 'idle',
    // Requests that arrive while closing are answered; the answer ends their connection.
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: answerError,
  })
  app.server.maxConnections = MAX_CONNECTIONS
  addDrain(app, limits)
  const desks = openDesks(source, {
    log: options.log,
    onError: (error) => app.log.error({ err: error }, 'shadow failed'),
  })
  const metrics = createServingMetrics({ source, counts: desks.counts, log: options.log, appVersion })
  app.addHook('onClose', async () => metrics.close())
  addAnswered(app, metrics, options.onAnswered)
  addRequestId(app)
  if (options.rateLimit !== undefined) addRateLimit(app, options.rateLimit)
  const origins = [...(options.origins ?? [])]
  if (origins.length > 0) await app.register(cors, { ...CORS, origin: origins })
  addGuard(app, { host, port, publicNames, keys, origins })
  addErrors(app)
  addJsonBody(app)
  await app.register(healthRoutes, { source })
  await app.register(predictRoutes, { desk: desks.current })
  await app.register(feedbackRoutes, { log: options.log })
  await app.register(modelRoutes, { source })
  await app.register(metricsRoutes, { metrics })
  await app.register(docsRoutes, { source, version: appVersion, withKey: keys().length > 0 })
  return app
}

/** Preflights are answered before the guard, which would ask them for a key that browsers do not send. */
const CORS = {
  methods: ['GET', 'POST'],
  allowedHeaders: ['content-type', 'authorization', 'x-api-key', 'x-request-id'],
  exposedHeaders: ['x-request-id', 'retry-after'],
  maxAge: 600,
}

/** Counts and logs each request once it is answered. */
function addAnswered(app: FastifyInstance, metrics: ServingMetrics, onAnswered: ServingOptions['onAnswered']): void {
  const log = createAccessLog(app.log)
  app.addHook('onResponse', (request, reply, done) => {
    metrics.answered(request, reply)
    log(request, reply)
    if (onAnswered !== undefined) {
      const path = request.routeOptions.url ?? '–'
      onAnswered({ method: request.method, path, status: reply.statusCode, elapsedMs: reply.elapsedTime })
    }
    done()
  })
}

export interface PredictionServer {
  /** `http://127.0.0.1:8800` */
  address: string
  /** Stops accepting, finishes the requests in flight within 10 s, and closes. */
  close(): Promise<void>
}

/** Starts the prediction endpoint. Throws UserError when the address cannot be had. */
export async function startServing(options: ServingOptions): Promise<PredictionServer> {
  const host = bindable(options.host)
  const port = options.port ?? DEFAULT_PORT
  const app = await createPredictionServer(options)
  try {
    await app.listen({ host, port })
  } catch (error) {
    await app.close()
    throw listenError(error, host, port)
  }
  const bound = boundTo(app)
  return { address: `http://${written(bound.address)}:${bound.port}`, close: () => app.close() }
}

/**
 * Drains on close. For a moment kept connections stay open, and each answer tells its client that the connection ends, so
 * that no request just under way is lost to the closing of an idle connection. Then nothing more is accepted, idle
 * connections close, requests in flight finish, and what is left after `drainMs` is cut.
 */
function addDrain(app: FastifyInstance, { graceMs, drainMs }: ServingLimits): void {
  const sockets = new Set<Socket>()
  app.server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  app.addHook('preClose', async () => {
    if (sockets.size === 0) return
    // Those whose request came before the close were not told: they stay for as long after their answer.
    app.server.keepAliveTimeout = Math.max(1, graceMs)
    await sleep(graceMs)
    // Browsers open connections that they never use; Node does not count those as idle.
    const silent = setTimeout(() => {
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
    }, graceMs)
    const cut = setTimeout(() => app.server.closeAllConnections(), drainMs)
    app.server.once('close', () => {
      clearTimeout(silent)
      clearTimeout(cut)
    })
  })
}

/** By number, since `localhost` may be two addresses, which would be two servers; IPv6 without a URL's brackets. */
function bindable(host = DEFAULT_HOST): string {
  return host === 'localhost' ? DEFAULT_HOST : host.replace(/^\[(.*)\]$/, '$1')
}

function listenError(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      // As text: a port is a name, and its thousands are not grouped.
      return new UserError('serving.port_in_use', { host, port: String(port) }).causedBy(error)
    case 'EACCES':
      return new UserError('serving.port_denied', { host, port: String(port) }).causedBy(error)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new UserError('serving.address_unavailable', { host }).causedBy(error)
    default:
      return error
  }
}
