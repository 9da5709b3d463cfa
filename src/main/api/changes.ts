import { setTimeout as sleep } from 'node:timers/promises'
import type { StepProgress } from '../../shared/pipeline/runState.ts'
import type { Job } from '../progress.ts'

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

/** What a piece of work tells on the way, then what came of it. */
export type Step<R> = { type: 'progress'; progress: StepProgress } | { type: 'done'; result: R }

/** Does `work` and yields its progress, at most ten times a second, and then its result. Ending the iteration cancels it. */
export async function* withProgress<R>(
  outer: AbortSignal,
  work: (job: Job) => Promise<R>,
): AsyncGenerator<Step<R>, void> {
  const controller = new AbortController()
  const signal = AbortSignal.any([outer, controller.signal])
  let progress: StepProgress | undefined
  const working = work({
    signal,
    progress({ done, total, unit, what = null }) {
      progress = { done, total, unit, what }
    },
  })
  const settled = working.then(
    () => true,
    () => true,
  )
  try {
    for (;;) {
      const ended = await Promise.race([settled, sleep(PROGRESS_MS, false)])
      if (ended) break
      if (progress === undefined) continue
      const told = progress
      progress = undefined
      yield { type: 'progress', progress: told }
    }
    yield { type: 'done', result: await working }
  } finally {
    controller.abort()
    await settled
  }
}

const PROGRESS_MS = 100
