import { UserError } from '../../../shared/errors.ts'
import { createRandom } from '../../random.ts'

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

/** Places of a fold's training rows and of its held-out rows, rising. */
export interface FoldRows {
  training: Uint32Array<SharedArrayBuffer>
  heldOut: Uint32Array<SharedArrayBuffer>
}

/** The rows of each of `stratifiedFolds`: held out are its own, all others train. */
export function rowsOfFolds(foldOf: Uint8Array, folds: number): FoldRows[] {
  return Array.from({ length: folds }, (_, fold) => ({
    training: rowsWhere(foldOf, (other) => other !== fold),
    heldOut: rowsWhere(foldOf, (other) => other === fold),
  }))
}

/**
 * Folds in time, as scikit-learn's TimeSeriesSplit has them: the rows in the order of `times` (of equal ones in their own)
 * are cut into folds + 1 parts of equal size, the first taking what does not divide; fold k holds out part k + 1 and
 * trains on all before it.
 *
 * @throws UserError `learners.one_class_in_time` when a part that is held out, or the first, has one label only
 */
export function timeFolds(times: Float64Array, labels: Uint8Array, folds: number): FoldRows[] {
  const order = Uint32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]! || a - b)
  const size = Math.floor(order.length / (folds + 1))
  const first = order.length - folds * size
  const partOf = new Uint8Array(order.length)
  for (const [place, row] of order.entries()) {
    partOf[row] = place < first ? 0 : 1 + Math.floor((place - first) / size)
  }
  for (let part = 0; part <= folds; part++) {
    const arrests = labels.reduce((sum, label, row) => sum + (partOf[row] === part ? label : 0), 0)
    const rows = part === 0 ? first : size
    if (arrests === 0 || arrests === rows) throw new UserError('learners.one_class_in_time', { part: part + 1, rows })
  }
  return Array.from({ length: folds }, (_, fold) => ({
    training: rowsWhere(partOf, (part) => part <= fold),
    heldOut: rowsWhere(partOf, (part) => part === fold + 1),
  }))
}

/** Rows whose fold passes, rising; in shared memory. */
function rowsWhere(foldOf: Uint8Array, passes: (fold: number) => boolean): Uint32Array<SharedArrayBuffer> {
  let count = 0
  for (let row = 0; row < foldOf.length; row++) if (passes(foldOf[row]!)) count += 1
  const rows = new Uint32Array(new SharedArrayBuffer(count * 4))
  let filled = 0
  for (let row = 0; row < foldOf.length; row++) if (passes(foldOf[row]!)) rows[filled++] = row
  return rows
}
