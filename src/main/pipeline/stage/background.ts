import { setTimeout as sleep } from 'node:timers/promises'
import { CancelledError, throwIfCancelled } from '../../../shared/errors.ts'

/** How long the end of a run waits for what its finished stages are still storing, in ms. */
const KEEP_MS = 5000

/** The storing of finished stages, beside the stages that follow them. */
export interface Background {
  /** For the stages: aborts when the run is cancelled, or when something could not be stored. */
  readonly signal: AbortSignal
  /** For what is stored: a cancelled run keeps what is finished, so this one waits a little. */
  readonly storeSignal: AbortSignal
  start(send: () => Promise<void>): void
  /** What could not be stored first, if anything. */
  failure(): unknown
  /** Waits for all of it; throws what failed. */
  settled(): Promise<void>
  /**
   * Ends: gives what is under way the time of `KEEP_MS`, and then stops it. Where all is done the signals stay as they
   * are: the results' tables are brought in under them.
   */
  end(): Promise<void>
}

/** @param outer the run's: aborts when it is cancelled */
export function createBackground(outer: AbortSignal): Background {
  const failing = new AbortController()
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  let failed: unknown
  return {
    signal: AbortSignal.any([outer, failing.signal]),
    storeSignal: AbortSignal.any([failing.signal, stopping.signal]),
    start(send) {
      const sending = send()
        .catch((error: unknown) => {
          if (!(error instanceof CancelledError)) failed ??= error
          failing.abort()
        })
        .finally(() => running.delete(sending))
      running.add(sending)
    },
    failure: () => failed,
    async settled() {
      await Promise.all(running)
      if (failed !== undefined) throw failed
      throwIfCancelled(outer)
    },
    async end() {
      if (running.size === 0) return
      const all = Promise.all(running)
      const waiting = new AbortController()
      await Promise.race([all, sleep(KEEP_MS, undefined, { signal: waiting.signal }).catch(() => {})])
      waiting.abort()
      stopping.abort()
      await all
    },
  }
}
