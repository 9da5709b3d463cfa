import { randomBytes } from 'node:crypto'

let lastMs = 0
let lastIso = ''

/** Now, ISO 8601 in UTC; formatted once a millisecond, since thousands of answers share one. */
export function timestamp(): string {
  const now = Date.now()
  if (now !== lastMs) {
    lastMs = now
    lastIso = new Date(now).toISOString()
  }
  return lastIso
}

const processPrefix = randomBytes(8).toString('hex')
let lastNumber = 0

/** An id that no other prediction has, of this process or another; a hundredth of a UUID's cost. */
export function nextPredictionId(): string {
  lastNumber++
  return `${processPrefix}-${lastNumber.toString(36)}`
}
