/** Writes structures in Thrift's compact protocol, which Parquet's headers and footer are made of. */
export interface ThriftWriter {
  i32(field: number, value: number): void
  i64(field: number, value: number): void
  boolean(field: number, value: boolean): void
  string(field: number, value: string): void
  struct(field: number, body: () => void): void
  /** A list of structures. */
  structs<T>(field: number, items: readonly T[], body: (item: T) => void): void
  i32s(field: number, items: readonly number[]): void
  strings(field: number, items: readonly string[]): void
  /** Ends the outermost structure; the bytes written so far. */
  finish(): Buffer
}

const TRUE = 1
const FALSE = 2
const I32 = 5
const I64 = 6
const BINARY = 8
const LIST = 9
const STRUCT = 12

/** Creates a writer that stands in an open structure. */
export function createThriftWriter(): ThriftWriter {
  const bytes: number[] = []
  let last = 0

  function varint(value: number): void {
    let rest = value
    while (rest >= 128) {
      bytes.push((rest % 128) + 128)
      rest = Math.floor(rest / 128)
    }
    bytes.push(rest)
  }
  const zigzag = (value: number) => varint(value < 0 ? -2 * value - 1 : 2 * value)

  function header(field: number, type: number): void {
    const delta = field - last
    if (delta > 0 && delta < 16) bytes.push(delta * 16 + type)
    else {
      bytes.push(type)
      zigzag(field)
    }
    last = field
  }
  function nested(body: () => void): void {
    const outer = last
    last = 0
    body()
    bytes.push(0)
    last = outer
  }
  function list(field: number, type: number, length: number): void {
    header(field, LIST)
    if (length < 15) bytes.push(length * 16 + type)
    else {
      bytes.push(15 * 16 + type)
      varint(length)
    }
  }
  function text(value: string): void {
    const encoded = Buffer.from(value)
    varint(encoded.length)
    bytes.push(...encoded)
  }

  return {
    i32(field, value) {
      header(field, I32)
      zigzag(value)
    },
    i64(field, value) {
      header(field, I64)
      zigzag(value)
    },
    boolean(field, value) {
      header(field, value ? TRUE : FALSE)
    },
    string(field, value) {
      header(field, BINARY)
      text(value)
    },
    struct(field, body) {
      header(field, STRUCT)
      nested(body)
    },
    structs(field, items, body) {
      list(field, STRUCT, items.length)
      for (const item of items) nested(() => body(item))
    },
    i32s(field, items) {
      list(field, I32, items.length)
      for (const item of items) zigzag(item)
    },
    strings(field, items) {
      list(field, BINARY, items.length)
      for (const item of items) text(item)
    },
    finish() {
      bytes.push(0)
      return Buffer.from(bytes)
    },
  }
}
