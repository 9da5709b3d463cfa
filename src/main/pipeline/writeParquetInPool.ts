import type { PackedColumn } from '../parquet/rowGroup.ts'
import { type ParquetColumn, writeParquet } from '../parquet/writer.ts'
import type { RunOptions, WorkerPool } from '../workers/pool.ts'

/** `writeParquet`, the row groups made by the pool's threads. */
export function writeParquetInPool(
  file: string,
  columns: Record<string, ParquetColumn>,
  { pool, signal }: { pool: WorkerPool } & RunOptions,
): Promise<number> {
  return writeParquet(file, columns, (group) => pool.run('encodeRowGroup', group.map(alone), { signal }))
}

/** A part of a column without the rest of it: of what is not shared, a thread is sent the whole buffer. */
function alone(column: PackedColumn): PackedColumn {
  if ('codes' in column) return isShared(column.codes) ? column : { ...column, codes: column.codes.slice() }
  if (isShared(column.values)) return column
  switch (column.type) {
    case 'integer':
      return { ...column, values: column.values.slice() }
    case 'boolean':
      return { ...column, values: column.values.slice() }
    default:
      return { ...column, values: column.values.slice() }
  }
}

function isShared(array: { buffer: ArrayBufferLike }): boolean {
  return array.buffer instanceof SharedArrayBuffer
}
