import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { throwIfCancelled, UserError } from '../../../shared/errors.ts'
import { parsePortalAddress } from '../../../shared/portal.ts'
import { hasCode } from '../fileProblems.ts'
import { limitedTo } from './limit.ts'
import { problemOf, type Refusal, retryAfterMs } from './refusals.ts'

/** How long a request is tried again. */
export interface RetryPolicy {
  /** Tries of one request that fails; while nothing has ever answered, at most 3. */
  attempts: number
  /** Longest wait before the second try; doubles from try to try. */
  firstWaitMs: number
  mostWaitMs: number
  /** Waits of one request, summed, after which a throttling portal is given up. */
  patienceMs: number
  /** A request is given up when no byte arrives for so long. */
  silenceMs: number
}

export const DEFAULT_RETRY: RetryPolicy = {
  attempts: 7,
  firstWaitMs: 1000,
  mostWaitMs: 60_000,
  patienceMs: 300_000,
  silenceMs: 60_000,
}

/** One row of a dataset: text, numbers, booleans or nested values; a field without a value may be missing. */
export type PortalRow = Record<string, unknown>

export interface PortalAnswer {
  rows: PortalRow[]
  /** The JSON array itself. */
  body: string
}

/** A Socrata portal, asked with SODA 2.1. */
export interface Portal {
  /** Host and port, as the user knows the portal. */
  readonly host: string
  /** Asks a dataset with `$select`, `$where`, …; waits its turn, tries again where that may help. */
  ask(dataset: string, query: Record<string, string>, signal: AbortSignal): Promise<PortalAnswer>
}

export interface PortalOptions {
  /** Its address, `https://data.cityofchicago.org`. */
  address: string
  appToken: string | undefined
  retry: RetryPolicy
}

const REQUESTS_AT_ONCE = 3
const ATTEMPTS_UNTIL_FIRST_ANSWER = 3
/** No page of ours comes near this; an endless answer must not fill the memory. */
const LARGEST_ANSWER_BYTES = 256 * 1024 ** 2

const rowsSchema = z.array(z.record(z.string(), z.unknown()))

/**
 * Opens a portal; nothing is sent yet. At most 3 requests are under way at once, back-offs included. The app token goes
 * in the header `X-App-Token`, to this host only (redirects are not followed), and into no message.
 *
 * @throws UserError `sources.portal.badAddress`
 */
export function openPortal({ address, appToken, retry }: PortalOptions): Portal {
  const { origin, host } = parsePortalAddress(address)
  const inTurn = limitedTo(REQUESTS_AT_ONCE)
  let answered = false
  /** Throttling concerns every request: all wait until this instant (`performance.now()`). */
  let pausedUntil = 0

  async function ask(dataset: string, query: Record<string, string>, signal: AbortSignal): Promise<PortalAnswer> {
    const url = new URL(`/resource/${dataset}.json`, origin)
    url.search = new URLSearchParams(query).toString()
    let waitedMs = 0
    for (let attempt = 1; ; attempt++) {
      await pause(pausedUntil - performance.now(), signal)
      const result = await send(url, dataset, signal)
      if ('rows' in result) return result
      if (result.final) throw result.problem
      const tries = answered ? retry.attempts : Math.min(retry.attempts, ATTEMPTS_UNTIL_FIRST_ANSWER)
      const waitMs = waitBefore(attempt, result)
      waitedMs += waitMs
      if ((!result.throttled && attempt >= tries) || waitedMs > retry.patienceMs) throw result.problem
      if (result.throttled) pausedUntil = Math.max(pausedUntil, performance.now() + waitMs)
      else await pause(waitMs, signal)
    }
  }

  /** Exponential back-off with jitter, and never sooner than the portal asks. */
  function waitBefore(attempt: number, { retryAfter }: Refusal): number {
    const longest = Math.min(retry.mostWaitMs, retry.firstWaitMs * 2 ** (attempt - 1))
    const backOff = longest * (0.5 + Math.random() / 2)
    return retryAfter === undefined ? backOff : retryAfter + Math.random() * retry.firstWaitMs * 0.1
  }

  async function send(url: URL, dataset: string, signal: AbortSignal): Promise<PortalAnswer | Refusal> {
    const silence = new AbortController()
    const timer = setTimeout(() => silence.abort(), retry.silenceMs)
    try {
      const response = await fetch(url, {
        headers: { Accept: 'application/json', ...(appToken === undefined ? {} : { 'X-App-Token': appToken }) },
        redirect: 'manual',
        signal: AbortSignal.any([signal, silence.signal]),
      })
      answered = true
      const body = await bodyOf(response, () => timer.refresh())
      if (body === undefined) throw new UserError('sources.portal.badShape', { host, dataset })
      const problem = problemOf({ status: response.status, headers: response.headers, body, host, dataset, appToken })
      if (problem !== undefined) return { ...problem, retryAfter: retryAfterMs(response.headers) }
      return rowsOf(body, dataset)
    } catch (error) {
      throwIfCancelled(signal)
      if (error instanceof UserError) throw error
      const code = silence.signal.aborted ? 'ETIMEDOUT' : networkCode(error)
      const why = code ?? rootCause(error)
      const problem = new UserError('sources.portal.unreachable', { host, why }).causedBy(error)
      // Without a code no connection was tried: fetch forbids some ports ("bad port").
      if (code === undefined) throw problem
      return { problem: problem.passing(), final: false, throttled: false, retryAfter: undefined }
    } finally {
      clearTimeout(timer)
    }
  }

  function rowsOf(body: string, dataset: string): PortalAnswer | Refusal {
    const problem = new UserError('sources.portal.badShape', { host, dataset })
    let value: unknown
    try {
      value = JSON.parse(body)
    } catch (error) {
      // An answer that was cut off; the next one may be whole.
      return { problem: problem.causedBy(error), final: false, throttled: false, retryAfter: undefined }
    }
    const rows = rowsSchema.safeParse(value)
    if (!rows.success) throw problem
    return { rows: rows.data, body }
  }

  return {
    host,
    ask: (dataset, query, signal) => {
      if (appToken !== undefined && !/^[\x21-\x7e]+$/.test(appToken)) {
        throw new UserError('sources.portal.wrongToken', { host })
      }
      return inTurn(signal, () => ask(dataset, query, signal))
    },
  }
}

/** The answer's text; undefined when it is larger than any that was asked for. */
async function bodyOf(response: Response, onBytes: () => void): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    onBytes()
    bytes += chunk.length
    if (bytes > LARGEST_ANSWER_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The operating system's code of a failed connection (`ECONNREFUSED`), as people search for it. */
function networkCode(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return undefined
}

function rootCause(error: unknown): string {
  let last = 'unknown'
  for (let at: unknown = error; at instanceof Error; at = at.cause) last = at.message
  return last
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  throwIfCancelled(signal)
  if (ms <= 0) return
  try {
    await sleep(ms, undefined, { signal })
  } catch (error) {
    throwIfCancelled(signal)
    if (!hasCode(error, 'ABORT_ERR')) throw error
  }
}
