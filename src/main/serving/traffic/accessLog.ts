import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify'

/** Lines a second; a flood of refused requests must not fill the disk or hold up the others. */
const LINES_A_SECOND = 10

/**
 * Logs requests that were refused or failed (all, at level debug): method, route, status, milliseconds, id and client,
 * never what was sent. What is left out beyond ten lines a second is counted in the next line.
 */
export function createAccessLog(logger: FastifyBaseLogger, now: () => number = Date.now) {
  const verbose = logger.level === 'debug' || logger.level === 'trace'
  let second = 0
  let lines = 0
  let omitted = 0

  return (request: FastifyRequest, reply: FastifyReply): void => {
    const { statusCode: status } = reply
    if (status < 400 && !verbose) return
    const current = Math.floor(now() / 1000)
    if (current !== second) {
      second = current
      lines = 0
    }
    if (++lines > LINES_A_SECOND && !verbose) {
      omitted++
      return
    }
    const { method, id } = request
    const told = {
      ...{ method, path: request.routeOptions.url ?? null, status, request_id: id },
      ...{ elapsed_ms: Math.round(reply.elapsedTime * 1000) / 1000, client: request.socket.remoteAddress ?? null },
      ...(omitted > 0 ? { omitted } : {}),
    }
    omitted = 0
    if (status >= 500) logger.warn(told, 'request failed')
    else if (status >= 400) logger.info(told, 'request refused')
    else logger.debug(told, 'request answered')
  }
}
