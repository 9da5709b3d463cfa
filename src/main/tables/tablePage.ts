import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import { UserError } from '../../shared/errors.ts'
import type { TableColumn, TablePage, TableRequest } from '../../shared/pipeline/tables.ts'
import { identifier, literal } from '../duck.ts'
import { cellOf, columnsOf } from './reader.ts'

type Filter = TableRequest['filters'][number]
const COMPARISONS = { '=': '=', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const

/** Parquet files as a relation that keeps the order of their rows. */
export function parquetFiles(files: string[]): string {
  return `read_parquet([${files.map(literal).join(', ')}], file_row_number = true, filename = true)`
}

/**
 * Some rows of a table, filtered and sorted by DuckDB without loading it whole; rows that sort alike stay in the table's
 * order. Values are bound, and columns are those that the table has.
 *
 * @throws UserError `data.no_column`, `data.bad_value`
 */
export async function tablePage(
  connection: DuckDBConnection,
  files: string[],
  { filters, sort, offset, limit }: Pick<TableRequest, 'filters' | 'sort' | 'offset' | 'limit'>,
): Promise<TablePage> {
  const relation = parquetFiles(files)
  const columns = await columnsIn(connection, relation)
  for (const { column } of [...filters, ...sort]) {
    if (columns.some(({ name }) => name === column)) continue
    throw new UserError('data.no_column', { column, columns: columns.map(({ name }) => name).join(', ') })
  }
  await checkValues(connection, filters, columns)

  const values: Record<string, DuckDBValue> = {}
  const conditions = filters.map((filter, k) => conditionOf(filter, `value_${k}`, columns, values))
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  const order = sort.map(({ column, descending }) => `${identifier(column)} ${descending ? 'DESC' : 'ASC'} NULLS LAST`)
  const page = await connection.runAndReadAll(
    `SELECT ${columns.map(({ name }) => identifier(name)).join(', ')}
     FROM ${relation}
     ${where}
     ORDER BY ${[...order, 'filename', 'file_row_number'].join(', ')}
     LIMIT ${limit}
     OFFSET ${offset}`,
    values,
  )
  const total = await count(connection, relation, '', {})
  const passing = conditions.length === 0 ? total : await count(connection, relation, where, values)
  return { columns, rows: page.getRows().map((row) => row.map(cellOf)), total, passing }
}

async function columnsIn(connection: DuckDBConnection, relation: string): Promise<TableColumn[]> {
  const reader = await connection.runAndReadAll(`SELECT * EXCLUDE (filename, file_row_number) FROM ${relation} LIMIT 0`)
  return columnsOf(reader)
}

function conditionOf(
  { column, operator, value }: Filter,
  placeholder: string,
  columns: TableColumn[],
  values: Record<string, DuckDBValue>,
): string {
  const name = identifier(column)
  switch (operator) {
    case 'is null':
      return `${name} IS NULL`
    case 'is not null':
      return `${name} IS NOT NULL`
    case 'contains':
      values[placeholder] = value
      return `contains(lower(CAST(${name} AS VARCHAR)), lower($${placeholder}))`
    default: {
      values[placeholder] = value
      const { type } = columns.find((candidate) => candidate.name === column)!
      return `${name} ${COMPARISONS[operator]} CAST($${placeholder} AS ${type})`
    }
  }
}

/** Refuses a value that is none of its column's type, before the query would. */
async function checkValues(connection: DuckDBConnection, filters: Filter[], columns: TableColumn[]): Promise<void> {
  for (const { column, operator, value } of filters) {
    if (!(operator in COMPARISONS)) continue
    const { type } = columns.find((candidate) => candidate.name === column)!
    const reader = await connection.runAndReadAll(`SELECT TRY_CAST($value AS ${type}) IS NULL`, { value })
    if (reader.getRows()[0]?.[0] === true) throw new UserError('data.bad_value', { column, type, value })
  }
}

async function count(
  connection: DuckDBConnection,
  relation: string,
  where: string,
  values: Record<string, DuckDBValue>,
): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${relation} ${where}`, values)
  return Number(reader.getRows()[0]?.[0])
}
