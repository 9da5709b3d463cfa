import { randomBytes } from 'node:crypto'

let last = { time: 0, count: 0 }

/**
 * A unique id that sorts by the time it was made: 32 hex digits like MLflow's run ids, of which 12 are milliseconds since
 * 1970, 4 a counter within this process's millisecond, and 16 random.
 */
export function newId(): string {
  const time = Math.max(Date.now(), last.time)
  last = { time, count: time === last.time ? last.count + 1 : 0 }
  return time.toString(16).padStart(12, '0') + last.count.toString(16).padStart(4, '0') + randomBytes(8).toString('hex')
}

/** Whether `name` looks like an id that `newId` makes. */
export function isId(name: string): boolean {
  return /^[0-9a-f]{32}$/.test(name)
}
