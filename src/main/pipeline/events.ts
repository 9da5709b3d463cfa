import type { Progress } from '../progress.ts'
import type { StageName } from './stage.ts'

/** A step of a run: one of the eleven ETL stages, or of what makes a champion of their result. */
export type StepName = StageName | 'train' | 'evaluate' | 'promote'

/** What happens during a run, for whoever watches it: a progress bar, a log, the window. */
export type RunEvent =
  | { type: 'run-started'; runId: string }
  /** The run's work is over; what is left is to record its end and to clean up. */
  | { type: 'run-ending' }
  | { type: 'step-started'; step: StepName }
  | { type: 'step-progress'; step: StepName; progress: Progress }
  /** `summary` says in a few words what came out: `267,792 → 264,994 rows`. */
  | { type: 'step-done'; step: StepName; elapsedMs: number; cached: boolean; summary: string }
  | { type: 'step-failed'; step: StepName; error: unknown }
  | { type: 'step-retried'; step: StepName; reason: string; waitMs: number }

export type RunListener = (event: RunEvent) => void
