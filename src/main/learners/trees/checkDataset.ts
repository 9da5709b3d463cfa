import { UserError } from '../../../shared/errors.ts'
import type { Dataset } from '../learner.ts'

const MAX_FEATURES = 32_767

/** Throws UserError where no tree can be learned: no rows, no features, one class only, weights that are no weights. */
export function checkDataset({ rows, columns, labels, weights }: Dataset): void {
  if (rows === 0 || columns.length === 0) throw new UserError('learners.empty')
  if (columns.length > MAX_FEATURES) throw new UserError('learners.too_many_features', { features: columns.length })
  const positives = countPositives(labels)
  if (positives === 0 || positives === rows) throw new UserError('learners.one_class', { rows })
  if (weights === undefined) return
  let sum = 0
  for (let row = 0; row < rows; row++) {
    if (!(weights[row]! >= 0)) throw new UserError('learners.bad_weight', { row, weight: String(weights[row]) })
    sum += weights[row]!
  }
  if (!(sum > 0 && Number.isFinite(sum))) throw new UserError('learners.bad_weight_sum', { sum: String(sum) })
}

function countPositives(labels: Uint8Array): number {
  let count = 0
  for (let row = 0; row < labels.length; row++) count += labels[row]!
  return count
}

/** The largest weight of a row; 1 where all weigh the same. */
export function largestWeight(weights: Float64Array | undefined): number {
  if (weights === undefined) return 1
  let largest = 0
  for (let row = 0; row < weights.length; row++) largest = Math.max(largest, weights[row]!)
  return largest
}
