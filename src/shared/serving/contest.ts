import { z } from 'zod'

/** When a challenger on trial becomes champion by itself. */
export const contestRuleSchema = z.strictObject({
  /** Brier score by which a challenger must be better; also the difference that a trial is planned to find. */
  threshold: z.number().min(0.0001).max(0.5).default(0.002),
  /** Chance that a difference is seen, at any time, where there is none. */
  alpha: z.number().min(0.0001).max(0.5).default(0.05),
  /** Days from the prediction until its label counts. */
  maturityDays: z.number().min(0).max(365).default(30),
  /** Settled incidents below which nothing is promoted, even where the plan needs fewer. */
  minimumRows: z.int().min(2).default(1000),
})
export type ContestRule = z.output<typeof contestRuleSchema>

/** An arm of a trial on incidents with settled labels. Scores are null where the rows leave them undefined. */
export interface ContestArm {
  version: number
  rows: number
  arrests: number
  mcc: number | null
  average_precision: number | null
  brier: number | null
  calibration_error: number | null
  error_rate: number | null
  /** Reliability curve: mean probability, share of arrests and rows of bins of equal count. */
  calibration: { predicted: number; observed: number; rows: number }[]
}

/** Champion minus challenger in Brier score, with the interval that holds at all times at once. */
export interface ContestDifference {
  mean: number
  low: number
  high: number
}

export type ContestDecision =
  /** Too few incidents with settled labels to say. */
  | 'collecting'
  /** Enough, and still no difference is sure. */
  | 'undecided'
  /** Better by the threshold: it may become champion. */
  | 'promote'
  /** Worse, or surely not better by the threshold: the champion stays. */
  | 'keep'

/** What a trial says so far. */
export interface ContestReport {
  model: string
  contestId: string
  mode: 'shadow' | 'split'
  share: number
  startedAt: number
  decision: ContestDecision
  /** Why, as a message code with its parameters. */
  code:
    | 'contest_collecting'
    | 'contest_undecided'
    | 'contest_better'
    | 'contest_worse'
    | 'contest_no_gain'
    | 'contest_other_features'
  params: Record<string, string | number>
  /** Incidents with settled labels, and how many are needed before anything is promoted. */
  rows: number
  neededRows: number
  champion: ContestArm
  challenger: ContestArm
  difference: ContestDifference | null
}
