import type { ParamValues } from './space.ts'

/** How a trial ended. Pruned: given up as hopeless. */
export const TRIAL_STATES = ['COMPLETE', 'PRUNED', 'FAILED'] as const
export type TrialState = (typeof TRIAL_STATES)[number]

/** Why a trial was given up. `trees`: after half of the first fold's trees; `folds`: after so many folds. */
export type PruneReason =
  | { after: 'trees'; score: number; needed: number }
  | { after: 'folds'; folds: number; behind: number; tolerated: number }

/** One point of the space, tried. Scores are average precisions. */
export interface Trial {
  /** From 0, in the order of proposal; 0 has the recipe's own parameters. */
  number: number
  params: ParamValues
  state: TrialState
  /** Of the folds that were done, in their order. */
  foldScores: number[]
  /** On the first fold after half of the trees; null where that was not measured. */
  halfScore: number | null
  /** Mean over the folds; of a pruned trial what that would be about, see `estimatedScore`; null of one that failed. */
  score: number | null
  pruned: PruneReason | null
  elapsedMs: number
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The complete trial with the highest score; of equal ones the first. */
export function bestTrial(trials: readonly Trial[]): Trial | undefined {
  let best: Trial | undefined
  for (const trial of trials) {
    if (trial.state === 'COMPLETE' && (best === undefined || trial.score! > best.score!)) best = trial
  }
  return best
}

/** The trials of which it is known how good they are, in their order. */
export function trialsWithScore(trials: readonly Trial[]): (Trial & { score: number })[] {
  return trials.filter((trial): trial is Trial & { score: number } => trial.score !== null)
}
