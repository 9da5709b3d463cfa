import type { ArmRows } from './evidence.ts'

/** A mean difference, champion minus challenger: positive where the challenger is better. */
export interface Difference {
  /** Incidents with settled labels. */
  rows: number
  mean: number
  /** Standard deviation of a row; see each function. */
  sd: number
}

/** What a row costs: of a probability or of a prediction. */
export type Loss = (rows: ArmRows, row: number) => number

/** The row's part of the Brier score. */
export const squaredError: Loss = ({ probabilities, arrests }, row) => (probabilities[row]! - arrests[row]!) ** 2

/** The row's part of the error rate: 1 where the prediction was wrong. */
export const wrong: Loss = ({ predictions, arrests }, row) => (predictions[row] === arrests[row] ? 0 : 1)

/** Of arms that answered the same incidents, row by row. */
export function pairedDifference(champion: ArmRows, challenger: ArmRows, loss: Loss): Difference {
  return moments(champion.arrests.length, (row) => loss(champion, row) - loss(challenger, row))
}

/**
 * Of arms that answered different incidents. Its `sd` is that of one incident, whichever arm it fell to, so that the
 * standard error is sd / √rows as of a paired one: √(s₁²/share₁ + s₂²/share₂).
 */
export function unpairedDifference(champion: ArmRows, challenger: ArmRows, loss: Loss): Difference {
  const one = moments(champion.arrests.length, (row) => loss(champion, row))
  const two = moments(challenger.arrests.length, (row) => loss(challenger, row))
  const rows = one.rows + two.rows
  if (one.rows < 2 || two.rows < 2) return { rows, mean: Number.NaN, sd: Number.NaN }
  const sd = Math.sqrt(rows * (one.sd ** 2 / one.rows + two.sd ** 2 / two.rows))
  return { rows, mean: one.mean - two.mean, sd }
}

/** Mean and standard deviation (ddof 1), by Welford's method. */
function moments(rows: number, value: (row: number) => number): Difference {
  let mean = 0
  let squares = 0
  for (let row = 0; row < rows; row++) {
    const x = value(row)
    const delta = x - mean
    mean += delta / (row + 1)
    squares += delta * (x - mean)
  }
  return { rows, mean: rows === 0 ? Number.NaN : mean, sd: rows < 2 ? Number.NaN : Math.sqrt(squares / (rows - 1)) }
}
