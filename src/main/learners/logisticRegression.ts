import { UserError } from '../../shared/errors.ts'
import { type LogisticRegressionParams, logisticRegressionParams } from '../../shared/pipeline/learnerParams.ts'
import type { TaskContext, TaskResult } from '../workers/tasks.ts'
import type { Dataset, Learner } from './learner.ts'
import type { LinearModel } from './model.ts'
import { solvePositiveDefinite } from './positiveDefinite.ts'

/**
 * Logistic regression with an L2 penalty on the coefficients, not on the intercept: minimizes
 * ½‖β‖² + C · Σ weight · log loss, as scikit-learn's `LogisticRegression`, by Newton's method to convergence.
 */
export const logisticRegression: Learner<LogisticRegressionParams> = {
  name: 'logistic-regression',
  params: logisticRegressionParams,
  fit: (data, params, { pool, signal, onProgress }) =>
    pool.run('fitLogisticRegression', { data, params }, { signal, onProgress }),
}

/** `logisticRegression.fit`, in a worker. */
export function fitLogisticRegressionTask(
  { data, params }: { data: Dataset; params: LogisticRegressionParams },
  { progress }: TaskContext,
): TaskResult<LinearModel> {
  const fitted = fitLogisticRegression(data, params, progress)
  const means = data.columns.map((column) => column.reduce((sum, value) => sum + value, 0) / data.rows)
  const about = { learner: 'logistic-regression', featureNames: data.featureNames, params } as const
  return { output: { kind: 'linear', ...about, ...fitted, means } }
}

/** Halvings of a Newton step before it counts as no progress. */
const MOST_HALVINGS = 30

/**
 * Newton's method (iteratively reweighted least squares) with step-halving. The
 * penalty keeps the coefficients finite when the classes can be separated, and the equations solvable when columns are
 * constant or repeat each other. The intercept, which nothing penalizes, has no finite optimum when all labels are equal;
 * it stays where the loss is zero to rounding.
 *
 * @throws UserError `learners.missing_value`: there is no row-wise rule for what is missing, as trees have it
 */
export function fitLogisticRegression(
  data: Dataset,
  { C, max_iter, tol }: LogisticRegressionParams,
  onProgress: (share: number) => void,
): { intercept: number; coefficients: number[] } {
  const { columns } = data
  checkFinite(data)
  // Columns are centred and scaled while they are fitted, for equations that are well conditioned; the penalty then
  // weighs each coefficient by the square of its column's scale, so the optimum is that of the columns as they are.
  const scales = columns.map(scaleOf)
  const size = columns.length + 1
  const penalty = Float64Array.from([...scales.map(({ deviation }) => 1 / (C * deviation * deviation)), 0])
  const design = designOf(data, scales)

  const whole: Problem = { design, labels: data.labels, weights: data.weights, penalty }
  const few = everyNth(whole)
  // Most of the way is found on some of the rows; the last steps, on all of them, square the distance that is left.
  const start = few && minimize(few, new Float64Array(size), { max_iter, tol: WARM_TOL })
  const warm = start?.converged ? minimize(whole, start.beta, { max_iter, tol }, onProgress) : undefined
  const { beta } = warm?.converged ? warm : minimize(whole, new Float64Array(size), { max_iter, tol }, onProgress)
  onProgress(1)
  const coefficients = scales.map(({ deviation }, j) => beta[j]! / deviation)
  const intercept = scales.reduce((sum, { mean }, j) => sum - coefficients[j]! * mean, beta[size - 1]!)
  return { intercept, coefficients }
}

/** What is minimized: Σ weight · log loss + ½ Σ penalty · β². */
interface Problem {
  /** The columns, centred and scaled, and one of ones for the intercept. */
  design: Float64Array[]
  labels: Uint8Array
  weights: Float64Array | undefined
  penalty: Float64Array
}

/** Share of the rows that the first steps are taken on. */
const WARM_STEP = 8
/** Rows of each label that are enough of them to be near the optimum of all. */
const WARM_ROWS = 1000
/** No nearer than the optimum of some of the rows is to that of all. */
const WARM_TOL = 1e-3

/** Every eighth row; undefined where that is too few of a label to start from. */
function everyNth({ design, labels, weights, penalty }: Problem): Problem | undefined {
  const every = <T extends Float64Array | Uint8Array>(values: T, few: T): T => {
    for (let row = 0; row < few.length; row++) few[row] = values[row * WARM_STEP]!
    return few
  }
  const rows = Math.floor(labels.length / WARM_STEP)
  const few = every(labels, new Uint8Array(rows))
  const positives = few.reduce((sum, label) => sum + label, 0)
  if (Math.min(positives, rows - positives) < WARM_ROWS) return undefined
  const ofRows = (values: Float64Array) => every(values, new Float64Array(rows))
  // The penalty keeps its weight beside the loss of so many fewer rows.
  return {
    design: design.map(ofRows),
    labels: few,
    weights: weights && ofRows(weights),
    penalty: penalty.map((value) => value / WARM_STEP),
  }
}

