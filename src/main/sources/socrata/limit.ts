import { throwIfCancelled } from '../../../shared/errors.ts'

/** Runs pieces of work at most `most` at a time, in the order in which they came. */
export function limitedTo(most: number): <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (signal, work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      throwIfCancelled(signal)
      return await work()
    } finally {
      // The place goes to the next in line, or becomes free.
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}

/** Runs `work` on every item, `lanes` at a time; when one fails the others are stopped, and all have ended on return. */
export async function inLanes<T, R>(
  items: T[],
  lanes: number,
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  const failure = new AbortController()
  const inTurn = limitedTo(lanes)
  const both = AbortSignal.any([signal, failure.signal])
  const running = items.map((item) => inTurn(both, () => work(item, both)))
  try {
    return await Promise.all(running)
  } catch (error) {
    failure.abort()
    await Promise.allSettled(running)
    throwIfCancelled(signal)
    throw error
  }
}
