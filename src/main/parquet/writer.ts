import { type FileHandle, open } from 'node:fs/promises'
import { fileMetadata, type RowGroup } from './footer.ts'
import { type EncodedGroup, encodeRowGroup, type PackedColumn, packed } from './rowGroup.ts'

/** A column to write; none of its values is null. `codes` are indices into `levels`. */
export type ParquetColumn =
  | { type: 'double'; values: Float64Array }
  | { type: 'double'; codes: Int32Array; levels: Float64Array }
  /** Whole numbers of less than 2^53, stored with 64 bits. */
  | { type: 'bigint'; values: Float64Array }
  | { type: 'integer'; values: Int32Array }
  /** False where 0. */
  | { type: 'boolean'; values: Uint8Array }
  /** Milliseconds from 1970 on a clock without zone. */
  | { type: 'timestamp'; values: Float64Array }
  | { type: 'string'; codes: Int32Array; levels: readonly string[] }

/** Makes the bytes of one row group, here or in a worker thread. */
export type GroupEncoder = (columns: PackedColumn[]) => Promise<EncodedGroup>

/** What DuckDB's threads read in parallel; half of its own size, so that a year gives each of them something to do. */
const ROW_GROUP_ROWS = 61_440

/** Row groups that are made ahead of the one being written. */
const GROUPS_AHEAD = 3

/**
 * Writes columns of equal length to a Parquet file: plain, or dictionary-encoded where few values are distinct, and
 * uncompressed. The bytes depend on the values only. 212,000 rows × 23 columns take some 60 ms, where a DuckDB appender
 * and COPY take 400, since typed arrays go to disk nearly as they are. Yields to the event loop between row groups.
 */
export async function writeParquet(
  file: string,
  columns: Record<string, ParquetColumn>,
  encode: GroupEncoder = async (group) => encodeRowGroup(group),
): Promise<number> {
  const rows = rowsOf(columns)
  const named = Object.entries(columns)
  const columnsToWrite = named.map(([, column]) => packed(column))
  const started: Promise<EncodedGroup>[] = []
  const start = (from: number) => {
    const group = encode(columnsToWrite.map((column) => slice(column, from, Math.min(rows, from + ROW_GROUP_ROWS))))
    // Waited for in its turn; until then its failure is not unhandled.
    group.catch(() => {})
    started.push(group)
  }
  const handle = await open(file, 'w')
  try {
    let at = await append(handle, [Buffer.from('PAR1')], 0)
    const groups: RowGroup[] = []
    let next = 0
    for (let from = 0; from < rows; from += ROW_GROUP_ROWS) {
      for (; next < rows && next <= from + GROUPS_AHEAD * ROW_GROUP_ROWS; next += ROW_GROUP_ROWS) start(next)
      const { bytes, chunks } = await started.shift()!
      groups.push({ rows: Math.min(rows, from + ROW_GROUP_ROWS) - from, offset: at, chunks })
      at = await append(handle, [bytes], at)
    }
    const footer = fileMetadata(
      named.map(([name, { type }]) => ({ name, type })),
      rows,
      groups,
    )
    const length = Buffer.alloc(4)
    length.writeUInt32LE(footer.length)
    await append(handle, [footer, length, Buffer.from('PAR1')], at)
  } finally {
    await handle.close()
  }
  return rows
}

/** How many rows the columns have. @throws RangeError where they differ in length */
export function rowsOf(columns: Record<string, ParquetColumn>): number {
  const named = Object.entries(columns)
  const lengths = named.map(([, column]) => ('codes' in column ? column.codes : column.values).length)
  const rows = lengths[0] ?? 0
  const odd = lengths.findIndex((length) => length !== rows)
  if (odd >= 0) throw new RangeError(`column ${named[odd]![0]} has ${lengths[odd]} values, ${named[0]![0]} has ${rows}`)
  return rows
}

/** Writes `parts` at position `at`; the position behind them. */
async function append(handle: FileHandle, parts: Uint8Array[], at: number): Promise<number> {
  const { bytesWritten } = await handle.writev(parts, at)
  const end = at + parts.reduce((sum, part) => sum + part.length, 0)
  if (at + bytesWritten === end) return end
  // A write may end early: on a disk that is filling up, the next one tells why.
  const rest = Buffer.concat(parts).subarray(bytesWritten)
  for (let done = 0; done < rest.length; )
    done += (await handle.write(rest, done, rest.length - done, at + bytesWritten + done)).bytesWritten
  return end
}

function slice(column: PackedColumn, from: number, to: number): PackedColumn {
  if ('codes' in column) return { ...column, codes: column.codes.subarray(from, to) }
  return { ...column, values: column.values.subarray(from, to) } as PackedColumn
}