/** Newton's method from a starting point; `converged` unless it ran out of steps, or of steps that go down. */
function minimize(
  problem: Problem,
  start: Float64Array,
  { max_iter, tol }: Pick<LogisticRegressionParams, 'max_iter' | 'tol'>,
  onProgress: (share: number) => void = () => {},
): { beta: Float64Array; converged: boolean } {
  let beta = start
  let state = evaluate(problem, beta)
  for (let step = 0; step < max_iter; step++) {
    onProgress(step / max_iter)
    const direction = solvePositiveDefinite(state.hessian, state.gradient)
    // Differences of the loss below this are rounding.
    const noise = 1e-14 * Math.max(1, state.loss)
    const decrease = direction.reduce((sum, value, j) => sum + 0.5 * value * state.gradient[j]!, 0)
    let next = beta
    let nextState = state
    for (let halving = 0, length = 1; halving < MOST_HALVINGS; halving++, length /= 2) {
      next = beta.map((value, j) => value - length * direction[j]!)
      nextState = evaluate(problem, next)
      if (nextState.loss <= state.loss + noise) break
    }
    if (!(nextState.loss <= state.loss + noise)) break
    const moved = Math.max(...next.map((value, j) => Math.abs(value - beta[j]!) / Math.max(1, Math.abs(value))))
    beta = next
    state = nextState
    if (moved <= tol || decrease <= noise) return { beta, converged: true }
  }
  return { beta, converged: false }
}

interface Evaluation {
  /** Σ weight · log loss + ½ Σ penalty · β². */
  loss: number
  gradient: Float64Array
  /** Row-major, size × size. */
  hessian: Float64Array
}

/** Rows taken at a time: what is computed of them stays in the nearest cache while every pair of columns reads it. */
const BLOCK_ROWS = 512

/**
 * The loss and its first and second derivatives at `beta`. Sums run over blocks of rows in order, so they are the same
 * whenever and wherever they are computed.
 */
function evaluate({ design, labels, weights, penalty }: Problem, beta: Float64Array): Evaluation {
  const size = design.length
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  let loss = 0
  const scores = new Float64Array(BLOCK_ROWS)
  const residuals = new Float64Array(BLOCK_ROWS)
  const curvatures = new Float64Array(BLOCK_ROWS)
  const curved = new Float64Array(BLOCK_ROWS)
  for (let from = 0; from < labels.length; from += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, labels.length - from)
    const block = design.map((column) => column.subarray(from, from + count))
    scores.fill(0)
    for (let j = 0; j < size; j++) addMultiple(scores, beta[j]!, block[j]!, count)
    // Σ log(1 + small) is the logarithm of a product, of at most 2^BLOCK_ROWS: one logarithm a block instead of one a row.
    let product = 1
    for (let i = 0; i < count; i++) {
      const score = scores[i]!
      const label = labels[from + i]!
      const weight = weights === undefined ? 1 : weights[from + i]!
      const small = Math.exp(-Math.abs(score))
      const p = (score >= 0 ? 1 : small) / (1 + small)
      if (weights === undefined) product *= 1 + small
      else loss += weight * Math.log1p(small)
      loss += weight * (Math.max(score, 0) - label * score)
      residuals[i] = weight * (p - label)
      // small / (1 + small)² is p · (1 − p) without the digits that 1 − p loses.
      curvatures[i] = (weight * small) / ((1 + small) * (1 + small))
    }
    loss += Math.log(product)
    for (let j = 0; j < size; j++) {
      const column = block[j]!
      gradient[j]! += dot(residuals, column, count)
      for (let i = 0; i < count; i++) curved[i] = curvatures[i]! * column[i]!
      for (let k = 0; k <= j; k++) hessian[j * size + k]! += dot(curved, block[k]!, count)
    }
  }
  for (let j = 0; j < size; j++) {
    loss += 0.5 * penalty[j]! * beta[j]! ** 2
    gradient[j]! += penalty[j]! * beta[j]!
    hessian[j * size + j]! += penalty[j]!
    for (let k = 0; k < j; k++) hessian[k * size + j] = hessian[j * size + k]!
  }
  return { loss, gradient, hessian }
}

function addMultiple(to: Float64Array, factor: number, values: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) to[i]! += factor * values[i]!
}

/** Σ a·b of the first `count` values; four sums side by side, since one would wait for itself at every step. */
function dot(a: Float64Array, b: Float64Array, count: number): number {
  let first = 0
  let second = 0
  let third = 0
  let fourth = 0
  let i = 0
  for (; i + 3 < count; i += 4) {
    first += a[i]! * b[i]!
    second += a[i + 1]! * b[i + 1]!
    third += a[i + 2]! * b[i + 2]!
    fourth += a[i + 3]! * b[i + 3]!
  }
  for (; i < count; i++) first += a[i]! * b[i]!
  return first + second + (third + fourth)
}

interface Scale {
  mean: number
  /** Standard deviation; 1 for a constant column. */
  deviation: number
}

function scaleOf(column: Float64Array): Scale {
  let sum = 0
  for (let i = 0; i < column.length; i++) sum += column[i]!
  const mean = sum / column.length
  let squares = 0
  for (let i = 0; i < column.length; i++) squares += (column[i]! - mean) ** 2
  const deviation = Math.sqrt(squares / column.length)
  // What is left of a constant column is the rounding of its mean.
  return deviation <= 1e-12 * Math.abs(mean) || deviation === 0 ? { mean, deviation: 1 } : { mean, deviation }
}

function designOf({ columns, rows }: Dataset, scales: Scale[]): Float64Array[] {
  const scaled = columns.map((column, j) => {
    const { mean, deviation } = scales[j]!
    const out = new Float64Array(rows)
    for (let row = 0; row < rows; row++) out[row] = (column[row]! - mean) / deviation
    return out
  })
  return [...scaled, new Float64Array(rows).fill(1)]
}

function checkFinite({ columns, featureNames }: Dataset): void {
  for (const [j, column] of columns.entries()) {
    for (let row = 0; row < column.length; row++) {
      if (Number.isFinite(column[row]!)) continue
      throw new UserError('learners.missing_value', { feature: featureNames[j]!, row })
    }
  }
}
