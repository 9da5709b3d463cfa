import type { CalendarFeature } from '../../../shared/pipeline/recipe.ts'
import { dayOfWeek, dayOfYear, hourOf, minuteOf } from './calendar.ts'

/**
 * The features of an incident that every recipe makes (21), and the functions of single values that they are made of.
 * Training applies them to columns, serving to one incident: there is no second version of any of them. What a recipe
 * adds: parts of the time (below) and arrest rates (`rates.ts`).
 */

/** Columns whose levels are encoded as their share of the training rows: feature `<column>_freq`. */
export const FREQUENCY_COLUMNS = [
  'iucr',
  'primary_type',
  'location_description',
  'fbi_code',
  'district',
  'nearest_police_station_district',
  'nearest_police_station_district_name',
  'beat',
  'ward',
  'community_area',
] as const
export type FrequencyColumn = (typeof FREQUENCY_COLUMNS)[number]

export const DISTANCE = 'distance_crime_to_police_station'

/** Columns that are standardised: feature `<column>_standardized`. The distance is its log1p by then. */
export const SCALED_COLUMNS = ['x_coordinate', 'y_coordinate', DISTANCE] as const
export type ScaledColumn = (typeof SCALED_COLUMNS)[number]

/** One feature for every level but the alphabetically first. */
export const ONE_HOT = [
  { feature: 'season_spring', column: 'season', level: 'Spring' },
  { feature: 'season_summer', column: 'season', level: 'Summer' },
  { feature: 'season_winter', column: 'season', level: 'Winter' },
  { feature: 'day_time_early_morning', column: 'day_time', level: 'Early Morning' },
  { feature: 'day_time_morning', column: 'day_time', level: 'Morning' },
  { feature: 'day_time_night', column: 'day_time', level: 'Night' },
] as const

export const frequencyFeature = <C extends FrequencyColumn>(column: C): `${C}_freq` => `${column}_freq`
export const scaledFeature = <C extends ScaledColumn>(column: C): `${C}_standardized` => `${column}_standardized`

/** What the stage Encode makes final; Scale adds the standardised columns. */
export const ENCODED_FEATURES = [
  'day_of_week_sin',
  ...ONE_HOT.map(({ feature }) => feature),
  'domestic_tag',
  ...FREQUENCY_COLUMNS.map(frequencyFeature),
] as const

/** Those of every recipe, in the order of the tables from Scale on. */
export const FEATURES = [...ENCODED_FEATURES, ...SCALED_COLUMNS.map(scaledFeature)] as const

/** The features that a table from Scale on holds. */
export function featureNames(table: Record<string, unknown>): string[] {
  return Object.keys(table).filter((name) => name !== 'id' && name !== 'arrest')
}

/** Parts of the time as features, of milliseconds from 1970 on a clock without zone. */
export const CALENDAR: Record<CalendarFeature, (localMs: number) => number> = {
  hour: hourOf,
  minute: minuteOf,
  day_of_week: dayOfWeek,
  day_of_year: dayOfYear,
}

/** Stands for a text that is null. */
export const UNKNOWN = 'UNKNOWN'

/** Mean and standard deviation (ddof 0) of a column's training rows. */
export interface Scaler {
  mean: number
  std: number
}

/** Shares of the training rows by level, 0-1. */
export type Frequency = Record<string, number>

/** The weekday (0 = Monday) on a circle that starts with Sunday: its sine. */
export function dayOfWeekSin(day: number): number {
  return Math.sin((2 * Math.PI * (((day + 1) % 7) + 1)) / 7)
}

/** A feature that is 1 where the condition holds. */
export function indicator(holds: boolean): number {
  return holds ? 1 : 0
}

/** A level's share of the training rows; 0 for one that they do not hold. */
export function frequencyOf(frequency: Frequency, level: string): number {
  return Object.hasOwn(frequency, level) ? frequency[level]! : 0
}

/** The distance as it is scaled: natural logarithm of 1 + feet. */
export function logDistance(feet: number): number {
  return Math.log1p(feet)
}

export function standardise(value: number, { mean, std }: Scaler): number {
  return (value - mean) / std
}

/** A null ward or community area becomes the median of the rows with coordinates, cut to a whole number. */
export function areaOf(value: number, median: number): number {
  return Number.isNaN(value) ? Math.trunc(median) : value
}
