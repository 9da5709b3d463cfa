import { unpackCodes } from './encodings.ts'
import { readThrift, type ThriftStruct, type ThriftValue } from './thrift.ts'

/** The values of one data page. */
export interface Page {
  rows: number
  /** The values, where they are plain. */
  body: Buffer
  /** The values that `codes` point at; empty where the page is plain. */
  dictionary: Buffer
  /** One a value that is there; undefined where the page is plain. */
  codes: Int32Array | undefined
  /** Which rows have a value, 0 or 1 each; undefined where all have one. */
  valid: { flags: Int32Array; count: number } | undefined
}

// Numbers of parquet.thrift.
const PLAIN = 0
const DATA_PAGE = 0
const DICTIONARY_PAGE = 2
const PLAIN_DICTIONARY = 2
const RLE_DICTIONARY = 8

/** The data pages of one column chunk of `rows` rows, dictionaries resolved. */
export function* pagesOf(chunk: Buffer, { rows, optional }: { rows: number; optional: boolean }): Generator<Page> {
  let dictionary: Buffer = Buffer.alloc(0)
  let done = 0
  for (let at = 0; done < rows; ) {
    const { value: header, end } = readThrift(chunk, at)
    const bytes = numberOf(header.get(3))
    const body = chunk.subarray(end, end + bytes)
    at = end + bytes
    const type = numberOf(header.get(1))
    if (type === DICTIONARY_PAGE) dictionary = body
    else if (type === DATA_PAGE) {
      const page = dataPage(body, structOf(header.get(5)), dictionary, optional)
      done += page.rows
      yield page
    } else throw new RangeError(`a page of type ${type} is not known here`)
  }
}

function dataPage(body: Buffer, header: ThriftStruct, dictionary: Buffer, optional: boolean): Page {
  const rows = numberOf(header.get(1))
  const encoding = numberOf(header.get(2))
  let values = body
  let valid: Page['valid']
  if (optional) {
    const length = body.readUInt32LE(0)
    values = body.subarray(4 + length)
    const flags = unpackCodes(body.subarray(4, 4 + length), 1, rows)
    let count = 0
    for (let i = 0; i < rows; i++) count += flags[i]!
    if (count < rows) valid = { flags, count }
  }
  const present = valid?.count ?? rows
  if (encoding === PLAIN) return { rows, body: values, dictionary: Buffer.alloc(0), codes: undefined, valid }
  if (encoding !== RLE_DICTIONARY && encoding !== PLAIN_DICTIONARY)
    throw new RangeError(`encoding ${encoding} is not known here`)
  const codes = unpackCodes(values.subarray(1), values[0]!, present)
  return { rows, body: values, dictionary, codes, valid }
}

function numberOf(value: ThriftValue | undefined): number {
  if (typeof value === 'number') return value
  throw new RangeError('a Parquet page is broken')
}

function structOf(value: ThriftValue | undefined): ThriftStruct {
  if (value instanceof Map) return value
  throw new RangeError('a Parquet page is broken')
}
