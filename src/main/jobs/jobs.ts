import { CancelledError, UserError } from '../../shared/errors.ts'
import type { Said, StepProgress } from '../../shared/pipeline/runState.ts'
import type { RunEvent, RunListener, StepName } from '../pipeline/events.ts'
import { describeError } from '../tracking/run.ts'

/** What this process knows of the run that it does, beyond what is tracked. */
export interface LiveRun {
  readonly runId: string
  /** Cancelled; the step at work is being stopped. */
  readonly stopping: boolean
  readonly progress: ReadonlyMap<StepName, StepProgress>
  /** When a step that failed in passing is tried again, in ms since 1970. */
  readonly retryAt: ReadonlyMap<StepName, number>
}

/** How a run of this process ended. */
export interface EndedRun {
  runId: string
  outcome: 'done' | 'failed' | 'cancelled'
  elapsedMs: number
  error: Said | null
}

type Running = (watch: { signal: AbortSignal; onEvent: RunListener }) => Promise<unknown>

/** The runs that this process does for its windows: one at a time, and going on whether or not a window watches. */
export interface Jobs {
  live(): LiveRun | undefined
  /** Starts `work`; resolves with its run's id as soon as that is known, and rejects if it fails before. */
  start(work: Running): Promise<string>
  /** Cancels the run of that id. @throws UserError `jobs.not_here` when this process does not do it */
  cancel(runId: string): void
  /** Calls `listener` after each change, at most ten times a second; returns how to stop that. */
  onChange(listener: () => void): () => void
  onEnd(listener: (ended: EndedRun) => void): () => void
  /** Cancels what goes on and waits for it. */
  close(): Promise<void>
}

const CHANGE_MS = 100

export function createJobs(): Jobs {
  const changeListeners = new Set<() => void>()
  const endListeners = new Set<(ended: EndedRun) => void>()
  let current: Current | undefined
  let telling: NodeJS.Timeout | undefined
  let closed = false

  /** Tells the listeners, together with what else changes in the same tenth of a second. */
  function changed(): void {
    telling ??= setTimeout(() => {
      telling = undefined
      for (const listener of changeListeners) listener()
    }, CHANGE_MS)
  }

  async function start(work: Running): Promise<string> {
    // Its end may be tracked already, while it cleans up.
    if (current?.ending) await current.finished
    if (closed) throw new CancelledError()
    if (current !== undefined) {
      throw new UserError('run_in_progress', {
        run: current.runId ?? '…',
        name: 'pipeline',
        pid: String(process.pid),
      })
    }
    const mine = createCurrent()
    current = mine
    return new Promise((resolve, reject) => {
      const onEvent = (event: RunEvent) => {
        mine.take(event)
        changed()
        if (event.type === 'run-started') resolve(event.runId)
      }
      const end = (outcome: EndedRun['outcome'], error: unknown) => {
        current = undefined
        changed()
        if (mine.runId === undefined) return reject(error)
        const said = error === undefined ? null : describeError(error)
        const ended = { runId: mine.runId, outcome, elapsedMs: performance.now() - mine.start, error: said }
        for (const listener of endListeners) listener(ended)
      }
      mine.finished = work({ signal: mine.controller.signal, onEvent }).then(
        () => end('done', undefined),
        (error: unknown) => end(error instanceof CancelledError ? 'cancelled' : 'failed', error),
      )
    })
  }

  return {
    live: () => (current?.runId === undefined ? undefined : { ...current.view(), runId: current.runId }),
    start,
    cancel(runId) {
      if (current?.runId !== runId || current.ending) throw new UserError('jobs.not_here', { run: runId })
      current.controller.abort()
      changed()
    },
    onChange(listener) {
      changeListeners.add(listener)
      return () => changeListeners.delete(listener)
    },
    onEnd(listener) {
      endListeners.add(listener)
      return () => endListeners.delete(listener)
    },
    async close() {
      closed = true
      current?.controller.abort()
      await current?.finished
      clearTimeout(telling)
    },
  }
}

type Current = ReturnType<typeof createCurrent>

function createCurrent() {
  const progress = new Map<StepName, StepProgress>()
  const retryAt = new Map<StepName, number>()
  const controller = new AbortController()
  const state = {
    runId: undefined as string | undefined,
    ending: false,
    controller,
    start: performance.now(),
    finished: Promise.resolve(),
    view: () => ({ stopping: controller.signal.aborted, progress, retryAt }),
    take(event: RunEvent): void {
      switch (event.type) {
        case 'run-started':
          state.runId = event.runId
          break
        case 'step-progress': {
          const { done, total, unit, what = null } = event.progress
          progress.set(event.step, { done, total, unit, what })
          retryAt.delete(event.step)
          break
        }
        case 'step-retried':
          retryAt.set(event.step, Date.now() + event.waitMs)
          break
        case 'step-done':
        case 'step-failed':
          progress.delete(event.step)
          retryAt.delete(event.step)
          break
        case 'run-ending':
          state.ending = true
          break
        case 'step-started':
          break
      }
    },
  }
  return state
}
