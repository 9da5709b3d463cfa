import type { RunState, Said, Step } from '../../shared/runState.ts'
import type { Run } from '../tracking/runs.ts'

/** What to know of a step, in one or two sentences computed from its data. */
export function notesOf(_step: Step, _state: RunState, _run: Run | undefined, _learners: Run[]): Said[] {
  return []
}
