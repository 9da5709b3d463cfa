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

/** A decoded structure: values by field number. */
export type ThriftStruct = Map<number, ThriftValue>
export type ThriftValue = number | boolean | Buffer | ThriftValue[] | ThriftStruct

/** Reads a structure of the compact protocol that starts at `start`; also where it ends. */
export function readThrift(bytes: Buffer, start: number): { value: ThriftStruct; end: number } {
  let at = start

  function byte(): number {
    const value = bytes[at++]
    if (value === undefined) throw new RangeError('the structure is truncated')
    return value
  }
  function varint(): number {
    let value = 0
    let weight = 1
    for (;;) {
      const next = byte()
      value += (next & 127) * weight
      if (next < 128) return value
      weight *= 128
    }
  }
  function integer(): number {
    const zigzag = varint()
    return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2
  }
  function element(type: number): ThriftValue {
    switch (type) {
      case TRUE:
      case FALSE:
        return type === TRUE
      case I32:
      case I64:
        return integer()
      case BINARY: {
        const length = varint()
        at += length
        return bytes.subarray(at - length, at)
      }
      case LIST: {
        const header = byte()
        const length = header >> 4 === 15 ? varint() : header >> 4
        return Array.from({ length }, () => element(header & 15))
      }
      case STRUCT:
        return struct()
      default:
        throw new RangeError(`a field of type ${type} is not known here`)
    }
  }
  function struct(): ThriftStruct {
    const fields: ThriftStruct = new Map()
    let field = 0
    for (let header = byte(); header !== 0; header = byte()) {
      field = header >> 4 === 0 ? integer() : field + (header >> 4)
      fields.set(field, element(header & 15))
    }
    return fields
  }

  return { value: struct(), end: at }
}
