import type { Clock } from '../../src/main/schedule/clock.ts'

export interface SimulatedClock extends Clock {
  /** Sets it to an instant, in milliseconds since 1970; from there it goes on as fast as the machine's. */
  set(time: number): void
}

/**
 * A clock that is moved by hand, put in the place of this process's own: predictions, labels, runs and events are all
 * stamped with its time. Threads keep the machine's.
 */
export function installClock(start: number): SimulatedClock {
  const RealDate = Date
  let base = start
  let setAt = performance.now()
  const now = () => Math.floor(base + performance.now() - setAt)
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  })
  return {
    now,
    set(time) {
      base = time
      setAt = performance.now()
    },
    sleep: () => new Promise(() => {}),
  }
}
