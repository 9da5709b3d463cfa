import type { Category } from '../columns.ts'
import { type SharedFloats, sharedBytes, sharedFloats, sharedIntegers } from '../sharedFloats.ts'
import type { ReadColumn } from './reader.ts'
import type { ParquetColumn } from './writer.ts'

/** Columns of equal length, by name. */
export type ParquetTable = Record<string, ReadColumn>

/** Columns to be written as `readParquet` would give them again. */
export function asTable(columns: Record<string, ParquetColumn>): ParquetTable {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, asRead(column)]))
}

function asRead(column: ParquetColumn): ReadColumn {
  if (column.type !== 'double') return column
  const { type } = column
  if ('values' in column && isShared(column.values)) return { type, values: column.values }
  const rows = 'codes' in column ? column.codes.length : column.values.length
  const values = sharedFloats(rows)
  if ('codes' in column) for (let i = 0; i < rows; i++) values[i] = column.levels[column.codes[i]!]!
  else values.set(column.values)
  return { type, values }
}

function isShared(values: Float64Array): values is SharedFloats {
  return values.buffer instanceof SharedArrayBuffer
}

/** The rows given, of every column. */
export function takeRows(table: ParquetTable, rows: Int32Array): ParquetTable {
  return Object.fromEntries(Object.entries(table).map(([name, column]) => [name, take(column, rows)]))
}

function take(column: ReadColumn, rows: Int32Array): ReadColumn {
  switch (column.type) {
    case 'string':
      return { ...column, codes: gather(column.codes, rows, sharedIntegers(rows.length)) }
    case 'integer':
      return { ...column, values: gather(column.values, rows, sharedIntegers(rows.length)) }
    case 'boolean':
      return { ...column, values: gather(column.values, rows, sharedBytes(rows.length)) }
    case 'double':
      return { ...column, values: gather(column.values, rows, sharedFloats(rows.length)) }
    case 'bigint':
    case 'timestamp':
      return { ...column, values: gather(column.values, rows, sharedFloats(rows.length)) }
  }
}

function gather<A extends { [index: number]: number }>(values: A, rows: Int32Array, out: A): A {
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!
  return out
}

/** The values of a column of doubles, in memory that workers share. */
export function doubles(table: ParquetTable, name: string): SharedFloats {
  const column = table[name]
  if (column?.type === 'double') return column.values
  throw new RangeError(`${name} is no column of doubles`)
}

/** Whole numbers of less than 2^53. */
export function bigints(table: ParquetTable, name: string): Float64Array {
  const column = table[name]
  if (column?.type === 'bigint') return column.values
  throw new RangeError(`${name} is no column of 64-bit integers`)
}

/** Milliseconds from 1970 on a clock without zone. */
export function timestamps(table: ParquetTable, name: string): Float64Array {
  const column = table[name]
  if (column?.type === 'timestamp') return column.values
  throw new RangeError(`${name} is no column of timestamps`)
}

/** 0 or 1 a row. */
export function flags(table: ParquetTable, name: string): Uint8Array<ArrayBufferLike> {
  const column = table[name]
  if (column?.type === 'boolean') return column.values
  throw new RangeError(`${name} is no column of booleans`)
}

/** A column of text or of integers as indices into its distinct values, these as text. */
export function category(table: ParquetTable, name: string): Category {
  const column = table[name]
  if (column?.type === 'string') return { codes: column.codes, levels: [...column.levels] }
  if (column?.type !== 'integer') throw new RangeError(`${name} is no column of text or integers`)
  const codes = sharedIntegers(column.values.length)
  const codeOf = new Map<number, number>()
  for (let i = 0; i < codes.length; i++) {
    const value = column.values[i]!
    let code = codeOf.get(value)
    if (code === undefined) {
      code = codeOf.size
      codeOf.set(value, code)
    }
    codes[i] = code
  }
  return { codes, levels: Array.from(codeOf.keys(), String) }
}

/** A function of each value, in memory that workers share. */
export function mapped(values: Float64Array, value: (from: number) => number): SharedFloats {
  const out = sharedFloats(values.length)
  for (let i = 0; i < out.length; i++) out[i] = value(values[i]!)
  return out
}
