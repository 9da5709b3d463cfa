import type { FastifyInstance } from 'fastify'
import { text } from '../../../shared/messages/index.ts'

/** Clients that are known at once; beyond it those that have been quiet longest are forgotten. */
const CLIENTS = 20_000

interface Bucket {
  /** Requests that may be made at once. */
  tokens: number
  /** When they were counted, ms. */
  at: number
}

export interface RateLimiter {
  /** Takes a request of a client; 0 where it may pass, else the seconds to wait. */
  take(client: string, now: number): number
}

/** Lets each client make `perSecond` requests a second on average, and as many at once (a token bucket). */
export function createRateLimiter(perSecond: number): RateLimiter {
  // In the order in which they were last full-filled: the first is the one to forget.
  const buckets = new Map<string, Bucket>()

  return {
    take(client, now) {
      let bucket = buckets.get(client)
      if (bucket === undefined) {
        if (buckets.size >= CLIENTS) for (const [oldest] of buckets) if (buckets.delete(oldest)) break
        bucket = { tokens: perSecond, at: now }
        buckets.set(client, bucket)
      }
      bucket.tokens = Math.min(perSecond, bucket.tokens + ((now - bucket.at) / 1000) * perSecond)
      bucket.at = now
      if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond))
      bucket.tokens--
      return 0
    },
  }
}

/** Answers 429 with `Retry-After` to a client, by its address, that asks more often than the limit. */
export function addRateLimit(app: FastifyInstance, perSecond: number): void {
  const limiter = createRateLimiter(perSecond)
  app.addHook('onRequest', (request, reply, done) => {
    const wait = limiter.take(request.socket.remoteAddress ?? '', performance.now())
    if (wait === 0) return done()
    reply.code(429).header('retry-after', String(wait)).header('connection', 'close')
    reply.send({ detail: text('serving.too_many_requests', { limit: perSecond, seconds: wait }) })
  })
}
