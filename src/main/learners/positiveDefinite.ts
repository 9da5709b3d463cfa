/**
 * Solves A·x = b for a symmetric positive semidefinite A (row-major, n × n) by Cholesky's decomposition. Where A is
 * singular to working precision, the smallest multiple of its diagonal's mean that makes it definite is added: x is then
 * still a direction in which the quadratic form falls.
 */
export function solvePositiveDefinite(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length
  let trace = 0
  for (let i = 0; i < n; i++) trace += a[i * n + i]!
  const unit = trace > 0 ? trace / n : 1
  for (let ridge = 0; ridge <= 1; ridge = ridge === 0 ? 1e-14 : ridge * 10) {
    const factor = cholesky(a, n, ridge * unit)
    if (factor !== undefined) return substitute(factor, b)
  }
  throw new RangeError('the matrix is not positive semidefinite')
}

/** The lower triangle L with L·Lᵀ = A + ridge·I; undefined where a pivot vanishes. */
function cholesky(a: Float64Array, n: number, ridge: number): Float64Array | undefined {
  const factor = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!
      if (i === j) sum += ridge
      const diagonal = sum
      for (let k = 0; k < j; k++) sum -= factor[i * n + k]! * factor[j * n + k]!
      if (i !== j) factor[i * n + j] = sum / factor[j * n + j]!
      else if (sum > diagonal * 1e-15 && Number.isFinite(sum)) factor[i * n + i] = Math.sqrt(sum)
      else return undefined
    }
  }
  return factor
}

function substitute(factor: Float64Array, b: Float64Array): Float64Array {
  const n = b.length
  const x = b.slice()
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= factor[i * n + k]! * x[k]!
    x[i]! /= factor[i * n + i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= factor[k * n + i]! * x[k]!
    x[i]! /= factor[i * n + i]!
  }
  return x
}
