import { UserError } from '../../shared/errors.ts'
import { createRandom } from '../random.ts'

/**
 * The fold, 0 … folds − 1, of each row: every fold gets as many rows of each label as every other, or one more or less,
 * drawn at random.
 *
 * @throws UserError `learners.too_few_for_folds` when a label has fewer rows than there are folds
 */
export function stratifiedFolds(labels: Uint8Array, folds: number, seed: number): Uint8Array<SharedArrayBuffer> {
  const foldOf = new Uint8Array(new SharedArrayBuffer(labels.length))
  const random = createRandom(seed, 'folds')
  // What does not divide evenly goes to the folds in turn, not twice to the first.
  let next = 0
  for (const label of [0, 1]) {
    const rows = rowsOf(labels, label)
    if (rows.length < folds) {
      throw new UserError('learners.too_few_for_folds', { label, rows: rows.length, folds })
    }
    random.shuffle(rows)
    for (const row of rows) foldOf[row] = next++ % folds
  }
  return foldOf
}

function rowsOf(labels: Uint8Array, label: number): Uint32Array {
  const rows = new Uint32Array(labels.length)
  let count = 0
  for (let row = 0; row < labels.length; row++) if (labels[row] === label) rows[count++] = row
  return rows.subarray(0, count)
}
