import { countByScore } from '../metrics/curves.ts'

/** Neighbouring scores to which isotonic regression gives one value. */
export interface IsotonicStep {
  /** Smallest, mean and greatest score of the step's rows. */
  from: number
  centre: number
  to: number
  /** Share of its rows with label 1; rises from step to step. */
  value: number
  rows: number
}

/**
 * Isotonic regression of labels 0/1 on scores: the non-decreasing function of the score that is nearest to the labels in
 * squares, by pooling adjacent violators. Rows of equal score are one point, as in scikit-learn's `IsotonicRegression`.
 */
export function isotonicSteps(labels: Uint8Array, scores: Float64Array): IsotonicStep[] {
  const { thresholds, truePositives, falsePositives } = countByScore(labels, scores)
  const steps: (IsotonicStep & { ones: number })[] = []
  // Scores come in falling order, so rising ones from the end.
  for (let i = thresholds.length - 1; i >= 0; i--) {
    const ones = truePositives[i]! - (truePositives[i - 1] ?? 0)
    const rows = ones + falsePositives[i]! - (falsePositives[i - 1] ?? 0)
    const score = thresholds[i]!
    let step = { from: score, centre: score, to: score, value: ones / rows, rows, ones }
    for (let below = steps.at(-1); below !== undefined && below.value >= step.value; below = steps.at(-1)) {
      steps.pop()
      step = pooled(below, step)
    }
    steps.push(step)
  }
  return steps.map(({ from, centre, to, value, rows }) => ({ from, centre, to, value, rows }))
}

function pooled<S extends IsotonicStep & { ones: number }>(below: S, above: S) {
  const rows = below.rows + above.rows
  const ones = below.ones + above.ones
  return {
    from: below.from,
    // Rounding must not carry the mean out of the step.
    centre: Math.min(above.to, below.centre + ((above.centre - below.centre) * above.rows) / rows),
    to: above.to,
    value: ones / rows,
    rows,
    ones,
  }
}
