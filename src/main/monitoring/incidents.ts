import { randomUUID } from 'node:crypto'
import { throwIfCancelled, UserError } from '../../shared/errors.ts'
import { INCIDENT_COLUMNS, type IncidentColumn } from '../../shared/pipeline/incident.ts'
import { type Category, readTable, type SharedFloats, type Table } from '../columns.ts'
import { type Duck, identifier, literal } from '../duck.ts'
import { dayOfWeek, hourOf } from '../pipeline/featurizer/calendar.ts'
import { DISTANCE } from '../pipeline/featurizer/features.ts'
import { featurizerSchema } from '../pipeline/featurizer/featurizer.ts'
import { nearestStation, stationDistance, stationGrid } from '../pipeline/featurizer/stations.ts'
import type { Job } from '../progress.ts'
import type { ModelContent } from '../registry/modelFolder.ts'
import { featurizeRows } from '../serving/batch/fileInputs.ts'
import { inspectFile } from '../sources/file/inspect.ts'
import { dropTables, reading, skippedLines } from '../sources/file/months.ts'
import { needsProjection, withProjection } from '../sources/file/project.ts'
import { incidentColumns, rowsOf } from '../sources/file/relation.ts'
import { watched } from '../sources/file/watch.ts'
import { incidentsSql } from '../sources/incidentSql.ts'
import type { ServedModel } from '../training/servedModel.ts'
import type { ProfiledRows } from './profile/buildProfile.ts'

/** Columns whose levels are counted; `domestic` is yes or no. */
export const LEVELS = [
  ...(['iucr', 'primary_type', 'location_description', 'fbi_code'] as const),
  ...(['district', 'beat', 'ward', 'community_area', 'domestic'] as const),
] as const
/** What only the model reads of a row. */
const TEXTS = ['iucr', 'primary_type', 'location_description', 'fbi_code', 'district', 'beat', 'block'] as const
const NUMBERS = ['id', 'arrest', 'domestic', 'ward', 'community_area', 'x_coordinate', 'y_coordinate'] as const

/** Incidents as they were reported, in columns. */
export interface Incidents {
  rows: number
  /** NaN where there is none. */
  ids: Float64Array
  /** 0/1; NaN where it is not known. */
  labels: Float64Array
  /** What is profiled of them: fields of the incident, its hour and weekday, and its distance to the nearest station in feet. */
  fields: ProfiledRows
  /** Features in the model's order; rows that are not usable hold nothing. */
  features: SharedFloats[]
  /** 1 where the model can answer. */
  usable: Uint8Array
  /** Newest change of any of them, ms since 1970 as local time; NaN where nothing tells. */
  updatedAt: number
  /** Rows without a date, or outside of the window. */
  left: number
}

export interface DayRange {
  /** `YYYY-MM-DD`, inclusive. */
  from: string | undefined
  /** Exclusive. */
  to: string | undefined
}

/**
 * Reads the incidents of a file of the portal's columns in any of the formats that runs take, and makes the model's
 * features of them.
 *
 * @throws UserError `sources.file.*`; `monitoring.file_columns` where it lacks what the model needs
 */
export async function readIncidents(
  path: string,
  range: DayRange,
  { content, model }: { content: ModelContent; model: Pick<ServedModel, 'featurizer'> },
  { duck, workFolder }: { duck: Duck; workFolder: string },
  job: Job,
): Promise<Incidents> {
  const file = await inspectFile(path)
  const tag = randomUUID().replaceAll('-', '')
  const table = identifier(`incidents_${tag}`)
  try {
    const all = await reading(file, workFolder, () =>
      watched(duck, job, file.bytes, async () => {
        const { reader, columns, rejectsTable } = await rowsOf(file, duck, tag)
        const found = incidentColumns(columns)
        requireColumns(path, new Set(found.keys()), model)
        const list = [...found].map(([name, { sql }]) => `${sql} AS ${identifier(name)}`)
        const given = new Map([...found].map(([name, value]) => [name, value.given] as const))
        const plain = { relation: `(SELECT ${list.join(', ')} FROM ${reader})`, columns: given, rejectsTable }
        const hasDegrees = given.has('latitude') && given.has('longitude')
        const raw = hasDegrees && needsProjection(plain) ? await withProjection(plain, duck, tag, job.signal) : plain
        await duck.run(`CREATE TEMP TABLE ${table} AS SELECT * EXCLUDE (month) FROM (${incidentsSql(raw)})`)
        const broken = rejectsTable === undefined ? 0 : await skippedLines(duck, rejectsTable, file)
        return broken + (await duck.number(`SELECT count(*) FROM ${table}`))
      }),
    )
    const relation = `(
      SELECT * REPLACE (epoch_ms(date) AS date, epoch_ms(updated_on) AS updated_on)
      FROM ${table}
      WHERE date IS NOT NULL
        ${range.from === undefined ? '' : `AND date >= TIMESTAMP ${literal(range.from)}`}
        ${range.to === undefined ? '' : `AND date < TIMESTAMP ${literal(range.to)}`}
      ORDER BY date, id
    )`
    const read = await duck.cancellable(job.signal, () =>
      readTable(
        duck,
        relation,
        ['date', 'updated_on', 'latitude', 'longitude', ...NUMBERS],
        [...new Set([...LEVELS, ...TEXTS])],
      ),
    )
    return await incidentsOf(read, all - read.rows, { content, model }, job)
  } finally {
    await duck.run(`DROP TABLE IF EXISTS ${table}`)
    await dropTables(duck, tag)
  }
}

