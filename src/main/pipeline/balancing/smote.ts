import { UserError } from '../../../shared/errors.ts'
import { createRandom } from '../../random.ts'
import { type SharedFloats, sharedFloats } from '../../sharedFloats.ts'
import type { RunOptions, WorkerPool } from '../../workers/pool.ts'
import type { TaskContext, TaskResult } from '../../workers/tasks.ts'
import { classesOf, type LabelledRows } from './labelledRows.ts'
import { nearestNeighbours } from './nearestNeighbours.ts'

export interface SmoteOptions {
  /** How many nearest neighbours of its own class a row's partner is drawn from. */
  neighbours: number
  /** Minority/majority to reach, in (0, 1]. */
  ratio: number
  seed: number
}

/** Where each synthetic row came from: row = base + share · (neighbour − base). */
export interface SyntheticOrigins {
  /** Input rows, one a synthetic row. */
  base: Uint32Array<SharedArrayBuffer>
  neighbour: Uint32Array<SharedArrayBuffer>
  /** Uniform on [0, 1). */
  share: SharedFloats
}

export interface Oversampled extends LabelledRows {
  /** Of row `input rows + i`, at i. */
  origins: SyntheticOrigins
}

/**
 * SMOTE (Chawla and others, 2002), as imbalanced-learn does it: the smaller class grows to ⌊ratio · larger class⌋ by rows
 * between a row of it, drawn with replacement, and one of that row's nearest neighbours within the class (Euclid over all
 * columns, exact). Output: the rows as they came, then the synthetic ones in the order drawn. Data that has reached the
 * ratio already comes back as it is. The same data, options and seed give the same bytes on any number of threads.
 *
 * @throws UserError `pipeline.too_few_to_oversample` when the smaller class has no more rows than `neighbours`
 */
export async function smote(
  data: LabelledRows,
  { neighbours: k, ratio, seed }: SmoteOptions,
  { pool, signal, onProgress }: { pool: WorkerPool } & RunOptions,
): Promise<Oversampled> {
  const { minorityLabel, minority, majority } = classesOf(data.labels)
  const synthetic = Math.floor(ratio * majority.length) - minority.length
  if (synthetic <= 0) return { ...data, origins: emptyOrigins(0) }
  if (minority.length <= k) {
    throw new UserError('pipeline.too_few_to_oversample', { rows: minority.length, neighbours: k, needed: k + 1 })
  }

  // All draws come first, in one stream; what follows is arithmetic that any thread may do.
  const random = createRandom(seed, 'smote')
  const origins = emptyOrigins(synthetic)
  const ordinal = new Uint8Array(synthetic)
  for (let i = 0; i < synthetic; i++) {
    origins.base[i] = random.below(minority.length)
    ordinal[i] = random.below(k)
    origins.share[i] = random.uniform()
  }

  const { drawn, queryOf } = distinct(origins.base, minority.length)
  const found = await nearestNeighbours(
    { columns: data.columns, members: minority, queries: drawn, k },
    { pool, signal, onProgress: (share) => onProgress?.(share * 0.9) },
  )
  for (let i = 0; i < synthetic; i++) {
    const base = origins.base[i]!
    origins.neighbour[i] = found.rows[queryOf[base]! * k + ordinal[i]!]!
    origins.base[i] = minority[base]!
  }

  const columns = await Promise.all(
    data.columns.map((column) => pool.run('interpolate', { column, origins }, { signal })),
  )
  const rows = data.rows + synthetic
  const labels = new Uint8Array(new SharedArrayBuffer(rows))
  labels.set(data.labels)
  labels.fill(minorityLabel, data.rows)
  onProgress?.(1)
  return { rows, columns, labels, origins }
}

/** A column with its synthetic rows behind it, in a worker. */
export function interpolateTask(
  { column, origins: { base, neighbour, share } }: { column: SharedFloats; origins: SyntheticOrigins },
  _context: TaskContext,
): TaskResult<SharedFloats> {
  const rows = column.length
  const out = sharedFloats(rows + base.length)
  out.set(column)
  for (let i = 0; i < base.length; i++) {
    const from = column[base[i]!]!
    out[rows + i] = from + share[i]! * (column[neighbour[i]!]! - from)
  }
  return { output: out }
}

function emptyOrigins(length: number): SyntheticOrigins {
  return {
    base: new Uint32Array(new SharedArrayBuffer(length * 4)),
    neighbour: new Uint32Array(new SharedArrayBuffer(length * 4)),
    share: sharedFloats(length),
  }
}

/** The distinct values below `end` among `values`, rising, and for each value its place among them. */
function distinct(values: Uint32Array, end: number): { drawn: Uint32Array; queryOf: Int32Array } {
  const queryOf = new Int32Array(end).fill(-1)
  for (let i = 0; i < values.length; i++) queryOf[values[i]!] = 0
  let count = 0
  for (let value = 0; value < end; value++) if (queryOf[value] === 0) queryOf[value] = count++
  const drawn = new Uint32Array(count)
  for (let value = 0; value < end; value++) if (queryOf[value]! >= 0) drawn[queryOf[value]!] = value
  return { drawn, queryOf }
}
