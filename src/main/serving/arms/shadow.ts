import type { Incident } from '../../../shared/serving/prediction.ts'

/** An answer that the shadow is to be asked for as well. */
export interface ShadowTask {
  /** Id of the prediction that was answered. */
  pairId: string
  time: number
  incidentId: string | null
  /** The incident, or the champion's features where there is none. */
  incident: Incident | undefined
  features: Float64Array
}

/** Asks the challenger in silence, after answers have gone out. */
export interface Shadow {
  /** Takes a task; when too many wait, this one is not asked, and its pair is missing in the comparison. */
  ask(task: ShadowTask): void
}

const WAITING = 20_000
/** Milliseconds of a turn of the event loop. */
const TURN_MS = 2

/** `work` asks the challenger and keeps its answer; what it throws goes to `onError`. */
export function createShadow(work: (task: ShadowTask) => void, onError: (error: unknown) => void): Shadow {
  let waiting: ShadowTask[] = []
  let next = 0
  let scheduled = false

  function turn(): void {
    const start = performance.now()
    while (next < waiting.length) {
      const task = waiting[next++]!
      try {
        work(task)
      } catch (error) {
        onError(error)
      }
      if (performance.now() - start > TURN_MS) break
    }
    if (next < waiting.length) {
      setImmediate(turn)
      return
    }
    waiting = []
    next = 0
    scheduled = false
  }

  return {
    ask(task) {
      if (waiting.length - next >= WAITING) return
      waiting.push(task)
      if (!scheduled) {
        scheduled = true
        setImmediate(turn)
      }
    },
  }
}
