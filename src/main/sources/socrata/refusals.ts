import { UserError } from '../../../shared/errors.ts'

/** An answer that is not the rows that were asked for. */
export interface Refusal {
  problem: UserError
  /** Asking again cannot help. */
  final: boolean
  throttled: boolean
  /** Milliseconds that the portal asks to wait. */
  retryAfter: number | undefined
}

export interface Answered {
  status: number
  headers: Headers
  body: string
  host: string
  dataset: string
  appToken: string | undefined
}

const LONGEST_QUOTE = 200

/** What is wrong with an answer; undefined when it may hold rows. */
export function problemOf(answer: Answered): Omit<Refusal, 'retryAfter'> | undefined {
  const { status, headers, body, host, dataset, appToken } = answer
  const final = (problem: UserError) => ({ problem, final: true, throttled: false })
  if (status === 429) {
    return { problem: new UserError('sources.portal.throttled', { host }).passing(), final: false, throttled: true }
  }
  // 202: a portal that is still working on the answer.
  if (status >= 500 || status === 408 || status === 202) {
    return {
      problem: new UserError('sources.portal.unavailable', { host, status }).passing(),
      final: false,
      throttled: false,
    }
  }
  if (status >= 300 && status < 400) {
    return final(new UserError('sources.portal.moved', { host, target: targetOf(headers, host) }))
  }
  if (status === 401 || status === 403) {
    const code = appToken === undefined ? 'sources.portal.forbidden' : 'sources.portal.wrongToken'
    return final(
      isHtml(answer) ? new UserError('sources.portal.html', { host }) : new UserError(code, { host, status }),
    )
  }
  if (status === 404 || status === 410) return final(new UserError('sources.portal.noDataset', { host, dataset }))
  if (isHtml(answer)) return final(new UserError('sources.portal.html', { host }))
  if (status < 200 || status >= 300) {
    const message = quote(body, appToken)
    return final(new UserError('sources.portal.refused', { host, dataset, status, message }))
  }
  return undefined
}

/** `Retry-After` in milliseconds from now: seconds, or a date by the portal's own clock. */
export function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim()
  if (value === undefined) return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const until = Date.parse(value)
  const now = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(until) ? undefined : Math.max(0, until - (Number.isNaN(now) ? Date.now() : now))
}

function isHtml({ headers, body }: Answered): boolean {
  return /\bhtml\b/i.test(headers.get('content-type') ?? '') || /^\s*</.test(body)
}

function targetOf(headers: Headers, host: string): string {
  const location = headers.get('location') ?? ''
  const base = `https://${host}`
  return URL.canParse(location, base) ? new URL(location, base).origin : '?'
}

/** The portal's own words about a query, without the secret should it echo it. */
function quote(body: string, appToken: string | undefined): string {
  const words = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(body)?.[1] ?? body
  const clean = appToken === undefined ? words : words.replaceAll(appToken, '…')
  return clean.replaceAll(/\s+/g, ' ').slice(0, LONGEST_QUOTE)
}
