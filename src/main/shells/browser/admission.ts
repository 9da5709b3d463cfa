import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { text } from '../../../shared/messages/index.ts'
import { secret } from './session.ts'

export interface Admission {
  /** A token for one visit of `/?token=…`; after that visit it is worth nothing. */
  newToken(): string
}

/** Unused tokens that are worth something at once; more visits than that at a time are nobody's. */
const TOKENS = 5

/**
 * Lets into a server on this machine only its own pages, opened with a token: `/?token=…` takes the token once and gives
 * a cookie, which everything else needs. A foreign `Host` (a name that was rebound to this address), a foreign `Origin`
 * and a request that a page of another origin made are refused with 403; without the cookie it is 401.
 * @param session what the cookie holds
 */
export function addAdmission(
  app: FastifyInstance,
  { session, onTokenUsed }: { session: string; onTokenUsed: () => void },
): Admission {
  const tokens: string[] = []
  let port = 0
  app.addHook('onListen', async () => {
    const address = app.server.address()
    if (typeof address === 'object' && address !== null) port = address.port
  })

  // Cookies of 127.0.0.1 are shared by all its ports, so each server has a name of its own.
  const cookieName = () => `arrest_workbench_${port}`

  app.addHook('onRequest', (request, reply, done) => {
    const { host, origin } = request.headers
    if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) {
      return refuse(reply, 403, text('shells.foreign_host'))
    }
    if (origin !== undefined && origin !== `http://${host}`) return refuse(reply, 403, text('shells.foreign_origin'))
    if (isForeign(request)) return refuse(reply, 403, text('shells.foreign_origin'))

    const url = new URL(request.url, `http://${host}`)
    const token = url.pathname === '/' && request.method === 'GET' ? url.searchParams.get('token') : null
    if (token !== null && takeToken(token)) {
      reply.header('set-cookie', `${cookieName()}=${session}; HttpOnly; SameSite=Strict; Path=/`)
      reply.header('cache-control', 'no-store')
      reply.redirect('/', 303)
      onTokenUsed()
      return
    }
    if (!same(cookieOf(request, cookieName()), session)) return refuse(reply, 401, text('shells.no_token'))
    if (token !== null) return reply.redirect('/', 303)
    done()
  })

  function takeToken(given: string): boolean {
    const place = tokens.findIndex((token) => same(given, token))
    if (place < 0) return false
    tokens.splice(place, 1)
    return true
  }

  return {
    newToken() {
      const token = secret()
      tokens.push(token)
      if (tokens.length > TOKENS) tokens.shift()
      return token
    },
  }
}

function same(given: string | undefined, wanted: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function cookieOf({ headers }: FastifyRequest, name: string): string | undefined {
  for (const part of (headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=')
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}

/**
 * Whether a page of another origin made the request. All ports of 127.0.0.1 are one "site", so SameSite cookies alone do
 * not tell them apart; a link from elsewhere may lead to the first page.
 */
function isForeign({ headers, method, url }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return false
  const isVisit =
    method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  return !(isVisit && new URL(url, 'http://localhost').pathname === '/')
}

function refuse(reply: FastifyReply, status: number, message: string): void {
  reply.code(status).type('text/plain; charset=utf-8').send(`${message}\n`)
}
