import type { Recipe } from '../../../shared/pipeline/recipe.ts'
import type { LabelledRows } from '../../pipeline/balancing/labelledRows.ts'
import { smote } from '../../pipeline/balancing/smote.ts'
import { undersample } from '../../pipeline/balancing/undersample.ts'
import type { SharedFloats } from '../../sharedFloats.ts'
import type { RunOptions, WorkerPool } from '../../workers/pool.ts'
import type { Dataset } from '../learner.ts'
import type { FoldRows } from './folds.ts'

/** Columns of a fold's training rows and of its held-out rows, by feature. */
export interface FoldColumns {
  training: Record<string, SharedFloats>
  heldOut: Record<string, SharedFloats>
}

/** Makes features of a fold with everything that is fitted for them fitted on its training rows alone. */
export type FoldFeatures = (
  names: string[],
  rows: FoldRows,
  seed: number,
  options: { pool: WorkerPool } & RunOptions,
) => Promise<FoldColumns>

/** Where the data of folds comes from. */
export interface FoldSource {
  /** The real training rows, not balanced: every feature that balancing measures distance by, by name. */
  columns: Record<string, SharedFloats>
  /** What the columns were fitted with is fitted again in each fold; absent where they are what they are. */
  foldFeatures?: FoldFeatures
  labels: Uint8Array<SharedArrayBuffer>
  /** Names of the features that are learned from. */
  features: string[]
  balance: Recipe['balance']
  seed: number
}

/** What a fold's model learns from, and what it is asked. */
export interface FoldData {
  /** Training rows, balanced among themselves. */
  data: Dataset
  /** Features of the held-out rows as they are, a column each. */
  heldOut: SharedFloats[]
}

/** Encodes and balances a fold's training rows as if its held-out rows were not known. */
export async function foldData(
  source: FoldSource,
  rows: FoldRows,
  options: { pool: WorkerPool } & RunOptions,
): Promise<FoldData> {
  const columns = await columnsOfFold(source, rows, options)
  return {
    data: await balanced(source, rows.training, columns.training, options),
    heldOut: source.features.map((name) => columns.heldOut[name]!),
  }
}

/** What the fold's rows are learned from and asked by; of training rows also what balancing measures distance by. */
async function columnsOfFold(
  { columns, features, balance, seed, foldFeatures }: FoldSource,
  rows: FoldRows,
  options: { pool: WorkerPool } & RunOptions,
): Promise<FoldColumns> {
  const names = balance.method === 'none' ? features : Object.keys(columns)
  // How far they are is told of balancing alone.
  const { pool, signal } = options
  if (foldFeatures !== undefined) return foldFeatures(names, rows, seed, { pool, signal })
  const named = async (wanted: string[], of: Uint32Array) => {
    const gatheredColumns = await gathered(
      wanted.map((name) => columns[name]!),
      of,
      options,
    )
    return Object.fromEntries(wanted.map((name, k) => [name, gatheredColumns[k]!]))
  }
  return { training: await named(names, rows.training), heldOut: await named(features, rows.heldOut) }
}

/** Training rows of a fold, balanced among themselves, with the features that are learned from. */
async function balanced(
  { labels, features, balance, seed }: FoldSource,
  rows: Uint32Array,
  columns: Record<string, SharedFloats>,
  { pool, signal, onProgress }: { pool: WorkerPool } & RunOptions,
): Promise<Dataset> {
  const names = balance.method === 'none' ? features : Object.keys(columns)
  const part: LabelledRows = {
    rows: rows.length,
    columns: names.map((name) => columns[name]!),
    labels: new Uint8Array(new SharedArrayBuffer(rows.length)),
  }
  for (let i = 0; i < rows.length; i++) part.labels[i] = labels[rows[i]!]!
  const learned = (data: LabelledRows): LabelledRows => ({
    ...data,
    columns: features.map((name) => data.columns[names.indexOf(name)]!),
  })
  if (balance.method === 'none') {
    onProgress?.(1)
    return { featureNames: features, ...learned(part) }
  }
  const grown = await smote(
    part,
    { neighbours: balance.neighbours, ratio: balance.oversample, seed },
    { pool, signal, onProgress: (share) => onProgress?.(share * 0.9) },
  )
  const even = await undersample(learned(grown), { ratio: balance.undersample, seed }, { pool, signal })
  onProgress?.(1)
  return { featureNames: features, rows: even.rows, columns: even.columns, labels: even.labels }
}

function gathered(
  columns: SharedFloats[],
  rows: Uint32Array,
  { pool, signal }: { pool: WorkerPool } & RunOptions,
): Promise<SharedFloats[]> {
  return Promise.all(columns.map((column) => pool.run('gather', { column, rows }, { signal })))
}
