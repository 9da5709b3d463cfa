import { timingSafeEqual } from 'node:crypto'
import { type AddressInfo, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { text } from '../../../shared/messages/index.ts'
import { keyDigest } from '../keys.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers without the API key: what a load balancer or a browser's address bar asks for. */
    open?: boolean
  }
}

export interface GuardOptions {
  /** Address that the server is bound to. */
  host: string
  /** Port asked for; 0 is replaced by the real one when the server listens. */
  port: number
  /** Further names that it is known by, as a client writes them in `Host`: `predict.example.org`, `10.0.0.5:8800`. */
  publicNames: readonly string[]
  /**
   * SHA-256 of the keys of now, of which a client must have one; none needs one while there are none, unless there were
   * some at the start: the last that is revoked does not open the server to everybody.
   */
  keys: () => readonly Buffer[]
  /** Origins of pages elsewhere that may ask. */
  origins: readonly string[]
}

/** Whether only this machine can reach `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

/**
 * Lets a request in only when its `Host` is a name of this server and its `Origin`, if any, is this server too (a page
 * elsewhere, or a name that was rebound to this address, gets 403), and, with an API key, when it carries that key.
 */
export function addGuard(app: FastifyInstance, { host, port, publicNames, keys, origins }: GuardOptions): void {
  const hosts = new Set(hostsOf(host, port, publicNames))
  app.addHook('onListen', async () => {
    for (const name of hostsOf(host, boundTo(app).port, publicNames)) hosts.add(name)
  })
  const allowed = new Set(origins)
  const needsKey = keys().length > 0

  app.addHook('onRequest', (request, reply, done) => {
    const { headers } = request
    const { host: asked, origin } = headers
    if (asked === undefined) return refuse(reply, 400, text('serving.no_host'))
    if (!hosts.has(asked) && !hosts.has(asked.toLowerCase())) return refuse(reply, 403, text('serving.foreign_host'))
    if (origin !== undefined && !allowed.has(origin) && !isOwn(origin, hosts))
      return refuse(reply, 403, text('serving.foreign_origin'))
    const digests = keys()
    if ((needsKey || digests.length > 0) && !isOpen(request) && !carriesOneOf(request, digests)) {
      reply.header('www-authenticate', 'Bearer')
      return refuse(reply, 401, text('serving.key_wrong'))
    }
    const encoding = headers['content-encoding']
    if (encoding !== undefined && encoding !== 'identity') return refuse(reply, 415, text('serving.encoded_body'))
    done()
  })
}

/** Where a listening server is bound. */
export function boundTo(app: FastifyInstance): AddressInfo {
  const bound = app.server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the server is not bound to a port')
  return bound
}

/** The connection closes with the answer: a body may still be coming, and nobody will read it. */
function refuse(reply: FastifyReply, status: number, detail: string): void {
  reply.code(status).header('connection', 'close').send({ detail })
}

function isOpen(request: FastifyRequest): boolean {
  return request.routeOptions.config.open === true
}

function isOwn(origin: string, hosts: ReadonlySet<string>): boolean {
  const [scheme, name] = origin.toLowerCase().split('://')
  return (scheme === 'http' || scheme === 'https') && name !== undefined && hosts.has(name)
}

/** Digests have one length, and all are compared, so that it takes the same time whatever was sent. */
function carriesOneOf(request: FastifyRequest, digests: readonly Buffer[]): boolean {
  const { authorization, 'x-api-key': header } = request.headers
  const bearer =
    authorization !== undefined && /^bearer /i.test(authorization) ? authorization.slice(7).trim() : undefined
  const key = bearer ?? (typeof header === 'string' ? header : undefined)
  if (key === undefined) return false
  const sent = keyDigest(key)
  let known = false
  for (const digest of digests) if (timingSafeEqual(sent, digest)) known = true
  return known
}

/** What `Host` may say. On a wildcard address that is every address of this machine: no page can rebind to a bare address. */
function hostsOf(host: string, port: number, publicNames: readonly string[]): string[] {
  const wildcard = host === '0.0.0.0' || host === '::'
  const addresses = wildcard
    ? Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address))
    : [host]
  const own = ['localhost', '127.0.0.1', '::1', ...addresses].map(written).flatMap((name) => withPort(name, port))
  return [...own, ...publicNames.map((name) => name.toLowerCase()).flatMap((name) => [name, `${name}:${port}`])]
}

/** As in a URL: IPv6 in brackets. */
export function written(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host.toLowerCase()
}

function withPort(name: string, port: number): string[] {
  return port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]
}
