import { createRandom, type Random } from '../../random.ts'
import type { Task } from '../../workers/tasks.ts'
import type { Facts } from './facts.ts'
import { drawCircumstances, locationList, offenceList } from './offences.ts'
import { createCity } from './points.ts'
import { drawTimeline } from './times.ts'
import { weighted } from './weighted.ts'

export interface YearRequest {
  facts: Facts
  /** Rows in all, superseded versions of incidents included. */
  rows: number
  seed: number
}

/** Columns of a generated row, as doubles; codes are positions in lists. */
export const YEAR_COLUMNS = [
  'id',
  'case',
  /** Seconds since 1970 on Chicago's clock. */
  'date',
  'updated_on',
  /** Position in `offenceList`. */
  'offence',
  /** Position in `locationList`. */
  'location',
  'cell',
  'block',
  /** 0 or 1. */
  'arrest',
  'domestic',
  /** Feet; NaN where the incident has no coordinates. */
  'x',
  'y',
  'latitude',
  'longitude',
] as const

/** The generated rows in order of time and id. */
export type GeneratedYear = Record<(typeof YEAR_COLUMNS)[number], Float64Array<ArrayBuffer>>

/**
 * Share of the incidents whose arrest was made after they were first published, so that two versions of them come in.
 * From snapshots of the portal: 593 of 267,792 incidents of 2017 changed in March 2018. One snapshot cannot tell it.
 */
const CORRECTED = 593 / 267_792
/** Far above the portal's ids, so that no generated incident can pass for a real one. */
const FIRST_ID = 90_000_001
const DAY_SECONDS = 86_400
const DAY_MINUTES = 1440
const QUARTER_MINUTES = 360
/** The portal is updated in the afternoon. */
const UPDATE_SECONDS = 15 * 3600 + 50 * 60
/** No incident's last update comes sooner, so an earlier version fits in. */
const SOONEST_UPDATE_DAYS = 7
/** Blocks a cell, in each direction. */
const BLOCKS = 3
const PROGRESS_ROWS = 16_384

/** Generates the year. Same facts, rows and seed: same rows, on every machine. */
export const generateYearTask: Task<YearRequest, GeneratedYear> = ({ facts, rows, seed }, { progress }) => {
  const offences = offenceList(facts)
  const locations = locationList(facts)
  const circumstancesOf = drawCircumstances(facts, offences)
  const outcome = createRandom(seed, 'demo', 'outcome')
  const corrections = Math.round((rows * CORRECTED) / (1 + CORRECTED))
  const incidents = rows - corrections
  const city = createCity(facts, offences, incidents, createRandom(seed, 'demo', 'places'))
  const timeline = drawTimeline(facts, offences, incidents, createRandom(seed, 'demo', 'times'))
  const newYear = Date.UTC(facts.year, 0, 1) / 1000
  const delay = weighted(facts.update_days.slice(1).map(() => 1))

  const year = emptyYear(incidents)
  let id = FIRST_ID
  let cases = 0
  for (let i = 0; i < incidents; i++) {
    if (i % PROGRESS_ROWS === 0) progress(i / rows)
    year.id[i] = id
    id += 1 + outcome.below(3)
    const before = timeline.sameCaseAs[i]!
    if (before >= 0) {
      copyRow(year, before, i)
      continue
    }
    const offence = timeline.offence[i]!
    const minute = timeline.minute[i]!
    const type = offences.type[offence]!
    const { location, arrestRate, domesticRate } = circumstancesOf(offence, outcome)
    const place = locations.place[location]!
    const effect = facts.types.arrest_effect_by_quarter[type]![Math.floor((minute % DAY_MINUTES) / QUARTER_MINUTES)]!
    const arrest = outcome.uniform() < shifted(arrestRate, effect)
    const located = outcome.uniform() >= facts.types.no_coordinates_rate[type]!
    const point = located ? city.locate(offence, place, arrest) : undefined
    const cell = point === undefined ? city.cellOf(offence, place, arrest) : city.cell[point]!
    const k = delay.draw(outcome)
    const [soonest, latest] = [facts.update_days[k]!, facts.update_days[k + 1]!]
    const days = soonest + Math.floor(outcome.uniform() * (latest - soonest + 1))

    year.case[i] = cases++
    year.date[i] = newYear + minute * 60
    year.updated_on[i] =
      newYear + (Math.floor(minute / DAY_MINUTES) + days) * DAY_SECONDS + UPDATE_SECONDS + outcome.below(600)
    year.offence[i] = offence
    year.location[i] = location
    year.cell[i] = cell
    year.arrest[i] = arrest ? 1 : 0
    year.domestic[i] = outcome.uniform() < domesticRate ? 1 : 0
    if (point === undefined) setNoPosition(year, i, cell, outcome)
    else setPosition(year, i, facts, cell, city.x[point]!, city.y[point]!)
  }
  const all = withCorrections(year, corrections, createRandom(seed, 'demo', 'corrections'))
  return { output: all, transfer: Object.values(all).map((column) => column.buffer) }
}

