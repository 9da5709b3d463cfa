import { UserError } from '../../../shared/errors.ts'
import { INCIDENT_COLUMNS, type IncidentColumn } from '../../../shared/pipeline/incident.ts'
import { type Duck, identifier, literal } from '../../duck.ts'
import { columnName } from '../csv.ts'
import { type RawIncidents, REQUIRED_COLUMNS } from '../incidentSql.ts'
import { damaged, type InspectedFile } from './inspect.ts'

/** A file's rows as DuckDB reads them. */
export interface FileIncidents extends RawIncidents {
  /** The table in which DuckDB notes the lines of a CSV that it skips. */
  rejectsTable: string | undefined
}

/** A file's rows as they are, whatever they hold. */
export interface FileRows {
  /** What stands after FROM. */
  reader: string
  columns: FileColumn[]
  /** The table in which DuckDB notes the lines of a CSV that it skips. */
  rejectsTable: string | undefined
}

type FileOf<F extends InspectedFile['format']> = Extract<InspectedFile, { format: F }>

/** A column of the file: its name there, its value, and the value's type: VARCHAR unless the file says more. */
export interface FileColumn {
  name: string
  sql: string
  type: string
}

/**
 * How to read a file's incidents with DuckDB.
 *
 * @param tag makes the names of temporary tables unique
 * @throws UserError `sources.file.missingColumns`, naming them, where the file is not the portal's crimes
 */
export async function incidentsOf(file: InspectedFile, duck: Duck, tag: string): Promise<FileIncidents> {
  const { reader, columns, rejectsTable } = await rowsOf(file, duck, tag)
  const values = incidentColumns(columns)
  requireColumns(file.path, [...values.keys()])
  const list = [...values].map(([name, { sql }]) => `${sql} AS ${identifier(name)}`)
  const given = [...values].map(([name, value]) => [name, value.given] as const)
  return { relation: `(SELECT ${list.join(', ')} FROM ${reader})`, columns: new Map(given), rejectsTable }
}

/**
 * How to read a file's rows with DuckDB, whatever their columns.
 *
 * @param tag makes the names of temporary tables unique
 */
export async function rowsOf(file: InspectedFile, duck: Duck, tag: string): Promise<FileRows> {
  switch (file.format) {
    case 'csv': {
      const rejectsTable = `rejects_${tag}`
      return { reader: csvReader(file, rejectsTable), columns: csvColumns(file), rejectsTable }
    }
    case 'json':
      return { reader: jsonReader(file), columns: jsonColumns(file), rejectsTable: undefined }
    case 'parquet':
      return { reader: parquetReader(file), columns: await parquetColumns(file, duck), rejectsTable: undefined }
  }
}

function csvReader(file: FileOf<'csv'>, rejectsTable: string): string {
  // Every column as text under a name of its place: headers may repeat, and a bad value costs its row only.
  const types = file.header.map((_, k) => `'c${k}': 'VARCHAR'`).join(', ')
  return `read_csv(${exactly(file.path)},
    columns = {${types}}, auto_detect = false, header = true, compression = '${file.gzipped ? 'gzip' : 'none'}',
    delim = ${literal(file.delimiter)}, quote = '"', escape = '"', nullstr = ['', 'NULL', 'NaN', 'nan'],
    store_rejects = true, rejects_limit = 0, rejects_table = '${rejectsTable}', rejects_scan = 'scan_${rejectsTable}')`
}

function csvColumns(file: FileOf<'csv'>): FileColumn[] {
  return file.header.map((name, k) => ({ name, sql: `c${k}`, type: 'VARCHAR' }))
}

function jsonReader(file: FileOf<'json'>): string {
  const types = file.keys.map((key) => `${literal(key)}: 'VARCHAR'`).join(', ')
  return `read_json(${exactly(file.path)},
    columns = {${types}}, format = '${file.layout}', compression = '${file.gzipped ? 'gzip' : 'uncompressed'}',
    ignore_errors = ${file.layout === 'newline_delimited'})`
}

function jsonColumns(file: FileOf<'json'>): FileColumn[] {
  return file.keys.map((name) => ({ name, sql: identifier(name), type: 'VARCHAR' }))
}

/** A path as a literal that matches this file only: DuckDB takes `*`, `?` and `[` for patterns. */
function exactly(path: string): string {
  return literal(path.replaceAll(/[*?[]/g, '[$&]'))
}

function parquetReader(file: FileOf<'parquet'>): string {
  return `read_parquet(${exactly(file.path)})`
}

async function parquetColumns(file: FileOf<'parquet'>, duck: Duck): Promise<FileColumn[]> {
  try {
    const columns = await duck.rows<{ column_name: string; column_type: string }>(
      `DESCRIBE FROM ${parquetReader(file)}`,
    )
    return columns.map(({ column_name: name, column_type: type }) => ({ name, sql: identifier(name), type }))
  } catch (error) {
    throw damaged(file.path, 'sources.why.notParquet').causedBy(error)
  }
}

/** The columns of incidents among a file's: the value of each, as text (null where empty) or already in its type. */
export function incidentColumns(
  fileColumns: FileColumn[],
): Map<IncidentColumn, { sql: string; given: 'text' | 'typed' }> {
  const values = new Map<IncidentColumn, { sql: string; given: 'text' | 'typed' }>()
  for (const column of fileColumns) {
    const name = columnName(column.name)
    if (!isIncidentColumn(name) || values.has(name)) continue
    values.set(name, { sql: readable(name, column), given: isTyped(name, column.type) ? 'typed' : 'text' })
  }
  return values
}

function isTyped(name: IncidentColumn, type: string): boolean {
  return type !== 'VARCHAR' && type === INCIDENT_COLUMNS[name]
}

/** A value in its own type, or as text: whatever type another tool chose is then read like the portal's own text. */
function readable(name: IncidentColumn, { sql, type }: FileColumn): string {
  // pandas writes a missing number as NaN.
  const value = type === 'DOUBLE' || type === 'FLOAT' ? `CASE WHEN isfinite(${sql}) THEN ${sql} END` : sql
  if (isTyped(name, type)) return value
  if (type === 'VARCHAR') return `nullif(${value}, '')`
  // An instant; the portal's dates are Chicago's wall clock.
  if (type === 'TIMESTAMP WITH TIME ZONE') return `CAST(timezone('America/Chicago', ${value}) AS VARCHAR)`
  return `CAST(${value} AS VARCHAR)`
}

function isIncidentColumn(name: string): name is IncidentColumn {
  return Object.hasOwn(INCIDENT_COLUMNS, name)
}

function requireColumns(path: string, columns: IncidentColumn[]): void {
  const hasDegrees = columns.includes('latitude') && columns.includes('longitude')
  const missing = REQUIRED_COLUMNS.filter(
    (column) => !columns.includes(column) && !(hasDegrees && /^[xy]_coordinate$/.test(column)),
  )
  if (missing.length > 0) throw new UserError('sources.file.missingColumns', { path, columns: missing.join(', ') })
}
