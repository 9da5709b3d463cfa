import { type FileHandle, open } from 'node:fs/promises'
import { sharedFloats } from '../sharedFloats.ts'
import { unpackBooleans, unpackCodes, unpackIntegers, unpackStrings } from './encodings.ts'
import { readThrift, type ThriftStruct, type ThriftValue } from './thrift.ts'
import type { ParquetColumn } from './writer.ts'

/** A column as `readParquet` gives it: doubles decoded, in memory that workers share. */
export type ReadColumn =
  | Exclude<ParquetColumn, { type: 'double' }>
  | { type: 'double'; values: Float64Array<SharedArrayBuffer> }

interface Chunk {
  start: number
  bytes: number
  rows: number
}

interface StoredColumn {
  type: ReadColumn['type']
  /** One a row group. */
  chunks: Chunk[]
}

interface Footer {
  rows: number
  columns: Map<string, StoredColumn>
}

/**
 * Reads columns of a file that `writeParquet` wrote (all of them unless named), in the order of its rows. Of other
 * writers' files it reads none: DuckDB does. 212,000 rows × 20 columns take 30 ms, where DuckDB and its vectors take 200.
 */
export async function readParquet(file: string, names?: readonly string[]): Promise<Record<string, ReadColumn>> {
  const handle = await open(file, 'r')
  try {
    const { rows, columns } = await readFooter(handle, file)
    const out: Record<string, ReadColumn> = {}
    for (const name of names ?? columns.keys()) {
      const stored = columns.get(name)
      if (stored === undefined) throw new RangeError(`${file} has no column ${name}`)
      out[name] = await readColumn(handle, stored, rows)
    }
    return out
  } finally {
    await handle.close()
  }
}

async function readColumn(handle: FileHandle, { type, chunks }: StoredColumn, rows: number): Promise<ReadColumn> {
  switch (type) {
    case 'double': {
      const values = sharedFloats(rows)
      await eachChunk(handle, chunks, (page, at) => {
        if (page.codes === undefined) {
          new Uint8Array(values.buffer, at * 8, page.rows * 8).set(page.body.subarray(0, page.rows * 8))
          return
        }
        const levels = new Float64Array(new Uint8Array(page.dictionary).buffer)
        for (let i = 0; i < page.rows; i++) values[at + i] = levels[page.codes[i]!]!
      })
      return { type, values }
    }
    case 'bigint':
    case 'timestamp': {
      const values = new Float64Array(rows)
      await eachChunk(handle, chunks, ({ body, rows: count }, at) =>
        unpackIntegers(body, values.subarray(at, at + count), type === 'timestamp' ? 1000 : 1),
      )
      return { type, values }
    }
    case 'integer': {
      const values = new Int32Array(rows)
      await eachChunk(handle, chunks, ({ body, rows: count }, at) =>
        new Uint8Array(values.buffer, at * 4, count * 4).set(body.subarray(0, count * 4)),
      )
      return { type, values }
    }
    case 'boolean': {
      const values = new Uint8Array(rows)
      await eachChunk(handle, chunks, ({ body, rows: count }, at) =>
        unpackBooleans(body, values.subarray(at, at + count)),
      )
      return { type, values }
    }
    case 'string': {
      const codes = new Int32Array(rows)
      const codeOf = new Map<string, number>()
      await eachChunk(handle, chunks, (page, at) => {
        const own = unpackStrings(page.dictionary)
        for (const level of own) if (!codeOf.has(level)) codeOf.set(level, codeOf.size)
        const shared = Int32Array.from(own, (level) => codeOf.get(level)!)
        for (let i = 0; i < page.rows; i++) codes[at + i] = shared[page.codes![i]!]!
      })
      return { type, codes, levels: [...codeOf.keys()] }
    }
  }
}

interface Page {
  rows: number
  body: Buffer
  /** Empty where the page is plain. */
  dictionary: Buffer
  codes: Int32Array | undefined
}

