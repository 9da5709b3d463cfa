import { logGamma } from './gamma.ts'

/** Above so many rows in either sample the distribution for many rows is used, as SciPy does. */
const MOST_EXACT_ROWS = 10_000

/**
 * How likely the largest difference of the shares below a value is to reach `distance` between samples of `rows` and
 * `otherRows` of one distribution. Equals the p-value of SciPy's `ks_2samp`: exact up to 10,000 rows, else by the
 * one-sample distribution of rows·otherRows / (rows + otherRows) rows.
 */
export function twoSampleSurvival(distance: number, rows: number, otherRows: number): number {
  if (distance <= 0) return 1
  if (Math.max(rows, otherRows) <= MOST_EXACT_ROWS) return exactSurvival(distance, rows, otherRows)
  return oneSampleSurvival(distance, Math.round((rows * otherRows) / (rows + otherRows)))
}

/**
 * The share of lattice paths from (0, 0) to (m, n) that reach one of two diagonals, column by column over the window
 * between them (Hodges 1958; as SciPy's `_compute_outer_prob_inside_method`).
 */
function exactSurvival(distance: number, rows: number, otherRows: number): number {
  const m = Math.max(rows, otherRows)
  const n = Math.min(rows, otherRows)
  const divisor = greatestCommonDivisor(m, n)
  const mg = m / divisor
  const ng = n / divisor
  const h = Math.round(distance * mg * n)
  if (h === 0) return 1
  let from = 0
  let to = Math.min(Math.ceil(h / mg), n + 1)
  let length = to - from
  const column = new Float64Array(Math.min(2 * to + 2, n + 1)).fill(1)
  column.fill(0, 0, to)
  for (let i = 1; i <= m; i++) {
    const lastFrom = from
    const lastLength = length
    from = Math.min(Math.max(Math.floor((ng * i - h) / mg) + 1, 0), n)
    to = Math.min(Math.ceil((ng * i + h) / mg), n + 1)
    if (to <= from) return 1
    let value = from === 0 ? 0 : 1
    for (let k = 0; k < to - from; k++) {
      const j = k + from
      value = (column[j - lastFrom]! * i + value * j) / (i + j)
      column[k] = value
    }
    length = to - from
    if (lastLength > length) column.fill(1, length, lastLength)
  }
  return Math.min(1, Math.max(0, column[length - 1]!))
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

/**
 * How likely the largest difference between n rows and their own distribution is to exceed x, by the method that is exact
 * enough for each n and x (Simard & L'Ecuyer 2011, whose limits SciPy's `kstwo` takes).
 */
export function oneSampleSurvival(x: number, n: number): number {
  if (x >= 1) return 0
  const t = n * x
  if (t <= 0.5) return 1
  // At most 2 · exp(−2nx²): less than any double.
  if (n * x * x > 380) return 0
  if (x >= 0.5 || n * x * x >= (n <= 140 ? 4 : 2.2)) return clipped(2 * oneSidedSurvival(x, n))
  if (n <= 140 || (n <= 100_000 && n * x ** 1.5 <= 1.4)) return clipped(1 - matrixDistribution(x, n))
  return clipped(manyRowsSurvival(x, n))
}

function clipped(probability: number): number {
  return Math.min(1, Math.max(0, probability))
}

/** One-sided: x · Σ C(n, j) (x + j/n)^(j−1) (1 − x − j/n)^(n−j) (Birnbaum & Tingey 1951), in logarithms. */
function oneSidedSurvival(x: number, n: number): number {
  const logFactorial = logGamma(n + 1)
  let sum = 0
  for (let j = 0; j <= Math.floor(n * (1 - x)); j++) {
    const above = x + j / n
    const below = 1 - above
    if (below <= 0) break
    const ways = logFactorial - logGamma(j + 1) - logGamma(n - j + 1)
    sum += Math.exp(ways + (j - 1) * Math.log(above) + (n - j) * Math.log(below))
  }
  return x * sum
}

/** Of Marsaglia, Tsang & Wang 2003: the probability of at most `x` as an element of Durbin's matrix to the power n. */
function matrixDistribution(x: number, n: number): number {
  const k = Math.ceil(n * x)
  const h = k - n * x
  const size = 2 * k - 1
  let matrix = durbinMatrix(size, h)
  let power: Float64Array | undefined
  let scale = 0
  let powerScale = 0
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) {
      power = power === undefined ? matrix : product(power, matrix, size)
      powerScale += scale
    }
    if (left === 1) break
    matrix = product(matrix, matrix, size)
    scale *= 2
    if (matrix[(k - 1) * size + k - 1]! > BIG) {
      matrix = matrix.map((value) => value / BIG)
      scale += BIG_EXPONENT
    }
  }
  let probability = power![(k - 1) * size + k - 1]!
  for (let i = 1; i <= n; i++) {
    probability *= i / n
    if (probability < 1 / BIG) {
      probability *= BIG
      powerScale -= BIG_EXPONENT
    }
  }
  return probability * 2 ** powerScale
}

