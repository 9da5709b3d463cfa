import { z } from 'zod'
import { throwIfCancelled, UserError } from '../../../shared/errors.ts'
import type { Category } from '../../columns.ts'
import { category, doubles, type ParquetTable } from '../../parquet/table.ts'
import { type SharedFloats, sharedBytes, sharedFloats, sharedIntegers } from '../../sharedFloats.ts'
import { DAY_TIMES, dayOfWeek, dayTimeIndex, SEASONS, seasonIndex } from '../featurizer/calendar.ts'
import { areaOf, DISTANCE, UNKNOWN } from '../featurizer/features.ts'
import { type EnrichFitted, stationSchema } from '../featurizer/fitted.ts'
import { nearestStation, type StationGrid, stationDistance, stationGrid } from '../featurizer/stations.ts'
import type { Stage } from '../stage/stage.ts'
import { quantile } from '../statistics/statistics.ts'

/** Rows between looks at the clock and the signal. */
const BATCH_ROWS = 65_536

/**
 * Adds what is derived from place and time: the nearest police station and its distance in feet, season, weekday and
 * quarter of the day. Fills or drops what is null.
 */
export const enrich: Stage = {
  name: 'enrich',
  version: 2,
  async run({ signal, input, write, report, progress }) {
    const { stations } = z.object({ stations: z.array(stationSchema) }).parse(input.fitted.download)
    if (stations.length === 0) throw new UserError('pipeline.no_stations')
    const table = await input.table('crimes')
    const medians = { ward: fitMedian(table, 'ward'), community_area: fitMedian(table, 'community_area') }

    const { rows, dropped } = keptRows(table)
    for (const [reason, count] of Object.entries(dropped)) report.dropped(reason, count)
    if (rows.length === 0) throw new UserError('pipeline.nothing_enriched', { rows: doubles(table, 'id').length })

    const number = (name: string) => gather(doubles(table, name), rows)
    const x = number('x_coordinate')
    const y = number('y_coordinate')
    const dates = number('date')
    const grid = stationGrid(stations)
    const nearest = sharedIntegers(rows.length)
    const distance = sharedFloats(rows.length)
    for (let from = 0; from < rows.length; from += BATCH_ROWS) {
      const to = Math.min(rows.length, from + BATCH_ROWS)
      placeNear(grid, x, y, nearest, distance, from, to)
      progress({ done: to, total: rows.length, unit: 'rows' })
      await new Promise(setImmediate)
      throwIfCancelled(signal)
    }

    const text = (name: string) => ({ type: 'string' as const, ...filled(ascending(category(table, name)), rows) })
    const flags = (name: string) => marks(doubles(table, name), rows)
    const area = (name: 'ward' | 'community_area') => integers(number(name), (value) => areaOf(value, medians[name]))
    const written = write('crimes', {
      id: { type: 'bigint', values: number('id') },
      date: { type: 'timestamp', values: dates },
      block: text('block'),
      iucr: text('iucr'),
      primary_type: text('primary_type'),
      location_description: text('location_description'),
      arrest: { type: 'boolean', values: flags('arrest') },
      // A null is no domestic incident, as pandas' comparison has it.
      domestic: { type: 'boolean', values: flags('domestic') },
      beat: text('beat'),
      district: text('district'),
      ward: { type: 'integer', values: area('ward') },
      community_area: { type: 'integer', values: area('community_area') },
      fbi_code: text('fbi_code'),
      x_coordinate: { type: 'double', values: x },
      y_coordinate: { type: 'double', values: y },
      [DISTANCE]: { type: 'double', values: distance },
      nearest_police_station_district: {
        type: 'string',
        codes: nearest,
        levels: stations.map(({ district }) => district),
      },
      nearest_police_station_district_name: {
        type: 'string',
        codes: nearest,
        levels: stations.map(({ name }) => name),
      },
      season: { type: 'string', codes: integers(dates, seasonIndex), levels: SEASONS },
      day_of_week: { type: 'integer', values: integers(dates, dayOfWeek) },
      day_time: { type: 'string', codes: integers(dates, dayTimeIndex), levels: DAY_TIMES },
    })
    report.metric('rows', written)
    report.metric('stations', stations.length)
    return { fitted: { stations, medians } satisfies EnrichFitted }
  },
}

/** Median of the rows with coordinates; 0 where none of them has a value. */
function fitMedian(table: ParquetTable, name: 'ward' | 'community_area'): number {
  const x = doubles(table, 'x_coordinate')
  const y = doubles(table, 'y_coordinate')
  const values = doubles(table, name).filter((value, i) => !(Number.isNaN(value) || Number.isNaN(x[i]! + y[i]!)))
  return values.length === 0 ? 0 : quantile(values.sort(), 0.5)
}

/** The rows that stay, and how many left by reason; a row that has several reasons leaves for the first. */
function keptRows(table: ParquetTable): { rows: Int32Array; dropped: Record<string, number> } {
  const x = doubles(table, 'x_coordinate')
  const y = doubles(table, 'y_coordinate')
  const { codes: iucr } = category(table, 'iucr')
  const { codes: district } = category(table, 'district')
  const { codes: beat } = category(table, 'beat')
  const kept = new Int32Array(x.length)
  const dropped = { no_coordinates: 0, no_iucr: 0, no_district: 0, no_beat: 0 }
  let count = 0
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]) || Number.isNaN(y[i])) dropped.no_coordinates++
    else if (iucr[i] === -1) dropped.no_iucr++
    else if (district[i] === -1) dropped.no_district++
    else if (beat[i] === -1) dropped.no_beat++
    else kept[count++] = i
  }
  return { rows: kept.subarray(0, count), dropped }
}

function placeNear(
  grid: StationGrid,
  x: Float64Array,
  y: Float64Array,
  nearest: Int32Array,
  distance: Float64Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const station = nearestStation(grid, x[i]!, y[i]!)
    nearest[i] = station
    distance[i] = stationDistance(grid, station, x[i]!, y[i]!)
  }
}

/** `Int32Array.from(values, value)`, which takes ten times as long. */
function integers(values: Float64Array, value: (from: number) => number): Int32Array {
  const out = sharedIntegers(values.length)
  for (let i = 0; i < values.length; i++) out[i] = value(values[i]!)
  return out
}

/** 1 where the value is 1, else 0. */
function marks(values: Float64Array, rows: Int32Array): Uint8Array {
  const out = sharedBytes(rows.length)
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!] === 1 ? 1 : 0
  return out
}

function gather(values: Float64Array, rows: Int32Array): SharedFloats {
  const out = sharedFloats(rows.length)
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!
  return out
}

/** The same values with their levels in ascending order, whatever order they came in. */
function ascending({ codes, levels }: Category): Category {
  const sorted = levels.toSorted((a, b) => (a < b ? -1 : 1))
  const placeOf = new Map(sorted.map((level, place) => [level, place]))
  const places = Int32Array.from(levels, (level) => placeOf.get(level)!)
  return { codes: codes.map((code) => (code === -1 ? -1 : places[code]!)), levels: sorted }
}

/** A category of the kept rows, its nulls as UNKNOWN. */
function filled({ codes, levels }: Category, rows: Int32Array): Category {
  const known = levels.indexOf(UNKNOWN)
  const unknown = known >= 0 ? known : levels.length
  const out = sharedIntegers(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]!]!
    out[i] = code === -1 ? unknown : code
  }
  return { codes: out, levels: known >= 0 ? levels : [...levels, UNKNOWN] }
}
