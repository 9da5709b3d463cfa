import type { StageName } from '../../shared/pipeline/runState.ts'
import type { Trial } from '../learners/tuning/trial.ts'
import type { Progress } from '../progress.ts'

/** A step of a run: one of the eleven ETL stages, the search for parameters, or of what makes a champion of their result. */
export type StepName = StageName | 'tune' | 'train' | 'evaluate' | 'promote'

/** What happens during a run, for whoever watches it: a progress bar, a log, the window. */
export type RunEvent =
  | { type: 'run-started'; runId: string }
  /** The run's work is over; what is left is to record its end and to clean up. */
  | { type: 'run-ending' }
  | { type: 'step-started'; step: StepName }
  | { type: 'step-progress'; step: StepName; progress: Progress }
  /** `summary` says in a few words what came out: `267,792 → 264,994 rows`. */
  | { type: 'step-done'; step: StepName; elapsedMs: number; cached: boolean; summary: string }
  /** A trial of a tuning has ended: `done` of `trials` have; `best` is the highest score so far. */
  | { type: 'trial-done'; trial: Trial; done: number; trials: number; best: number | null }
  | { type: 'step-failed'; step: StepName; error: unknown }
  | { type: 'step-retried'; step: StepName; reason: string; waitMs: number }

export type RunListener = (event: RunEvent) => void
