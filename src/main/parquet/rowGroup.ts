import type { TaskContext, TaskResult } from '../workers/tasks.ts'
import { bytesOf, dictionaryOf, packBooleans, packCodes, packIntegers, packStrings } from './encodings.ts'
import { createThriftWriter } from './thrift.ts'
import type { ParquetColumn } from './writer.ts'

// Numbers of parquet.thrift.
const PLAIN = 0
const RLE = 3
const RLE_DICTIONARY = 8
const DATA_PAGE = 0
const DICTIONARY_PAGE = 2

/** A column to write, the levels of text as they stand in a dictionary page: packed once for all row groups and tables. */
export type PackedColumn =
  | Exclude<ParquetColumn, { type: 'string' }>
  | { type: 'string'; codes: Int32Array; dictionary: Uint8Array; levels: number }

/** Where a column's pages lie in the bytes of its row group. */
export interface EncodedChunk {
  offset: number
  bytes: number
  /** Length of the dictionary page, 0 where there is none. */
  dictionaryBytes: number
}

export interface EncodedGroup {
  bytes: Uint8Array<ArrayBuffer>
  /** One a column. */
  chunks: EncodedChunk[]
}

const dictionaries = new WeakMap<readonly string[], Uint8Array>()

export function packed(column: ParquetColumn): PackedColumn {
  if (column.type !== 'string') return column
  const { type, codes, levels } = column
  let dictionary = dictionaries.get(levels)
  if (dictionary === undefined) {
    dictionary = packStrings(levels)
    dictionaries.set(levels, dictionary)
  }
  return { type, codes, dictionary, levels: levels.length }
}

/** The pages of one row group, column after column. */
export function encodeRowGroup(columns: PackedColumn[]): EncodedGroup {
  const chunks: EncodedChunk[] = []
  const pages: Uint8Array[] = []
  let offset = 0
  for (const column of columns) {
    const { dictionary, data } = encode(column)
    const dictionaryBytes = sizeOf(dictionary)
    const bytes = dictionaryBytes + sizeOf(data)
    chunks.push({ offset, bytes, dictionaryBytes })
    pages.push(...dictionary, ...data)
    offset += bytes
  }
  const bytes = new Uint8Array(offset)
  let at = 0
  for (const page of pages) {
    bytes.set(page, at)
    at += page.length
  }
  return { bytes, chunks }
}

/** `encodeRowGroup` in a worker. */
export function encodeRowGroupTask(columns: PackedColumn[], _context: TaskContext): TaskResult<EncodedGroup> {
  const output = encodeRowGroup(columns)
  return { output, transfer: [output.bytes.buffer] }
}

function sizeOf(parts: Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0)
}

/** Pages as their header and body. */
interface Pages {
  dictionary: Uint8Array[]
  data: Uint8Array[]
}

function encode(column: PackedColumn): Pages {
  switch (column.type) {
    case 'string':
      return dictionaryPages(column.dictionary, column.levels, column.codes)
    case 'double': {
      const coded = 'codes' in column ? column : dictionaryOf(column.values)
      if (coded !== undefined) return dictionaryPages(bytesOf(coded.levels), coded.levels.length, coded.codes)
      return 'values' in column
        ? plainPage(bytesOf(column.values), column.values.length)
        : plainPage(Buffer.alloc(0), 0)
    }
    case 'bigint':
      return plainPage(packIntegers(column.values, 1), column.values.length)
    case 'timestamp':
      return plainPage(packIntegers(column.values, 1000), column.values.length)
    case 'integer':
      return plainPage(bytesOf(column.values), column.values.length)
    case 'boolean':
      return plainPage(packBooleans(column.values), column.values.length)
  }
}

function plainPage(body: Uint8Array, rows: number): Pages {
  return { dictionary: [], data: [pageHeader(DATA_PAGE, PLAIN, rows, body.length), body] }
}

function dictionaryPages(levels: Uint8Array, count: number, codes: Int32Array): Pages {
  const body = packCodes(codes, count)
  return {
    dictionary: [pageHeader(DICTIONARY_PAGE, PLAIN, count, levels.length), levels],
    data: [pageHeader(DATA_PAGE, RLE_DICTIONARY, codes.length, body.length), body],
  }
}

function pageHeader(type: number, encoding: number, values: number, bytes: number): Buffer {
  const thrift = createThriftWriter()
  thrift.i32(1, type)
  thrift.i32(2, bytes)
  thrift.i32(3, bytes)
  thrift.struct(type === DATA_PAGE ? 5 : 7, () => {
    thrift.i32(1, values)
    thrift.i32(2, encoding)
    if (type !== DATA_PAGE) return
    thrift.i32(3, RLE)
    thrift.i32(4, RLE)
  })
  return thrift.finish()
}
