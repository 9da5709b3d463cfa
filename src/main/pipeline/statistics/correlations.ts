/** Pearson's correlation of each column with each, as a matrix; 0 where a column is constant. */
export function correlations(columns: readonly ArrayLike<number>[]): number[][] {
  const centred = columns.map(standardized)
  const matrix = columns.map(() => new Array<number>(columns.length).fill(1))
  for (let i = 0; i < columns.length; i++) {
    for (let j = 0; j < i; j++) {
      const r = dot(centred[i]!, centred[j]!)
      matrix[i]![j] = r
      matrix[j]![i] = r
    }
  }
  return matrix
}

/** A column less its mean, of length 1. */
function standardized(column: ArrayLike<number>): Float64Array {
  let mean = 0
  for (let row = 0; row < column.length; row++) mean += column[row]! / column.length
  const out = new Float64Array(column.length)
  for (let row = 0; row < column.length; row++) out[row] = column[row]! - mean
  const length = Math.sqrt(dot(out, out))
  if (length > 0) for (let row = 0; row < out.length; row++) out[row]! /= length
  return out
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let row = 0; row < a.length; row++) sum += a[row]! * b[row]!
  return sum
}
