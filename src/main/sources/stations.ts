import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { resource } from '../appRoot.ts'
import { projectToIllinoisEast } from '../geo/illinoisEast.ts'
import { columnName, parseCsv } from './csv.ts'
import { fileProblem } from './fileProblems.ts'
import type { Station } from './source.ts'

/** A row of the portal's dataset of stations, by API column name; text or numbers. */
export type StationRecord = Record<string, unknown>

/** Far more than any list of stations; a file of incidents named by mistake is not read whole. */
const LARGEST_FILE_BYTES = 4_000_000

/** Bounds of plausible coordinates around Chicago, so that swapped or metric ones are noticed. */
const PLAUSIBLE = {
  x_coordinate: [900_000, 1_400_000],
  y_coordinate: [1_600_000, 2_200_000],
  latitude: [41, 43],
  longitude: [-89, -87],
} as const
type CoordinateColumn = keyof typeof PLAUSIBLE

const shippedSchema = z.array(z.object({ district: z.string(), name: z.string(), x: z.number(), y: z.number() }))

/** The police stations that the app ships: 22 districts, as of the portal's dataset z8bn-74gv. */
export async function shippedStations(): Promise<Station[]> {
  return shippedSchema.parse(JSON.parse(await readFile(resource('police_stations.json'), 'utf8')))
}

/** The stations of the file that the user named, or the shipped ones where none was named. */
export async function stationsFor(file: string | undefined): Promise<Station[]> {
  return file === undefined ? shippedStations() : readStations(file)
}

/**
 * Reads the portal's police stations (CSV with either header style, or a JSON array). Coordinates are taken in feet, or
 * projected where there are only latitude and longitude; Headquarters is left out.
 *
 * @throws UserError `sources.stations.*`, `sources.file.*`
 */
export async function readStations(file: string): Promise<Station[]> {
  return stationsFromRecords(await readRecords(file), file)
}

/**
 * Stations from the records of dataset z8bn-74gv, ordered by district.
 *
 * @param from what the records are called in errors: a path or a host
 */
export function stationsFromRecords(records: StationRecord[], from: string): Station[] {
  const stations = new Map<string, Station>()
  requireColumns(records, from)
  for (const [index, record] of records.entries()) {
    const district = textOf(record.district).replace(/^0+(?=\d)/, '')
    if (/^headquarters$/i.test(district)) continue
    if (!/^\d{1,2}$/.test(district)) throw badRow(index, 'district', record.district, from)
    if (stations.has(district)) throw new UserError('sources.stations.duplicate', { path: from, district })
    const name = textOf(record.district_name) || district
    stations.set(district, { district, name, ...positionOf(record, index, from) })
  }
  if (stations.size === 0) throw new UserError('sources.stations.none', { path: from })
  return [...stations.values()].sort((a, b) => Number(a.district) - Number(b.district))
}

function requireColumns(records: StationRecord[], from: string): void {
  const present = new Set(records.flatMap((record) => Object.keys(record)))
  const lacks = (...columns: string[]) => columns.some((column) => !present.has(column))
  const missing = ['district', 'district_name'].filter((column) => lacks(column))
  if (lacks('x_coordinate', 'y_coordinate') && lacks('latitude', 'longitude')) {
    missing.push('x_coordinate', 'y_coordinate')
  }
  if (missing.length > 0)
    throw new UserError('sources.stations.missingColumns', { path: from, columns: missing.join(', ') })
}

function positionOf(record: StationRecord, index: number, from: string): { x: number; y: number } {
  const coordinate = (column: CoordinateColumn) => {
    const value = textOf(record[column])
    const [low, high] = PLAUSIBLE[column]
    const number = value === '' ? Number.NaN : Number(value)
    if (!(number >= low && number <= high)) throw badRow(index, column, record[column], from)
    return number
  }
  if (textOf(record.x_coordinate) === '' && textOf(record.latitude) !== '') {
    return projectToIllinoisEast(coordinate('latitude'), coordinate('longitude'))
  }
  return { x: coordinate('x_coordinate'), y: coordinate('y_coordinate') }
}

async function readRecords(file: string): Promise<StationRecord[]> {
  const content = await readSmall(file)
  if (content.trim() === '') throw new UserError('sources.file.empty', { path: file })
  if (/^\s*</.test(content)) throw new UserError('sources.file.html', { path: file })
  if (/^\s*\[/.test(content)) return recordsOfJson(content, file)
  const [header = [], ...rows] = parseCsv(content)
  const names = header.map(columnName)
  return rows.map((row) => Object.fromEntries(names.map((name, k) => [name, row[k] ?? ''])))
}

function recordsOfJson(content: string, file: string): StationRecord[] {
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch (error) {
    throw new UserError('sources.file.unknown', { path: file }).causedBy(error)
  }
  const records = z.array(z.record(z.string(), z.unknown())).safeParse(value)
  if (!records.success) throw new UserError('sources.stations.none', { path: file })
  return records.data.map((record) =>
    Object.fromEntries(Object.entries(record).map(([name, field]) => [columnName(name), field])),
  )
}

async function readSmall(file: string): Promise<string> {
  try {
    const { size } = await stat(file)
    if (size > LARGEST_FILE_BYTES) throw new UserError('sources.stations.none', { path: file })
    return await readFile(file, 'utf8')
  } catch (error) {
    throw fileProblem(error, file)
  }
}

function badRow(index: number, column: string, value: unknown, path: string): UserError {
  return new UserError('sources.stations.badRow', { row: index + 1, column, value: textOf(value).slice(0, 80), path })
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}
