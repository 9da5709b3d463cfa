import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'

const ofThisProcess = randomBytes(6).toString('hex')
let last = 0

/** The client's `x-request-id` where it is short and plain, else a new one. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const sent = request.headers['x-request-id']
  if (typeof sent === 'string' && /^[\w.:-]{1,64}$/.test(sent)) return sent
  return `${ofThisProcess}-${(++last).toString(36)}`
}

/** Every answer says under which id the log knows its request. */
export function addRequestId(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    done()
  })
}
