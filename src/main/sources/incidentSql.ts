import { INCIDENT_COLUMNS, type IncidentColumn } from '../../shared/pipeline/incident.ts'
import { identifier } from '../duck.ts'
import { rejectCode } from './rejected.ts'

/** Incidents as a source delivers them, columns by API name. */
export interface RawIncidents {
  /** What stands after FROM. */
  relation: string
  /** The columns that are there, each as text (null where empty) or already in its type of INCIDENT_COLUMNS. */
  columns: Map<IncidentColumn, 'text' | 'typed'>
}

/** Columns that the stages read: without one of them a source is not usable. */
export const REQUIRED_COLUMNS = [
  'id',
  'date',
  'iucr',
  'primary_type',
  'location_description',
  'arrest',
  'domestic',
  'beat',
  'district',
  'ward',
  'community_area',
  'fbi_code',
  'x_coordinate',
  'y_coordinate',
] as const satisfies IncidentColumn[]

/** Without a value in these a row is no incident that can be learned from; elsewhere null is a fact that stages treat. */
const NEVER_NULL: IncidentColumn[] = ['id', 'date', 'arrest', 'domestic']

/** Codes with leading zeros, which spreadsheets and typed readers drop, with their full length. */
const PADDED: Partial<Record<IncidentColumn, number>> = { iucr: 4, beat: 4, district: 3, fbi_code: 2 }

const DATE_FORMATS = "['%m/%d/%Y %I:%M:%S %p', '%m/%d/%Y %H:%M:%S', '%m/%d/%Y %I:%M %p', '%m/%d/%Y %H:%M', '%m/%d/%Y']"

const columns = Object.keys(INCIDENT_COLUMNS) as IncidentColumn[]

/**
 * A query for exactly the columns of INCIDENT_COLUMNS in their types, plus `month`: `YYYYMM` of the incident's date, or
 * the negative code of the reason why the row cannot be taken (`rejectReason`).
 * A column that the source lacks is null.
 */
export function incidentsSql({ relation, columns: given }: RawIncidents): string {
  const values = columns.map((column) => `${columnValue(column, given.get(column))} AS ${identifier(column)}`)
  const present = columns.filter((column) => given.has(column))
  const texts = present.filter(canBeUnreadable).map((column) => `source.${identifier(column)} AS raw_${column}`)
  return `
    SELECT ${columns.map(identifier).join(', ')},
      CASE
        ${present.filter(canBeUnreadable).map(rejection).join('\n        ')}
        ELSE year(date) * 100 + month(date)
      END::INTEGER AS month
    FROM (
      SELECT ${[...values, ...texts].join(',\n        ')}
      FROM ${relation} AS source
    )`
}

function canBeUnreadable(column: IncidentColumn): boolean {
  return INCIDENT_COLUMNS[column] !== 'VARCHAR'
}

function rejection(column: IncidentColumn): string {
  const name = identifier(column)
  const type = INCIDENT_COLUMNS[column]
  const infinite = type === 'DOUBLE' || type === 'TIMESTAMP' ? `OR NOT isfinite(${name})` : ''
  const unreadable = `WHEN ${name} IS NULL AND raw_${column} IS NOT NULL ${infinite} THEN ${rejectCode(`unreadable_${column}`)}`
  if (!NEVER_NULL.includes(column)) return unreadable
  // A row without an id that lacks the date too is a broken line, not an incident with a gap.
  const broken = column === 'id' ? `WHEN raw_id IS NULL AND raw_date IS NULL THEN ${rejectCode('malformed_row')}` : ''
  return `${broken} ${unreadable} WHEN ${name} IS NULL THEN ${rejectCode(`missing_${column}`)}`
}

function columnValue(column: IncidentColumn, given: 'text' | 'typed' | undefined): string {
  if (given === undefined) return `CAST(NULL AS ${INCIDENT_COLUMNS[column]})`
  return typedValue(column, `source.${identifier(column)}`, given)
}

/** A column's value in its type of INCIDENT_COLUMNS, null where the text cannot be read; codes get their zeros back. */
export function typedValue(column: IncidentColumn, value: string, given: 'text' | 'typed'): string {
  const type = INCIDENT_COLUMNS[column]
  const length = PADDED[column]
  if (length !== undefined) return padded(value, length)
  if (type === 'VARCHAR' || given === 'typed') return value
  return type === 'TIMESTAMP' ? timestamp(value) : `TRY_CAST(${value} AS ${type})`
}

/** ISO 8601 as the API sends it, or the American form of the portal's downloads. */
function timestamp(text: string): string {
  return `coalesce(TRY_CAST(${text} AS TIMESTAMP), try_strptime(${text}, ${DATE_FORMATS}))`
}

/** `110` → `0110`, `110.0` → `0110`; longer codes stay as they are. */
function padded(text: string, length: number): string {
  const whole = `CASE WHEN ends_with(${text}, '.0') THEN left(${text}, -2) ELSE ${text} END`
  return `CASE
        WHEN length(${text}) < ${length} OR ends_with(${text}, '.0') THEN lpad(${whole}, ${length}, '0')
        ELSE ${text}
      END`
}
