import type { ServingState } from '../../../shared/serving/servingState.ts'
import type { Answered } from '../server.ts'

const SECONDS = 60
const LAST = 50

/** Counts what an endpoint answers: in all, by second, and the last requests. */
export function createRequestLog(now: () => number = Date.now) {
  let requests = 0
  let refused = 0
  const last: ServingState['last'] = []
  /** Requests by second since 1970, in a ring of SECONDS. */
  const counts = new Uint32Array(SECONDS)
  let second = 0

  /** Empties the ring's places of the seconds that have passed without a request. */
  function advance(): void {
    const current = Math.floor(now() / 1000)
    for (let passed = Math.max(second + 1, current - SECONDS + 1); passed <= current; passed++)
      counts[passed % SECONDS] = 0
    second = current
  }

  return {
    add(answered: Answered): void {
      advance()
      counts[second % SECONDS]!++
      requests++
      if (answered.status >= 300) refused++
      last.unshift({ time: now(), ...answered })
      if (last.length > LAST) last.pop()
    },
    view(): Pick<ServingState, 'requests' | 'refused' | 'perSecond' | 'last'> {
      advance()
      const perSecond = Array.from({ length: SECONDS }, (_, place) => counts[(second + 1 + place) % SECONDS]!)
      return { requests, refused, perSecond, last: [...last] }
    },
  }
}
export type RequestLog = ReturnType<typeof createRequestLog>