/** Calls `take` with the data page of each row group, and the row that it starts at. */
async function eachChunk(handle: FileHandle, chunks: Chunk[], take: (page: Page, at: number) => void): Promise<void> {
  let at = 0
  for (const { start, bytes, rows } of chunks) {
    const chunk = await readBytes(handle, start, bytes)
    const first = readPage(chunk, 0)
    if (first.isDictionary) {
      const data = readPage(chunk, first.end)
      take({ rows, body: data.body, dictionary: first.body, codes: unpackCodes(data.body, rows) }, at)
    } else take({ rows, body: first.body, dictionary: Buffer.alloc(0), codes: undefined }, at)
    at += rows
  }
}

function readPage(chunk: Buffer, start: number): { body: Buffer; isDictionary: boolean; end: number } {
  const { value: header, end } = readThrift(chunk, start)
  const bytes = integer(header.get(3))
  return { body: chunk.subarray(end, end + bytes), isDictionary: header.has(7), end: end + bytes }
}

async function readFooter(handle: FileHandle, file: string): Promise<Footer> {
  const { size } = await handle.stat()
  const tail = await readBytes(handle, size - 8, 8)
  if (tail.toString('latin1', 4) !== 'PAR1') throw new RangeError(`${file} is truncated or no Parquet file`)
  const length = tail.readUInt32LE(0)
  const { value: footer } = readThrift(await readBytes(handle, size - 8 - length, length), 0)
  const columns = new Map<string, StoredColumn>()
  for (const element of structs(footer.get(2)).slice(1)) {
    columns.set(text(element.get(4)), { type: typeOf(element), chunks: [] })
  }
  for (const group of structs(footer.get(4))) {
    for (const chunk of structs(group.get(1))) {
      const metadata = struct(chunk.get(3))
      if (integer(metadata.get(4)) !== 0) throw new RangeError(`${file} is compressed: read it by DuckDB`)
      const [name] = list(metadata.get(3))
      columns.get(text(name))!.chunks.push({
        start: integer(metadata.get(11) ?? metadata.get(9)),
        bytes: integer(metadata.get(7)),
        rows: integer(metadata.get(5)),
      })
    }
  }
  return { rows: integer(footer.get(3)), columns }
}

function typeOf(element: ThriftStruct): ReadColumn['type'] {
  const physical = integer(element.get(1))
  switch (physical) {
    case 0:
      return 'boolean'
    case 1:
      return 'integer'
    case 2:
      return element.has(10) ? 'timestamp' : 'bigint'
    case 5:
      return 'double'
    case 6:
      return 'string'
    default:
      throw new RangeError(`physical type ${physical} is not known here`)
  }
}

async function readBytes(handle: FileHandle, at: number, bytes: number): Promise<Buffer> {
  if (at < 0) throw new RangeError('the file is truncated')
  const buffer = Buffer.allocUnsafeSlow(bytes)
  for (let done = 0; done < bytes; ) {
    const { bytesRead } = await handle.read(buffer, done, bytes - done, at + done)
    if (bytesRead === 0) throw new RangeError('the file is truncated')
    done += bytesRead
  }
  return buffer
}

// What the footer holds is as its writer left it, or the file is broken.

function integer(value: ThriftValue | undefined): number {
  if (typeof value === 'number') return value
  throw new RangeError('the Parquet footer is broken')
}

function text(value: ThriftValue | undefined): string {
  if (Buffer.isBuffer(value)) return value.toString()
  throw new RangeError('the Parquet footer is broken')
}

function list(value: ThriftValue | undefined): ThriftValue[] {
  if (Array.isArray(value)) return value
  throw new RangeError('the Parquet footer is broken')
}

function struct(value: ThriftValue | undefined): ThriftStruct {
  if (value instanceof Map) return value
  throw new RangeError('the Parquet footer is broken')
}

function structs(value: ThriftValue | undefined): ThriftStruct[] {
  return list(value).map(struct)
}
