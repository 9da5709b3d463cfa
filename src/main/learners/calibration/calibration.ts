import { z } from 'zod'
import { type IsotonicStep, isotonicSteps } from './isotonic.ts'

const rising = (values: number[]) => values.every((value, i) => i === 0 || value > values[i - 1]!)
const knots = z.array(z.number().min(0).max(1)).min(1).max(100_000).refine(rising, 'must rise')

/** A strictly rising function from a model's scores to probabilities: straight between its knots, constant beyond them. */
export const calibrationSchema = z
  .strictObject({
    kind: z.literal('isotonic'),
    /** Scores, 0-1. */
    scores: knots,
    /** Their calibrated probabilities, 0-1. */
    probabilities: knots,
  })
  .refine(({ scores, probabilities }) => scores.length === probabilities.length, 'needs a probability for each score')

export type Calibration = z.output<typeof calibrationSchema>

/** How much of the first and last probability (of its complement, for the last) is given up to keep ranks apart there. */
const TILT = 0.01

/**
 * Fits probabilities to scores (0-1) by isotonic regression on rows that the model was not trained on. Isotonic
 * regression itself is flat over each of its steps, which loses the ranking within them; here the value of a step holds
 * at the step's mean score, and between those points it rises in straight lines. The outer halves of the first and last
 * step keep nearly their value. A first step without a label 1, or a last one with nothing else, is not taken for
 * certainty but as if half a row more had said the opposite.
 */
export function fitCalibration(scores: Float64Array, labels: Uint8Array): Calibration {
  if (labels.length === 0) throw new RangeError('calibration needs rows')
  const steps = isotonicSteps(labels, scores)
  const centres = steps.map(({ centre }) => centre)
  const values = doubtful(steps)
  const first = values[0]!
  const last = values.at(-1)!
  if (centres[0]! > 0) {
    centres.unshift(0)
    values.unshift(first * (1 - TILT))
  }
  if (centres.at(-1)! < 1) {
    centres.push(1)
    values.push(1 - (1 - last) * (1 - TILT))
  }
  return { kind: 'isotonic', scores: centres, probabilities: values }
}

/** The calibrated probability of one score. */
export function calibrate({ scores, probabilities }: Calibration, score: number): number {
  const last = scores.length - 1
  if (!(score > scores[0]!)) return probabilities[0]!
  if (score >= scores[last]!) return probabilities[last]!
  let low = 0
  let high = last
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (scores[middle]! <= score) low = middle
    else high = middle
  }
  const share = (score - scores[low]!) / (scores[high]! - scores[low]!)
  return probabilities[low]! + share * (probabilities[high]! - probabilities[low]!)
}

/** The calibrated probabilities of many scores. */
export function calibrateAll(calibration: Calibration, scores: Float64Array): Float64Array {
  return Float64Array.from(scores, (score) => calibrate(calibration, score))
}

/** The steps' values, with 0 and 1 moved inward, at most half the way to the next. */
function doubtful(steps: IsotonicStep[]): number[] {
  const values = steps.map(({ value }) => value)
  const last = values.length - 1
  const halfARow = (step: IsotonicStep) => 0.5 / (step.rows + 1)
  if (values[0] === 0) values[0] = Math.min(halfARow(steps[0]!), (values[1] ?? 1) / 2)
  if (values[last] === 1) values[last] = 1 - Math.min(halfARow(steps[last]!), (1 - (values[last - 1] ?? 0)) / 2)
  return values
}
