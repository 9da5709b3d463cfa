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
