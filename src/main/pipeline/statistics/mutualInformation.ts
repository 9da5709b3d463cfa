import { createRandom } from '../../random.ts'
import type { SharedFloats } from '../../sharedFloats.ts'
import type { RunOptions, WorkerPool } from '../../workers/pool.ts'
import type { TaskContext, TaskResult } from '../../workers/tasks.ts'

export interface MutualInformationOptions {
  /** Nearest neighbours of the same label that set each row's radius; scikit-learn's default is 3. */
  neighbours: number
  seed: number
}

/**
 * Mutual information of each column with the labels, in nats: scikit-learn's `mutual_info_classif` with every column
 * taken as continuous. A column is divided by its standard deviation (ddof 0) and gets normal noise of
 * 1e-10·max(1, mean of its absolute values), which parts equal values, and is then measured by
 * `mutualInformationOfColumn`. The noise depends on the seed alone, so neither the number of threads nor the order of
 * the columns changes a result. Columns hold `labels.length` finite values.
 */
export async function mutualInformation(
  columns: SharedFloats[],
  labels: Uint8Array<SharedArrayBuffer>,
  options: MutualInformationOptions,
  { pool, signal, onProgress }: { pool: WorkerPool } & RunOptions,
): Promise<Float64Array> {
  let done = 0
  const results = await Promise.all(
    columns.map(async (column) => {
      const nats = await pool.run('mutualInformation', { column, labels, ...options }, { signal })
      done += 1
      onProgress?.(done / columns.length)
      return nats
    }),
  )
  return Float64Array.from(results)
}

/** One column of `mutualInformation`, in a worker. */
export function mutualInformationTask(
  input: { column: SharedFloats; labels: Uint8Array<SharedArrayBuffer> } & MutualInformationOptions,
  _context: TaskContext,
): TaskResult<number> {
  const noised = scaledWithNoise(input.column, input.seed)
  return { output: mutualInformationOfColumn(noised, input.labels, input.neighbours) }
}

/** The column over its standard deviation (as it is, where that is zero), with a trace of noise to part equal values. */
function scaledWithNoise(column: Float64Array, seed: number): Float64Array {
  const rows = column.length
  let sum = 0
  for (let i = 0; i < rows; i++) sum += column[i]!
  const mean = sum / rows
  let squares = 0
  for (let i = 0; i < rows; i++) squares += (column[i]! - mean) ** 2
  const deviation = Math.sqrt(squares / rows)
  const scale = deviation < 10 * Number.EPSILON ? 1 : deviation
  const scaled = new Float64Array(rows)
  let absolute = 0
  for (let i = 0; i < rows; i++) {
    scaled[i] = column[i]! / scale
    absolute += Math.abs(scaled[i]!)
  }
  const amplitude = 1e-10 * Math.max(1, absolute / rows)
  const random = createRandom(seed, 'mutual-information')
  for (let i = 0; i < rows; i++) scaled[i]! += amplitude * random.normal()
  return scaled
}

/**
 * Mutual information in nats of a continuous column with discrete labels, by the nearest-neighbour estimator of
 * B. C. Ross, "Mutual Information between Discrete and Continuous Data Sets" (PLoS ONE 9(2), 2014), as scikit-learn
 * computes it: labels that occur once are left out, a label with fewer than k + 1 rows takes all of its others as
 * neighbours, and what comes out below zero is zero.
 */
export function mutualInformationOfColumn(column: Float64Array, labels: Uint8Array, k: number): number {
  const classes = sortedByLabel(column, labels).filter((values) => values.length > 1)
  const all = merged(classes)
  const rows = all.length
  if (rows === 0) return 0
  const digamma = digammaOfIntegers(rows)
  let ofNeighbours = 0
  let ofLabels = 0
  let ofAll = 0
  for (const values of classes) {
    const count = values.length
    const neighbours = Math.min(k, count - 1)
    ofNeighbours += count * digamma[neighbours]!
    ofLabels += count * digamma[count]!
    ofAll += sumOverRadii(values, all, neighbours, digamma)
  }
  return Math.max(0, digamma[rows]! + (ofNeighbours - ofLabels - ofAll) / rows)
}

/**
 * Σ digamma(m) over `values`, where m counts the entries of `all` that lie nearer than the k-th neighbour within
 * `values`. Both arrays are sorted, `all` contains `values`. As the values rise, both ends of the interval around them
 * only rise (it reaches to the k-th neighbour on the way), but for rounding: so each is found from where the last was.
 */
function sumOverRadii(values: Float64Array, all: Float64Array, k: number, digamma: Float64Array): number {
  const count = values.length
  const rows = all.length
  let window = 0
  let low = 0
  let high = 0
  let sum = 0
  for (let i = 0; i < count; i++) {
    const x = values[i]!
    // The k + 1 values nearest to x, itself among them, are values[window … window + k].
    while (window + k + 1 < count && (window + k < i || values[window + k + 1]! - x < x - values[window]!)) window += 1
    // Nearer is strict; among equal values the radius is zero, and only the equal ones count.
    const radius = Math.max(x - values[window]!, values[window + k]! - x, Number.MIN_VALUE)
    while (x - all[low]! >= radius) low += 1
    while (low > 0 && x - all[low - 1]! < radius) low -= 1
    while (high < rows && all[high]! - x < radius) high += 1
    while (all[high - 1]! - x >= radius) high -= 1
    sum += digamma[high - low]!
  }
  return sum
}

/** The values of each label, sorted; labels in rising order. */
function sortedByLabel(column: Float64Array, labels: Uint8Array): Float64Array[] {
  const counts = new Uint32Array(256)
  for (let i = 0; i < labels.length; i++) counts[labels[i]!]! += 1
  const classes = Array.from(counts, (count) => new Float64Array(count))
  const filled = new Uint32Array(256)
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!
    classes[label]![filled[label]!++] = column[i]!
  }
  return classes.filter((values) => values.length > 0).map((values) => values.sort())
}

/** Sorted arrays as one sorted array. */
function merged(arrays: Float64Array[]): Float64Array {
  return arrays.reduce((a, b) => {
    const out = new Float64Array(a.length + b.length)
    for (let i = 0, j = 0, at = 0; at < out.length; at++) {
      out[at] = j === b.length || (i < a.length && a[i]! <= b[j]!) ? a[i++]! : b[j++]!
    }
    return out
  }, new Float64Array(0))
}

/** digamma(n) for n = 1 … last, at index n: −γ + Σ 1/i. */
function digammaOfIntegers(last: number): Float64Array {
  const digamma = new Float64Array(last + 1)
  digamma[1] = -0.5772156649015329
  for (let n = 1; n < last; n++) digamma[n + 1] = digamma[n]! + 1 / n
  return digamma
}
