import { z } from 'zod'

const numbers = z.array(z.number())

/** What a model does at each threshold: rows by label and prediction, and the scores that follow; one value a threshold. */
const scoresSchema = z.object({
  true_positives: numbers,
  false_positives: numbers,
  true_negatives: numbers,
  false_negatives: numbers,
  mcc: numbers,
  precision: numbers,
  recall: numbers,
  f1: numbers,
  accuracy: numbers,
})
export type ThresholdScores = z.output<typeof scoresSchema>

/** `thresholds.json` of a learner's run: its scores at every decision threshold, so that one can be chosen without a refit. */
export const thresholdCurvesSchema = z.object({
  /** The threshold of the training, one of `thresholds`. */
  chosen: z.number(),
  /** Calibrated probabilities from which an arrest is predicted, rising from 0 to 1. */
  thresholds: numbers.min(2),
  /** On the test rows, which no learner saw. */
  test: scoresSchema,
  /** Out of fold on the real training rows: those to choose on. */
  folds: scoresSchema,
})
export type ThresholdCurves = z.output<typeof thresholdCurvesSchema>

/** Where a learner's run keeps them. */
export const THRESHOLDS_FILE = 'thresholds.json'
