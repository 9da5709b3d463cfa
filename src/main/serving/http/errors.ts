import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { text } from '../../../shared/messages/index.ts'
import type { ErrorAnswer } from '../../../shared/serving/prediction.ts'
import { Refusal } from './problems.ts'

/** Answers every error in FastAPI's shape, `{"detail": …}`; what is a bug of ours is logged and answered without details. */
export function addErrors(app: FastifyInstance): void {
  const methods = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set<string>()
    for (const name of [method].flat()) known.add(name)
    methods.set(url, known)
  })

  function answerNotFound(request: FastifyRequest, reply: FastifyReply): void {
    const allowed = methods.get(request.url.split('?', 1)[0]!)
    if (allowed !== undefined) reply.header('allow', [...allowed].sort().join(', '))
    const status = allowed === undefined ? 404 : 405
    reply.code(status).send({ detail: detailOf(status, request) } satisfies ErrorAnswer)
  }

  app.setErrorHandler((error: FastifyError | Refusal, request, reply) => answerError(error, request, reply))
  app.setNotFoundHandler(answerNotFound)
  // Before the body is read: what no route takes needs none.
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done()
    answerNotFound(request, reply.header('connection', 'close'))
  })
}

/** Answers an error of a route, of fastify, or of the body parser. */
export function answerError(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply): void {
  if (error instanceof Refusal) {
    reply.code(error.statusCode).send({ detail: error.detail } satisfies ErrorAnswer)
    return
  }
  const status = error.statusCode ?? 500
  if (status >= 500) request.log.error({ err: error, path: request.routeOptions.url }, 'prediction request failed')
  const known = status >= 400 && status < 500 ? status : 500
  reply.code(known).send({ detail: detailOf(known, request) } satisfies ErrorAnswer)
}

function detailOf(status: number, request: FastifyRequest): string {
  switch (status) {
    case 404:
      return text('serving.not_found')
    case 405:
      return text('serving.method_not_allowed')
    case 413:
      return text('serving.body_too_large', { bytes: request.routeOptions.bodyLimit })
    case 415:
      return text('serving.not_json')
    case 500:
      return text('serving.internal')
    default:
      return text('serving.bad_request')
  }
}

/** Answers what Node's HTTP parser refused (no request exists then): too slow, too large, or not HTTP. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const [status, detail] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? [408, text('serving.timeout')]
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? [431, text('serving.headers_too_large')]
        : [400, text('serving.bad_request')]
  if (socket.writable) {
    const body = JSON.stringify({ detail } satisfies ErrorAnswer)
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n` +
        `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
        `Connection: close\r\n\r\n${body}`,
    )
  }
  socket.destroy(error)
}
