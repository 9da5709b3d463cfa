/** Something that tells when it has changed. Returns how to stop that. */
type Changing = (listener: () => void) => () => void

/**
 * The values of `read`, each time that one is another than the last: looked at on every change, and each `everyMs` for
 * what other processes do. Ends with the signal.
 */
export async function* watched<T>(
  read: () => Promise<T> | T,
  onChange: Changing,
  { everyMs, signal }: { everyMs: number; signal: AbortSignal | undefined },
): AsyncGenerator<T, void> {
  let wake: () => void = () => {}
  let due = true
  const stop = onChange(() => {
    due = true
    wake()
  })
  const end = () => wake()
  signal?.addEventListener('abort', end)
  let last: string | undefined
  try {
    while (!signal?.aborted) {
      due = false
      const value = await read()
      const seen = JSON.stringify(value)
      if (seen !== last) {
        last = seen
        yield value
      }
      if (due || signal?.aborted) continue
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  } finally {
    signal?.removeEventListener('abort', end)
    stop()
  }
}
