import { DOUBLE, DuckDBDataChunk } from '@duckdb/node-api'
import { type Duck, identifier, type SqlParameters } from './duck.ts'
import { type SharedFloats, sharedFloats } from './sharedFloats.ts'

export { type SharedFloats, sharedFloats }

/** Columns of equal length, by name; NaN where the value is null. Shared memory, so that workers read them in place. */
export interface Columns {
  rows: number
  columns: Record<string, SharedFloats>
}

/** A column of text as indices into its distinct values, which are in ascending order; -1 where the value is null. */
export interface Category {
  codes: Int32Array
  levels: string[]
}

/** Columns of equal length, numbers and categories. */
export interface Table extends Columns {
  categories: Record<string, Category>
}

const CHUNK_ROWS = 2048

/**
 * Reads `names` of a relation (`FROM …` without the keyword; `parameters` are bound) as doubles, in its own order.
 * Booleans come as 0/1, nulls as NaN. 200k × 15 values take about 60 ms.
 */
export async function readColumns(
  duck: Duck,
  relation: string,
  names: readonly string[],
  parameters: SqlParameters = {},
): Promise<Columns> {
  return readTable(duck, relation, names, [], parameters)
}

/**
 * Reads columns of a relation in its own order: `numbers` as doubles (booleans as 0/1, nulls as NaN), `categories` as
 * indices into their values as text. DuckDB finds the indices, by way of an ENUM, so that no string per row enters
 * JavaScript: 265k × 10 values take some 50 ms.
 */
export async function readTable(
  duck: Duck,
  relation: string,
  numbers: readonly string[],
  categories: readonly string[],
  parameters: SqlParameters = {},
): Promise<Table> {
  const rows = await duck.number(`SELECT count(*) FROM ${relation}`, parameters)
  const doubles = numbers.map(() => sharedFloats(rows))
  const codes = categories.map(() => new Int32Array(rows))
  const types = categories.map((_, k) => identifier(`category_${k}`))
  try {
    const levels = await createEnums(duck, relation, categories, types, parameters)
    // DuckDB replaces the nulls: its vectors' masks are slow to read here, as are vectors of type ENUM.
    const list = [
      ...numbers.map((name) => `coalesce(CAST(${identifier(name)} AS DOUBLE), 'NaN')`),
      ...categories.map((name, k) => {
        const code = `enum_code(CAST(CAST(${identifier(name)} AS VARCHAR) AS ${types[k]}))`
        return `coalesce(CAST(${code} AS INTEGER), -1)`
      }),
    ]
    const out = [...doubles, ...codes]
    const result = await duck.connection.stream(`SELECT ${list.join(', ')} FROM ${relation}`, parameters)
    let at = 0
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      const count = chunk.rowCount
      for (let k = 0; k < out.length; k++) {
        const { items } = chunk.getColumnVector(k) as unknown as NumberVector
        out[k]!.set(items.length === count ? items : items.subarray(0, count), at)
      }
      at += count
    }
    return {
      rows,
      columns: Object.fromEntries(numbers.map((name, k) => [name, doubles[k]!])),
      categories: Object.fromEntries(categories.map((name, k) => [name, { codes: codes[k]!, levels: levels[k]! }])),
    }
  } finally {
    for (const type of types) await duck.run(`DROP TYPE IF EXISTS ${type}`)
  }
}

/** Creates for each column the type of its distinct values as text, found in one scan; the values in ascending order. */
async function createEnums(
  duck: Duck,
  relation: string,
  columns: readonly string[],
  types: readonly string[],
  parameters: SqlParameters,
): Promise<string[][]> {
  if (columns.length === 0) return []
  const lists = columns.map((name, k) => {
    const level = `CAST(${identifier(name)} AS VARCHAR)`
    return `coalesce(list_sort(list(DISTINCT ${level}) FILTER (${level} IS NOT NULL)), []) AS ${types[k]}`
  })
  await duck.run(`CREATE OR REPLACE TEMP TABLE levels AS SELECT ${lists.join(', ')} FROM ${relation}`, parameters)
  for (const type of types) {
    await duck.run(`CREATE OR REPLACE TEMP TYPE ${type} AS ENUM (SELECT unnest(${type}) FROM levels)`)
  }
  const [levels] = await duck.rows<Record<string, string[]>>('FROM levels')
  await duck.run('DROP TABLE levels')
  return Object.values(levels!)
}

/** What DuckDB's vectors of numbers hold: the values in place. */
interface NumberVector {
  items: Float64Array | Int32Array
  flush(): void
}

/** Creates the temporary table `table` of doubles from columns of equal length; NaN stays NaN. */
export async function createTable(duck: Duck, table: string, columns: Record<string, Float64Array>): Promise<void> {
  const names = Object.keys(columns)
  const rows = columns[names[0]!]!.length
  await duck.run(
    `CREATE OR REPLACE TEMP TABLE ${identifier(table)} (${names.map((name) => `${identifier(name)} DOUBLE`).join(', ')})`,
  )
  const appender = await duck.connection.createAppender(table)
  const chunk = DuckDBDataChunk.create(
    names.map(() => DOUBLE),
    CHUNK_ROWS,
  )
  for (let at = 0; at < rows; at += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - at)
    chunk.rowCount = count
    for (const [k, name] of names.entries()) {
      const vector = chunk.getColumnVector(k) as unknown as NumberVector
      vector.items.set(columns[name]!.subarray(at, at + count))
      vector.flush()
    }
    appender.appendDataChunk(chunk)
  }
  appender.closeSync()
}
