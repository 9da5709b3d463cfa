import { CancelledError } from '../../shared/errors.ts'
import type { Jobs } from '../jobs/jobs.ts'

/** Draws the pictures of the runs that this process has done, while it does no other. */
export interface BackgroundDrawing {
  /** Stops what is being drawn; it goes on with `resume`, or when the next run has ended. */
  pause(): Promise<void>
  resume(): void
  close(): Promise<void>
}

/** Calls `draw` with each run that has ended, one after the other; again, where it was paused in the middle. */
export function drawInBackground(
  jobs: Pick<Jobs, 'live' | 'onChange' | 'onEnd'>,
  draw: (runId: string, signal: AbortSignal) => Promise<unknown>,
): BackgroundDrawing {
  const waiting: string[] = []
  let drawing: { controller: AbortController; done: Promise<void> } | undefined
  let paused = false

  const stopEnd = jobs.onEnd(({ runId }) => {
    waiting.push(runId)
    resume()
  })
  const stopChange = jobs.onChange(() => {
    if (jobs.live() !== undefined) drawing?.controller.abort()
    else if (!paused) resume()
  })

  function resume(): void {
    paused = false
    if (drawing !== undefined || waiting.length === 0 || jobs.live() !== undefined) return
    const controller = new AbortController()
    const done = drawWaiting(controller.signal).finally(() => {
      drawing = undefined
      if (!paused) resume()
    })
    drawing = { controller, done }
  }

  async function drawWaiting(signal: AbortSignal): Promise<void> {
    for (let runId = waiting[0]; runId !== undefined && !signal.aborted; runId = waiting[0]) {
      try {
        await draw(runId, signal)
      } catch (error) {
        if (error instanceof CancelledError) return
        throw error
      }
      waiting.shift()
    }
  }

  async function pause(): Promise<void> {
    paused = true
    drawing?.controller.abort()
    await drawing?.done
  }

  return {
    pause,
    resume,
    async close() {
      stopEnd()
      stopChange()
      await pause()
    },
  }
}
