import type { RunOptions, WorkerPool } from '../workers/pool.ts'
import type { Task } from '../workers/tasks.ts'
import type { LinearModel, Model, TreeEnsemble } from './model.ts'
import { treeOffset } from './scoring/packNodes.ts'
import { sumTrees } from './scoring/sumTrees.ts'

/**
 * Probabilities of rows given as one column a feature, in the order of the model's `featureNames`; NaN is missing.
 * Blocks the thread: about 1 ms for 1,000 rows and 100 trees of depth 6. Larger work goes through `predictInPool`.
 */
export function predictProbabilities(model: Model, columns: Float64Array[], rows: number): Float64Array {
  const out = new Float64Array(rows)
  scoreRows(model, columns, [0, rows], out)
  return out
}

/** As `predictProbabilities`, on the threads of the pool. Columns on shared memory are read in place, others are copied. */
export async function predictInPool(
  pool: WorkerPool,
  model: Model,
  columns: Float64Array[],
  rows: number,
  options: RunOptions,
): Promise<Float64Array> {
  const out = new Float64Array(new SharedArrayBuffer(rows * 8))
  const parts = Math.max(1, Math.min(pool.threads, Math.ceil(rows / 1000)))
  const shares = new Array<number>(parts).fill(0)
  const jobs = shares.map((_, k) => {
    const range: [number, number] = [Math.floor((k * rows) / parts), Math.floor(((k + 1) * rows) / parts)]
    return pool.run('scoreRows', { model, columns, range, out }, { signal: options.signal })
  })
  await Promise.all(jobs)
  options.onProgress?.(1)
  return out
}

interface ScoringInput {
  model: Model
  columns: Float64Array[]
  range: [first: number, end: number]
  /** On shared memory: the probabilities are written to it. */
  out: Float64Array
}

/** Task: writes the probabilities of a range of rows to `out`. */
export const scoreRowsTask: Task<ScoringInput, null> = ({ model, columns, range, out }) => {
  scoreRows(model, columns, range, out)
  return { output: null }
}

function scoreRows(model: Model, columns: Float64Array[], [first, end]: [number, number], out: Float64Array): void {
  if (columns.length !== model.featureNames.length) {
    throw new RangeError(`${columns.length} columns for the ${model.featureNames.length} features of the model`)
  }
  if (model.kind === 'trees') {
    sumTrees(model, columns, [first, end], out)
    for (let row = first; row < end; row++) out[row] = probability(model, out[row]!)
    return
  }
  out.fill(model.intercept, first, end)
  for (const [k, coefficient] of model.coefficients.entries()) {
    const column = columns[k]!
    for (let row = first; row < end; row++) out[row]! += coefficient * column[row]!
  }
  for (let row = first; row < end; row++) out[row] = sigmoid(out[row]!)
}

/**
 * A function from one row (a value a feature, NaN is missing) to its probability, equal to `predictProbabilities`.
 * A few µs for 100 trees of depth 6; makes no garbage.
 */
export function createScorer(model: Model): (row: Float64Array) => number {
  return model.kind === 'trees' ? treeScorer(model) : linearScorer(model)
}

function linearScorer({ intercept, coefficients }: LinearModel): (row: Float64Array) => number {
  return (row) => {
    let margin = intercept
    for (let k = 0; k < coefficients.length; k++) margin += coefficients[k]! * row[k]!
    return sigmoid(margin)
  }
}

function treeScorer(model: TreeEnsemble): (row: Float64Array) => number {
  const { feature, threshold, left, defaultLeft, value } = model
  const starts = Uint32Array.from(model.treeStart.keys(), (t) => treeOffset(model, t))
  const x = new Float32Array(model.featureNames.length)
  return (row) => {
    x.set(row)
    let sum = 0
    for (let t = 0; t < starts.length; t++) {
      const start = starts[t]!
      let node = start
      for (let f = feature[node]!; f >= 0; f = feature[node]!) {
        const v = x[f]!
        // NaN is neither < nor >= anything.
        const goesLeft = v < threshold[node]! || (defaultLeft[node] === 1 && !(v >= threshold[node]!))
        node = start + left[node]! + (goesLeft ? 0 : 1)
      }
      sum += value[node]!
    }
    return probability(model, sum)
  }
}

function probability({ link, base, treeStart }: TreeEnsemble, sum: number): number {
  return link === 'logistic' ? sigmoid(base + sum) : sum / treeStart.length
}

function sigmoid(margin: number): number {
  return 1 / (1 + Math.exp(-margin))
}
