import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { resource } from '../../appRoot.ts'

const text = z.array(z.string())
const numbers = z.array(z.number())
const rates = z.array(z.number().min(0).max(1))
/** Incidents of a group, rounded: 0 where they were too few to be told. */
const counts = z.array(z.int().min(0))
/** Positions in another table's columns, from 0. */
const positions = z.array(z.int().min(0))

/** A published offence; `type` is its position in `types`. */
const offenceColumns = { iucr: text, primary_type: text, description: text, fbi_code: text, type: positions }

/**
 * What is known about a year of real incidents, as counts and rates of groups: the file that
 * `scripts/derive-demo-facts.mjs` writes, where each table's derivation is. A table is one array a column.
 */
export const factsSchema = z.object({
  about: z.string(),
  /** No group of fewer incidents is told. */
  smallest: z.int(),
  /** Width and height of a cell, in feet; cell (x, y) holds the points from (x, y)·cell_feet. */
  cell_feet: z.int(),
  year: z.int(),
  incidents: z.int(),
  arrest_rate: z.number(),
  /** Share of a kind of place's points that no other kind of place has too. */
  own_point_share: z.number(),
  /** Incidents by minute of the hour. */
  minutes: counts,
  /** Days from incident to last update: quantiles 0.01, 0.05, 0.1, … 0.95, 0.99. */
  update_days: numbers,
  /** Share of a type's incidents that are a further victim of the case before. */
  repeated_cases: z.object({ primary_type: text, rate: rates }),
  degrees: z.object({
    x0: z.number(),
    y0: z.number(),
    scale: z.number(),
    latitude: numbers.length(10),
    longitude: numbers.length(10),
  }),
  districts: text,
  /** The large primary types, and the others as one. `months`, `weekdays` (from Monday), … hold one list a type. */
  types: z.object({
    name: text,
    no_coordinates_rate: rates,
    months: z.array(counts.length(12)),
    weekdays: z.array(counts.length(7)),
    hours: z.array(counts.length(24)),
    districts: z.array(counts),
    /** Added to the logit of an arrest in each quarter of the day. */
    arrest_effect_by_quarter: z.array(numbers.length(4)),
  }),
  offences: z.object({ ...offenceColumns, incidents: counts, arrest_rate: rates, domestic_rate: rates }),
  /** Offences that are too few to be told apart: their names, and what they are together. */
  rare_offences: z.object({
    ...offenceColumns,
    incidents: z.int(),
    arrest_rate: z.number(),
    domestic_rate: z.number(),
  }),
  /** Kinds of place: groups of location descriptions. */
  places: z.object({
    name: text,
    districts: z.array(counts),
    /** Share that happened where none of its kind of place had happened before. */
    new_share: rates,
    /** How much likelier two at one point are of one offence than two of the district: 0 not at all, 1 always. */
    offence_affinity: rates,
    /** Logit of an arrest at the usual point, and the standard deviation of the points around it. */
    arrest_logit: numbers,
    arrest_spread: numbers,
  }),
  locations: z.object({ name: z.array(z.string().nullable()), incidents: counts, place: positions }),
  rare_locations: z.object({ name: text, place: positions, incidents: z.int() }),
  /** Offences at locations, where that is a group large enough. */
  offence_locations: z.object({
    offence: positions,
    location: positions,
    incidents: counts,
    arrest_rate: rates,
    domestic_rate: rates,
  }),
  /** Locations of the offences that are in no group of `offence_locations`. */
  type_locations: z.object({ type: positions, location: positions, incidents: counts }),
  beats: z.object({ name: text, district: positions, arrest_effect: numbers }),
  cells: z.object({
    x: z.array(z.int()),
    y: z.array(z.int()),
    incidents: counts,
    beat: positions,
    ward: z.array(z.int()),
    community_area: z.array(z.int()),
  }),
  place_cells: z.object({ place: positions, cell: positions, incidents: counts }),
})

export type Facts = z.output<typeof factsSchema>

/** The facts that the app ships, as their text and parsed. */
export async function readFacts(): Promise<{ json: string; facts: Facts }> {
  const json = await readFile(resource('demo-facts.json'), 'utf8')
  return { json, facts: factsSchema.parse(JSON.parse(json)) }
}
