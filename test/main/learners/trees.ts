// What the tests of the tree learners share: datasets, and two scores worked out the plain way.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readColumns, sharedFloats } from '../../../src/main/columns.ts'
import { openDuck } from '../../../src/main/duck.ts'
import type { Dataset, Learner } from '../../../src/main/learners/learner.ts'
import type { TreeEnsemble } from '../../../src/main/learners/model.ts'
import type { WorkerPool } from '../../../src/main/workers/pool.ts'

/** A dataset of the given columns and 0/1 labels. */
export function dataset(columns: ArrayLike<number>[], labels: ArrayLike<number>, weights?: ArrayLike<number>): Dataset {
  const rows = labels.length
  const shared = (values: ArrayLike<number>) => {
    const out = sharedFloats(rows)
    out.set(values)
    return out
  }
  const bytes = new Uint8Array(new SharedArrayBuffer(rows))
  bytes.set(labels)
  return {
    rows,
    featureNames: columns.map((_, k) => `f${k}`),
    columns: columns.map(shared),
    labels: bytes,
    ...(weights === undefined ? {} : { weights: shared(weights) }),
  }
}

/** Whole numbers below 2^32 in a fixed, mixed order (mulberry32). */
export function mixed(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
}

/** Rows on which trees have something to find: smooth, stepped, coarse and useless features, some with missing values. */
export function generated(rows: number, { seed = 1, missing = 0 } = {}): Dataset {
  const next = mixed(seed)
  const uniform = () => next() / 2 ** 32
  const columns = Array.from({ length: 5 }, () => new Float64Array(rows))
  const labels = new Uint8Array(rows)
  for (let i = 0; i < rows; i++) {
    const [a, b, c, d, e] = [uniform(), uniform(), Math.floor(uniform() * 20), uniform(), next() % 3]
    const margin = 4 * (a! - 0.5) + 3 * Math.sin(6 * b!) + ((c! % 4) - 1.5) + (a! > 0.7 && e === 1 ? 2 : 0)
    labels[i] = uniform() < 1 / (1 + Math.exp(-margin)) ? 1 : 0
    for (const [k, value] of [a, b, c, d, e].entries()) columns[k]![i] = uniform() < missing ? Number.NaN : value!
  }
  return dataset(columns, labels)
}

/** Rows of a Parquet file with the label `arrest`; all other columns but `id` are features. */
export async function readParquet(path: string): Promise<Dataset> {
  const duck = await openDuck({ spillFolder: mkdtempSync(join(tmpdir(), 'spill-')) })
  const relation = `'${path}'`
  const described = await duck.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${relation}`)
  const featureNames = described.map((row) => row.column_name).filter((name) => name !== 'id' && name !== 'arrest')
  const { columns } = await readColumns(duck, relation, [...featureNames, 'arrest'])
  duck.close()
  const read = dataset(
    featureNames.map((name) => columns[name]!),
    columns.arrest!,
  )
  return { ...read, featureNames }
}

/** Trains with the given parameters and the defaults of all others. */
export async function train<P>(
  learner: Learner<P>,
  data: Dataset,
  params: object,
  pool: WorkerPool,
  seed = 42,
): Promise<TreeEnsemble> {
  const context = { pool, seed, signal: new AbortController().signal, onProgress() {} }
  const model = await learner.fit(data, learner.params.parse(params), context)
  if (model.kind !== 'trees') throw new Error('not a model of trees')
  return model
}

/** Area under the ROC curve, as the share of pairs in order, ties half. */
export function auc(probabilities: Float64Array, labels: Uint8Array): number {
  const order = Uint32Array.from(probabilities.keys()).sort((i, j) => probabilities[i]! - probabilities[j]!)
  let positives = 0
  let inOrder = 0
  let negativesBelow = 0
  for (let k = 0; k < order.length; ) {
    let [ones, zeros] = [0, 0]
    const value = probabilities[order[k]!]!
    for (; k < order.length && probabilities[order[k]!] === value; k++) labels[order[k]!] === 1 ? ones++ : zeros++
    inOrder += ones * (negativesBelow + zeros / 2)
    positives += ones
    negativesBelow += zeros
  }
  return inOrder / (positives * negativesBelow)
}

/** Matthews correlation of p >= 0.5 with the labels. */
export function mcc(probabilities: Float64Array, labels: Uint8Array): number {
  let [tp, fp, fn, tn] = [0, 0, 0, 0]
  for (const [i, p] of probabilities.entries()) {
    if (p >= 0.5) labels[i] === 1 ? tp++ : fp++
    else labels[i] === 1 ? fn++ : tn++
  }
  return (tp * tn - fp * fn) / Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
}
