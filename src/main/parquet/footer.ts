import type { EncodedChunk } from './rowGroup.ts'
import { createThriftWriter, type ThriftWriter } from './thrift.ts'
import type { ParquetColumn } from './writer.ts'

// Numbers of parquet.thrift.
const PHYSICAL = { boolean: 0, integer: 1, bigint: 2, timestamp: 2, double: 5, string: 6 } as const
const PLAIN = 0
const RLE_DICTIONARY = 8
const REQUIRED = 0
const UNCOMPRESSED = 0

interface NamedType {
  name: string
  type: ParquetColumn['type']
}

/** A row group as it lies in the file from `offset` on, a chunk a column. */
export interface RowGroup {
  rows: number
  offset: number
  chunks: EncodedChunk[]
}

/** The footer of a Parquet file. */
export function fileMetadata(columns: NamedType[], rows: number, groups: RowGroup[]): Buffer {
  const thrift = createThriftWriter()
  thrift.i32(1, 1)
  thrift.structs(2, [undefined, ...columns], (element) => schemaElement(thrift, element, columns.length))
  thrift.i64(3, rows)
  thrift.structs(4, groups, ({ rows: values, offset, chunks }) => {
    thrift.structs(1, [...chunks.entries()], ([k, chunk]) => {
      thrift.i64(2, offset + chunk.offset)
      thrift.struct(3, () => columnMetadata(thrift, columns[k]!, values, offset, chunk))
    })
    thrift.i64(
      2,
      chunks.reduce((sum, { bytes }) => sum + bytes, 0),
    )
    thrift.i64(3, values)
  })
  thrift.string(6, 'arrest-workbench')
  return thrift.finish()
}

function schemaElement(thrift: ThriftWriter, element: NamedType | undefined, children: number): void {
  if (element === undefined) {
    thrift.string(4, 'schema')
    thrift.i32(5, children)
    return
  }
  const { name, type } = element
  thrift.i32(1, PHYSICAL[type])
  thrift.i32(3, REQUIRED)
  thrift.string(4, name)
  if (type === 'string') thrift.i32(6, 0)
  if (type !== 'string' && type !== 'timestamp') return
  thrift.struct(10, () => {
    if (type === 'string') return thrift.struct(1, () => {})
    thrift.struct(8, () => {
      thrift.boolean(1, false)
      thrift.struct(2, () => thrift.struct(2, () => {}))
    })
  })
}

function columnMetadata(
  thrift: ThriftWriter,
  { name, type }: NamedType,
  values: number,
  groupOffset: number,
  { offset, bytes, dictionaryBytes }: EncodedChunk,
): void {
  const coded = dictionaryBytes > 0
  const start = groupOffset + offset
  thrift.i32(1, PHYSICAL[type])
  thrift.i32s(2, coded ? [PLAIN, RLE_DICTIONARY] : [PLAIN])
  thrift.strings(3, [name])
  thrift.i32(4, UNCOMPRESSED)
  thrift.i64(5, values)
  thrift.i64(6, bytes)
  thrift.i64(7, bytes)
  thrift.i64(9, start + dictionaryBytes)
  if (coded) thrift.i64(11, start)
}
