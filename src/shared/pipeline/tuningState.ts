import type { Said } from './runState.ts'
import type { PlotlyFigure } from './stepDetails.ts'

/** Learners whose parameters can be searched. */
export const TUNED_LEARNERS = ['gradient-boosting', 'random-forest'] as const
export type TunedLearner = (typeof TUNED_LEARNERS)[number]

/** Most trials of a search that a window starts or draws. */
export const MOST_TRIALS = 1000

export type ParamValue = number | string | null

/** A trial as the window shows it. */
export interface TrialState {
  number: number
  /** Its tracked run. */
  runId: string
  state: 'RUNNING' | 'COMPLETE' | 'PRUNED' | 'FAILED' | 'KILLED'
  params: Record<string, ParamValue>
  /** Mean average precision over the folds; an estimate where the trial was pruned. */
  score: number | null
  foldScores: number[]
  /** Why it was given up. */
  reason: Said | null
  elapsedMs: number | null
  /** Taken over from an earlier run of the same search. */
  reused: boolean
}

/** A search for parameters, going on or ended. */
export interface TuningState {
  runId: string
  status: 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED'
  /** This process runs it, so it can be cancelled here. */
  here: boolean
  stopping: boolean
  /** Process that runs or ran it. */
  pid: number
  learner: string
  recipe: string | null
  /** Trials that were asked for. */
  total: number
  /** `tune`, `train`, `evaluate`, `promote`: what goes on; null where nothing does. */
  step: string | null
  trials: TrialState[]
  /** Number of the best complete trial. */
  best: number | null
  parameters: string[]
  /** By name: `tuning_history`, `tuning_parallel_coordinates`, `tuning_importance`, `tuning_slice_<parameter>`. */
  figures: { name: string; figure: PlotlyFigure }[]
}
