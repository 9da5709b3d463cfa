import type { Clock } from '../../src/main/schedule/clock.ts'

/** A clock that stands still until it is set. */
export interface FakeClock extends Clock {
  /** Sets it to an instant in ISO 8601. */
  set(time: string): void
  /** Moves it on by milliseconds. */
  advance(milliseconds: number): void
}

export function fakeClock(time: string): FakeClock {
  let now = Date.parse(time)
  return {
    now: () => now,
    set(to) {
      now = Date.parse(to)
    },
    advance(milliseconds) {
      now += milliseconds
    },
    sleep: (_milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) resolve()
        else signal.addEventListener('abort', () => resolve(), { once: true })
      }),
  }
}
