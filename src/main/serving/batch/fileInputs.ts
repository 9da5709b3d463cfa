import { throwIfCancelled, UserError } from '../../../shared/errors.ts'
import { INCIDENT_COLUMNS, type IncidentColumn } from '../../../shared/pipeline/incident.ts'
import { NULLABLE_INCIDENT_FIELDS } from '../../../shared/serving/prediction.ts'
import { type SharedFloats, sharedFloats, type Table } from '../../columns.ts'
import type { RawField, RawIncident } from '../../pipeline/featurizer/featurizer.ts'
import { columnName } from '../../sources/csv.ts'
import { type FileColumn, incidentColumns } from '../../sources/file/relation.ts'
import { typedValue } from '../../sources/incidentSql.ts'
import type { ServedModel } from '../../training/servedModel.ts'

/** A value that the model needs of each row: what it is called, and how it is read from the file. */
export interface Input {
  name: string
  kind: 'number' | 'text'
  /** SQL of the value as it stands in the file; null where the cell is empty. */
  raw: string
  /** SQL of the value in its type; null where it is empty or cannot be read. */
  value: string
}

/** How a file's rows become the model's features. */
export interface FileInputs {
  inputs: Input[]
  /** Why a row cannot be scored: SQL condition over `raw_<name>` and `value_<name>`, and its reason. */
  problems: { condition: string; reason: string }[]
  /** The features of rows that were read as `value_<name>`, a column each; what is there for a row with a problem is of no use. */
  features(table: Table, usable: (row: number) => boolean, signal: AbortSignal): Promise<SharedFloats[]>
}

const ROWS_A_TURN = 20_000

/**
 * Decides by the file's columns whether its rows are the model's features by name, or incidents.
 *
 * @throws UserError `serving.file_columns` where they are neither
 */
export function inputsOf(path: string, columns: FileColumn[], model: ServedModel): FileInputs {
  return featureInputs(columns, model) ?? incidentInputs(path, columns, model)
}

function featureInputs(columns: FileColumn[], { featurizer }: ServedModel): FileInputs | undefined {
  const byName = new Map(columns.map((column) => [columnName(column.name), column]))
  const inputs: Input[] = []
  for (const name of featurizer.features) {
    const column = byName.get(name)
    if (column === undefined) return undefined
    const number = `TRY_CAST(${column.sql} AS DOUBLE)`
    inputs.push({
      name,
      kind: 'number',
      raw: emptyAsNull(column),
      value: `CASE WHEN isfinite(${number}) THEN ${number} END`,
    })
  }
  return {
    inputs,
    problems: inputs.flatMap(({ name }) => [unreadable(name), missing(name)]),
    features: async ({ columns }) => featurizer.features.map((name) => columns[`value_${name}`]!),
  }
}

const PLACE = ['x_coordinate', 'y_coordinate'] as const
const DEGREES = ['latitude', 'longitude'] as const

function incidentInputs(path: string, columns: FileColumn[], model: ServedModel): FileInputs {
  const { featurizer } = model
  const found = incidentColumns(columns)
  const has = (names: readonly IncidentColumn[]) => names.every((name) => found.has(name))
  const needsPlace = featurizer.requiredFields.includes('x_coordinate')
  const wanted = [...featurizer.requiredFields, ...(needsPlace ? DEGREES : [])]
  const absent = featurizer.requiredFields.filter((field) => !found.has(field) && !(isPlace(field) && has(DEGREES)))
  if (absent.length > 0) {
    throw new UserError('serving.file_columns', {
      path,
      model: model.info.name,
      columns: absent.join(', '),
      features: featurizer.features.join(', '),
    })
  }
  const inputs = wanted.flatMap((name) => {
    const column = found.get(name)
    return column === undefined ? [] : [incidentInput(name, column)]
  })
  const fields = inputs.map(({ name }) => name)
  const isNull = (names: readonly string[]) =>
    names.every((name) => fields.includes(name))
      ? `(${names.map((name) => `value_${name} IS NULL`).join(' OR ')})`
      : 'true'
  return {
    inputs,
    problems: [
      ...fields.map(unreadable),
      ...featurizer.requiredFields
        .filter((field) => !isPlace(field) && !NULLABLE_INCIDENT_FIELDS.has(field))
        .map(missing),
      ...(needsPlace ? [{ condition: `${isNull(PLACE)} AND ${isNull(DEGREES)}`, reason: 'missing_x_coordinate' }] : []),
    ],
    features: (table, usable, signal) => featurizeRows(model, table, usable, signal),
  }
}

function incidentInput(name: RawField, { sql, given }: { sql: string; given: 'text' | 'typed' }): Input {
  const value = typedValue(name, sql, given)
  switch (INCIDENT_COLUMNS[name]) {
    case 'VARCHAR':
      return { name, kind: 'text', raw: sql, value }
    case 'TIMESTAMP':
      return { name, kind: 'number', raw: sql, value: `epoch_ms(${value})` }
    default:
      return { name, kind: 'number', raw: sql, value: `CASE WHEN isfinite(CAST(${value} AS DOUBLE)) THEN ${value} END` }
  }
}

/**
 * The features of incidents, a column each in the model's order. A field is the column `value_<field>` of the table, if it
 * is there; rows that are not usable are left as they come.
 */
export async function featurizeRows(
  { featurizer }: Pick<ServedModel, 'featurizer'>,
  { rows, columns, categories }: Table,
  usable: (row: number) => boolean,
  signal: AbortSignal,
): Promise<SharedFloats[]> {
  const out = featurizer.features.map(() => sharedFloats(rows))
  const values = new Float64Array(out.length)
  const number = (field: RawField, row: number) => {
    const value = columns[`value_${field}`]?.[row]
    return value === undefined || Number.isNaN(value) ? null : value
  }
  const label = (field: RawField, row: number) => {
    const category = categories[`value_${field}`]
    return category?.levels[category.codes[row]!] ?? null
  }
  for (let at = 0; at < rows; at += ROWS_A_TURN) {
    throwIfCancelled(signal)
    for (let row = at; row < Math.min(rows, at + ROWS_A_TURN); row++) {
      if (!usable(row)) continue
      const time = number('date', row)
      const domestic = number('domestic', row)
      const incident: RawIncident = {
        date: time === null ? null : new Date(time).toISOString().slice(0, 19),
        iucr: label('iucr', row),
        primary_type: label('primary_type', row),
        location_description: label('location_description', row),
        block: label('block', row),
        fbi_code: label('fbi_code', row),
        district: label('district', row),
        beat: label('beat', row),
        domestic: domestic === null ? null : domestic === 1,
        ward: number('ward', row),
        community_area: number('community_area', row),
        x_coordinate: number('x_coordinate', row),
        y_coordinate: number('y_coordinate', row),
        latitude: number('latitude', row),
        longitude: number('longitude', row),
      }
      featurizer.featurize(incident, values)
      for (let k = 0; k < out.length; k++) out[k]![row] = values[k]!
    }
    await new Promise(setImmediate)
  }
  return out
}

function isPlace(field: string): boolean {
  return field === 'x_coordinate' || field === 'y_coordinate'
}

function unreadable(name: string): { condition: string; reason: string } {
  return { condition: `value_${name} IS NULL AND raw_${name} IS NOT NULL`, reason: `unreadable_${name}` }
}

function missing(name: string): { condition: string; reason: string } {
  return { condition: `value_${name} IS NULL`, reason: `missing_${name}` }
}

function emptyAsNull({ sql, type }: FileColumn): string {
  return type === 'VARCHAR' ? `nullif(${sql}, '')` : sql
}
