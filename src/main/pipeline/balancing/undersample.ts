import { createRandom } from '../../random.ts'
import { type SharedFloats, sharedFloats } from '../../sharedFloats.ts'
import type { RunOptions, WorkerPool } from '../../workers/pool.ts'
import type { TaskContext, TaskResult } from '../../workers/tasks.ts'
import { classesOf, type LabelledRows } from './labelledRows.ts'

export interface UndersampleOptions {
  /** Minority/majority to reach, in (0, 1]. */
  ratio: number
  seed: number
}

export interface Undersampled extends LabelledRows {
  /** The input rows that were kept, rising. */
  kept: Uint32Array<SharedArrayBuffer>
}

/**
 * Random undersampling: of the larger class only ⌊smaller class / ratio⌋ rows stay, every choice of them equally likely;
 * the rows keep their order. Data that has reached the ratio already loses none. The same labels, options and seed keep
 * the same rows on any number of threads.
 */
export async function undersample(
  data: LabelledRows,
  { ratio, seed }: UndersampleOptions,
  { pool, signal, onProgress }: { pool: WorkerPool } & RunOptions,
): Promise<Undersampled> {
  const { minority, majority } = classesOf(data.labels)
  const target = Math.min(majority.length, Math.floor(minority.length / ratio))
  const kept = rowsKept(data.rows, majority, target, seed)
  let done = 0
  const columns = await Promise.all(
    data.columns.map(async (column) => {
      const values = await pool.run('gather', { column, rows: kept }, { signal })
      done += 1
      onProgress?.(done / data.columns.length)
      return values
    }),
  )
  const labels = new Uint8Array(new SharedArrayBuffer(kept.length))
  for (let i = 0; i < kept.length; i++) labels[i] = data.labels[kept[i]!]!
  return { rows: kept.length, columns, labels, kept }
}

/** The values of a column at the rows given, in a worker. */
export function gatherTask(
  { column, rows }: { column: SharedFloats; rows: Uint32Array },
  _context: TaskContext,
): TaskResult<SharedFloats> {
  const out = sharedFloats(rows.length)
  for (let i = 0; i < rows.length; i++) out[i] = column[rows[i]!]!
  return { output: out }
}

/** All rows but those of the majority that are not among the `target` drawn, rising. */
function rowsKept(rows: number, majority: Uint32Array, target: number, seed: number): Uint32Array<SharedArrayBuffer> {
  const random = createRandom(seed, 'undersample')
  const leaves = new Uint8Array(rows)
  // Selection sampling (Knuth, 3.4.2 S): one pass, every subset equally likely.
  let needed = target
  for (let i = 0; i < majority.length; i++) {
    if (random.uniform() * (majority.length - i) < needed) needed -= 1
    else leaves[majority[i]!] = 1
  }
  const kept = new Uint32Array(new SharedArrayBuffer((rows - majority.length + target) * 4))
  let filled = 0
  for (let row = 0; row < rows; row++) if (leaves[row] === 0) kept[filled++] = row
  return kept
}