const BIG_EXPONENT = 128
const BIG = 2 ** BIG_EXPONENT

/** size × size, row-major. */
function durbinMatrix(size: number, h: number): Float64Array {
  const edge = new Float64Array(size)
  const inverseFactorial = new Float64Array(size)
  let factor = 1
  for (let j = 1; j <= size; j++) {
    inverseFactorial[j - 1] = factor
    factor /= j
    edge[j - 1] = (1 - h ** j) * factor
  }
  edge[size - 1] = (1 + Math.max(2 * h - 1, 0) ** size - 2 * h ** size) * factor
  const matrix = new Float64Array(size * size)
  for (let column = 1; column < size; column++) {
    for (let row = column - 1; row < size; row++) matrix[row * size + column] = inverseFactorial[row - column + 1]!
  }
  for (let j = 0; j < size; j++) {
    matrix[j * size] = edge[j]!
    matrix[(size - 1) * size + j] = edge[size - 1 - j]!
  }
  return matrix
}

function product(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const out = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < size; k++) {
      const value = a[row * size + k]!
      if (value === 0) continue
      for (let column = 0; column < size; column++) out[row * size + column]! += value * b[k * size + column]!
    }
  }
  return out
}

/** Pelz & Good 1976: Kolmogorov's limit with three terms in 1/√n, as sums of theta functions. */
function manyRowsSurvival(x: number, n: number): number {
  const z = Math.sqrt(n) * x
  const z2 = z * z
  const z4 = z2 * z2
  const z6 = z4 * z2
  const pi2 = Math.PI ** 2
  const q = Math.exp(-pi2 / 8 / z2)
  if (q === 0) return 1
  const terms = [0, 0, 0, 0]
  const most = Math.ceil((16 * z) / Math.PI)
  for (let k = most; k > 0; k--) {
    const m2 = (2 * k - 1) ** 2
    const coefficients = [
      1,
      -z2 + (pi2 / 4) * m2,
      6 * z6 + 2 * z4 + ((2 * z4 - 5 * z2) * pi2 * m2) / 4 + (pi2 ** 2 * (1 - 2 * z2) * m2 ** 2) / 16,
      -30 * z6 -
        90 * z4 * z4 +
        (pi2 * (135 * z4 - 96 * z6) * m2) / 4 +
        (pi2 ** 2 * (-60 * z2 + 212 * z4) * m2 ** 2) / 16 +
        (pi2 ** 3 * (5 - 30 * z2) * m2 ** 3) / 64,
    ]
    for (let term = 0; term < 4; term++) terms[term] = terms[term]! * q ** (8 * k) + coefficients[term]!
  }
  const root = Math.sqrt(2 * Math.PI)
  const divisors = [z, 6 * z4, 72 * z ** 7, 6480 * z ** 10]
  for (let term = 0; term < 4; term++) terms[term] = (terms[term]! * q * root) / divisors[term]!
  for (let k = most; k > 0; k--) {
    const weight = k * k * Math.exp((-pi2 / 2 / z2) * k * k)
    terms[2]! -= (weight * pi2 * root) / (36 * z2 * z)
    terms[3]! += (weight * (3 * z2 - pi2 * k * k) * pi2 * root) / (216 * z6)
  }
  return 1 - terms.reduce((sum, term, power) => sum + term / n ** (power / 2), 0)
}