function requireColumns(
  path: string,
  columns: ReadonlySet<IncidentColumn>,
  { featurizer }: Pick<ServedModel, 'featurizer'>,
): void {
  const hasDegrees = columns.has('latitude') && columns.has('longitude')
  const missing = ['date' as const, ...featurizer.requiredFields].filter(
    (field) => !columns.has(field) && !(hasDegrees && /^[xy]_coordinate$/.test(field)),
  )
  if (missing.length > 0) throw new UserError('monitoring.file_columns', { path, columns: missing.join(', ') })
}

async function incidentsOf(
  table: Table,
  left: number,
  { content, model }: { content: ModelContent; model: Pick<ServedModel, 'featurizer'> },
  { signal }: Job,
): Promise<Incidents> {
  const { rows, columns, categories } = table
  const usable = usableRows(table, model)
  // The featurizer's table has its columns under the names of values that were read.
  const named = <T>(record: Record<string, T>) =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [`value_${name}`, value]))
  const features = await featurizeRows(
    model,
    { rows, columns: named(columns), categories: named(categories) },
    (row) => usable[row] === 1,
    signal,
  )
  throwIfCancelled(signal)
  const updatedAt = columns.updated_on!.reduce((newest, at) => (at > newest ? at : newest), Number.NEGATIVE_INFINITY)
  return {
    rows,
    ids: columns.id!,
    labels: columns.arrest!,
    fields: fieldsOf(table, content),
    features,
    usable,
    updatedAt: Number.isFinite(updatedAt) ? updatedAt : Number.NaN,
    left,
  }
}

/** What is profiled of incidents: a table with `date` (ms), both coordinates in feet, and the columns whose levels are counted. */
export function fieldsOf(
  { columns, categories }: Table,
  { featurizer }: Pick<ModelContent, 'featurizer'>,
): ProfiledRows {
  const dates = columns.date!
  return {
    dates,
    categories: {
      ...Object.fromEntries(LEVELS.map((name) => [name, categories[name]!])),
      hour: calendarCategory(dates, hourOf, 24),
      weekday: calendarCategory(dates, dayOfWeek, 7),
    },
    numbers: {
      x_coordinate: columns.x_coordinate!,
      y_coordinate: columns.y_coordinate!,
      [DISTANCE]: distances(columns.x_coordinate!, columns.y_coordinate!, featurizer),
    },
  }
}

/** Rows that have what the featurizer cannot do without. */
function usableRows({ rows, columns, categories }: Table, { featurizer }: Pick<ServedModel, 'featurizer'>): Uint8Array {
  const usable = new Uint8Array(rows).fill(1)
  const needsPlace = featurizer.requiredFields.includes('x_coordinate')
  const keys = (['iucr', 'district', 'beat'] as const).filter((key) => featurizer.requiredFields.includes(key))
  for (let row = 0; row < rows; row++) {
    const hasPlane = !Number.isNaN(columns.x_coordinate![row]! + columns.y_coordinate![row]!)
    const hasDegrees = !Number.isNaN(columns.latitude![row]! + columns.longitude![row]!)
    const hasPlace = hasPlane || hasDegrees
    if ((needsPlace && !hasPlace) || keys.some((key) => categories[key]!.codes[row] === -1)) usable[row] = 0
  }
  return usable
}

function calendarCategory(dates: Float64Array, of: (localMs: number) => number, levels: number): Category {
  const codes = new Int32Array(dates.length)
  for (let row = 0; row < dates.length; row++) codes[row] = of(dates[row]!)
  return { codes, levels: Array.from({ length: levels }, (_, level) => String(level)) }
}

function distances(x: Float64Array, y: Float64Array, featurizer: unknown): Float64Array {
  const grid = stationGrid(featurizerSchema.parse(featurizer).stations)
  return x.map((feet, row) => {
    const other = y[row]!
    if (Number.isNaN(feet + other)) return Number.NaN
    return stationDistance(grid, nearestStation(grid, feet, other), feet, other)
  })
}

/** Names of the columns that are profiled of an incident, and the incident's field that each is made of. */
export function fieldsOfInput(name: string): IncidentColumn[] {
  if (name === 'hour' || name === 'weekday') return ['date']
  if (name === DISTANCE) return ['x_coordinate', 'y_coordinate']
  return (Object.keys(INCIDENT_COLUMNS) as IncidentColumn[]).filter((column) => column === name)
}
