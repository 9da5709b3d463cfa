import { setTimeout as sleep } from 'node:timers/promises'

/** The time that schedules go by. Nothing else in this room looks at a clock. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Waits; ends early, without an error, when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => {}),
}