/** A probability whose logit is moved by `effect`. */
function shifted(probability: number, effect: number): number {
  const odds = Math.exp(effect) * (probability / (1 - probability))
  return probability === 1 ? 1 : odds / (1 + odds)
}

/** An incident without coordinates has a block all the same: any of its cell. */
function setNoPosition(year: GeneratedYear, i: number, cell: number, random: Random): void {
  year.block[i] = cell * BLOCKS * BLOCKS + random.below(BLOCKS * BLOCKS)
  for (const column of [year.x, year.y, year.latitude, year.longitude]) column[i] = Number.NaN
}

function setPosition(year: GeneratedYear, i: number, facts: Facts, cell: number, x: number, y: number): void {
  const { cells, cell_feet: size } = facts
  const column = Math.floor(((x - cells.x[cell]! * size) * BLOCKS) / size)
  const row = Math.floor(((y - cells.y[cell]! * size) * BLOCKS) / size)
  year.block[i] = (cell * BLOCKS + row) * BLOCKS + column
  year.x[i] = x
  year.y[i] = y
  const { x0, y0, scale, latitude, longitude } = facts.degrees
  const u = (x - x0) / scale
  const v = (y - y0) / scale
  year.latitude[i] = cubic(latitude, u, v)
  year.longitude[i] = cubic(longitude, u, v)
}

/** c₀ + c₁u + c₂v + c₃u² + c₄uv + c₅v² + c₆u³ + c₇u²v + c₈uv² + c₉v³, to nine decimals as the portal has them. */
function cubic(c: number[], u: number, v: number): number {
  const value =
    c[0]! +
    u * (c[1]! + u * (c[3]! + u * c[6]! + v * c[7]!)) +
    v * (c[2]! + u * c[4]! + v * (c[5]! + u * c[8]! + v * c[9]!))
  return Math.round(value * 1e9) / 1e9
}

/** Puts before each of `corrections` arrests the version of the row that was published when there was none yet. */
function withCorrections(year: GeneratedYear, corrections: number, random: Random): GeneratedYear {
  const incidents = year.id.length
  const arrests = Array.from(year.arrest.keys()).filter((i) => year.arrest[i] === 1)
  random.shuffle(arrests)
  const corrected = new Set(arrests.slice(0, corrections))
  const all = emptyYear(incidents + corrected.size)
  let at = 0
  for (let i = 0; i < incidents; i++) {
    for (let version = corrected.has(i) ? 0 : 1; version < 2; version++, at++) {
      for (const name of YEAR_COLUMNS) all[name][at] = year[name][i]!
      if (version === 1) continue
      all.arrest[at] = 0
      all.updated_on[at] = year.updated_on[i]! - DAY_SECONDS * (1 + random.below(SOONEST_UPDATE_DAYS - 1))
    }
  }
  return all
}

function copyRow(year: GeneratedYear, from: number, to: number): void {
  for (const name of YEAR_COLUMNS) if (name !== 'id') year[name][to] = year[name][from]!
}

function emptyYear(rows: number): GeneratedYear {
  const columns = YEAR_COLUMNS.map((name) => [name, new Float64Array(rows)] as const)
  return Object.fromEntries(columns) as GeneratedYear
}
