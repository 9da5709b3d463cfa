import { z } from 'zod'
import { UserError } from '../../../shared/errors.ts'
import { rateFeature } from '../../../shared/pipeline/rateFeature.ts'
import type { RateKey } from '../../../shared/pipeline/recipe.ts'
import { projectToIllinoisEast } from '../../geo/illinoisEast.ts'
import type { Fitted } from '../stage/stage.ts'
import {
  DAY_TIMES,
  dayOfWeek,
  dayTimeIndex,
  hourOf,
  minuteOf,
  parseLocalTime,
  SEASONS,
  seasonIndex,
} from './calendar.ts'
import {
  areaOf,
  CALENDAR,
  DISTANCE,
  dayOfWeekSin,
  FREQUENCY_COLUMNS,
  type FrequencyColumn,
  frequencyFeature,
  frequencyOf,
  indicator,
  logDistance,
  ONE_HOT,
  SCALED_COLUMNS,
  type ScaledColumn,
  scaledFeature,
  standardise,
  UNKNOWN,
} from './features.ts'
import { encodeFittedSchema, enrichFittedSchema, featuresFittedSchema, scaleFittedSchema } from './fitted.ts'
import { type FittedRates, openRates, threeHoursOf } from './rates.ts'
import { nearestStation, stationDistance, stationGrid } from './stations.ts'

/** All that was fitted on the way from a raw incident to a model's features, as plain JSON; stored with the model. */
export const featurizerSchema = z.object({
  version: z.literal(1),
  /** The model's features, in its order. */
  features: z.array(z.string()).min(1),
  ...enrichFittedSchema.shape,
  ...encodeFittedSchema.shape,
  ...scaleFittedSchema.shape,
})
export type FeaturizerJson = z.infer<typeof featurizerSchema>

/** An incident as reported: the portal's columns that features are made of. Absent and null are the same. */
export type RawIncident = {
  /** Local time without zone: `2017-03-05T14:30:00`, with or without a fraction. */
  date?: string | null | undefined
  iucr?: string | null | undefined
  primary_type?: string | null | undefined
  location_description?: string | null | undefined
  block?: string | null | undefined
  domestic?: boolean | null | undefined
  fbi_code?: string | null | undefined
  district?: string | null | undefined
  beat?: string | null | undefined
  ward?: number | null | undefined
  community_area?: number | null | undefined
  /** Feet, Illinois State Plane East; where one is absent, latitude and longitude (degrees) are projected. */
  x_coordinate?: number | null | undefined
  y_coordinate?: number | null | undefined
  latitude?: number | null | undefined
  longitude?: number | null | undefined
}
export type RawField = keyof RawIncident

export interface Featurizer {
  readonly features: readonly string[]
  /** Share of arrests that groups' arrest rates set out from; undefined where no feature is one. */
  readonly overallRate: number | undefined
  /** What an incident must have. x_coordinate and y_coordinate stand for either pair of coordinates. */
  readonly requiredFields: readonly RawField[]
  /**
   * The features of an incident, in their order, written to `into` if given. Null or absent text is UNKNOWN, ward and
   * community area their median, as in training; levels that the training rows did not hold have frequency 0, and the
   * arrest rate of the widest group that is known.
   *
   * @throws UserError `pipeline.incident_lacks` or `pipeline.incident_date` where a required field has no usable value
   */
  featurize(incident: RawIncident, into?: Float64Array): Float64Array
}

/** Assembles the featurizer from what the stages fitted, by stage name. */
export function buildFeaturizer(fittedByStage: Record<string, Fitted>): FeaturizerJson {
  const { selected } = featuresFittedSchema.parse(fittedByStage.features)
  const { rates, ...encoded } = encodeFittedSchema.parse(fittedByStage.encode)
  return featurizerSchema.parse({
    version: 1,
    features: selected,
    ...enrichFittedSchema.parse(fittedByStage.enrich),
    ...encoded,
    ...(rates === undefined ? {} : { rates: neededRates(rates, selected) }),
    ...scaleFittedSchema.parse(fittedByStage.scale),
  })
}

/** Without the combinations that no selected feature, nor a narrower combination of one, is made of. */
function neededRates(rates: FittedRates, selected: string[]): FittedRates {
  const features = rates.levels.filter(({ keys }) => selected.includes(rateFeature(keys)))
  const isNeeded = (keys: RateKey[]) =>
    features.some((feature) => `${feature.keys.join()},`.startsWith(`${keys.join()},`))
  return { ...rates, levels: rates.levels.filter(({ keys }) => isNeeded(keys)) }
}

/** One feature: what it needs, and its value once `Derived` holds what those fields give. */
interface Feature {
  needs: readonly RawField[]
  value(incident: RawIncident): number
}

const PLACE = ['x_coordinate', 'y_coordinate'] as const

/** As text, so that none is made per incident. */
const SMALL_NUMBERS = Array.from({ length: 60 }, (_, number) => String(number))

function neededFor(key: RateKey): RawField {
  switch (key) {
    case 'day_of_week':
    case 'hour':
    case 'three_hours':
    case 'minute':
      return 'date'
    default:
      return key
  }
}

/** Makes a stored featurizer ready to use; about a microsecond an incident. */
export function createFeaturizer(json: unknown): Featurizer {
  const { features: names, stations, medians, frequency, scaler, rates } = featurizerSchema.parse(json)
  const grid = stationGrid(stations)
  /** What several features share of the incident in hand: no object is made per incident. */
  const derived = { time: 0, x: 0, y: 0, station: 0 }

  const byName = new Map<string, Feature>([
    ...Object.entries(CALENDAR).map(([name, of]): [string, Feature] => [
      name,
      { needs: ['date'], value: () => of(derived.time) },
    ]),
    ['day_of_week_sin', { needs: ['date'], value: () => dayOfWeekSin(dayOfWeek(derived.time)) }],
    ['domestic_tag', { needs: ['domestic'], value: ({ domestic }) => indicator(domestic === true) }],
    ...ONE_HOT.map(({ feature, column, level }): [string, Feature] => [
      feature,
      {
        needs: ['date'],
        value:
          column === 'season'
            ? () => indicator(SEASONS[seasonIndex(derived.time)] === level)
            : () => indicator(DAY_TIMES[dayTimeIndex(derived.time)] === level),
      },
    ]),
    ...FREQUENCY_COLUMNS.map((column): [string, Feature] => [frequencyFeature(column), frequencyOfColumn(column)]),
    ...SCALED_COLUMNS.map((column): [string, Feature] => [
      scaledFeature(column),
      { needs: PLACE, value: scaledColumn(column) },
    ]),
  ])

  for (const { keys } of rates?.levels ?? []) {
    const name = rateFeature(keys)
    if (rates !== undefined && names.includes(name)) byName.set(name, rateOfGroup(rates, keys))
  }

  function rateOfGroup(fitted: FittedRates, keys: RateKey[]): Feature {
    const all = openRates(fitted, keys)
    const values = keys.map(rateValue)
    return {
      needs: keys.map(neededFor),
      value(incident) {
        let group = all
        for (const value of values) {
          const narrower = group.narrower.get(value(incident))
          if (narrower === undefined) break
          group = narrower
        }
        return group.rate
      },
    }
  }

  /** An incident's value of a column that incidents are grouped by, as the stages have it. */
  function rateValue(key: RateKey): (incident: RawIncident) => string {
    switch (key) {
      case 'iucr':
      case 'district':
      case 'beat':
        return (incident) => incident[key] ?? ''
      case 'primary_type':
      case 'fbi_code':
      case 'location_description':
      case 'block':
        return (incident) => incident[key] ?? UNKNOWN
      case 'domestic':
        return ({ domestic }) => (domestic === true ? 'true' : 'false')
      case 'ward':
      case 'community_area':
        return (incident) => String(areaOf(incident[key] ?? Number.NaN, medians[key]))
      case 'day_of_week':
        return () => SMALL_NUMBERS[dayOfWeek(derived.time)]!
      case 'hour':
        return () => SMALL_NUMBERS[hourOf(derived.time)]!
      case 'three_hours':
        return () => SMALL_NUMBERS[threeHoursOf(derived.time)]!
      case 'minute':
        return () => SMALL_NUMBERS[minuteOf(derived.time)]!
    }
  }

  function frequencyOfColumn(column: FrequencyColumn): Feature {
    const shares = frequency[column]
    switch (column) {
      case 'iucr':
      case 'district':
      case 'beat':
        return { needs: [column], value: (incident) => frequencyOf(shares, incident[column] ?? '') }
      case 'primary_type':
      case 'location_description':
      case 'fbi_code':
        return { needs: [column], value: (incident) => frequencyOf(shares, incident[column] ?? UNKNOWN) }
      case 'ward':
      case 'community_area':
        return {
          needs: [column],
          value: (incident) => frequencyOf(shares, String(areaOf(incident[column] ?? Number.NaN, medians[column]))),
        }
      case 'nearest_police_station_district':
        return { needs: PLACE, value: () => frequencyOf(shares, stations[derived.station]!.district) }
      case 'nearest_police_station_district_name':
        return { needs: PLACE, value: () => frequencyOf(shares, stations[derived.station]!.name) }
    }
  }

  function scaledColumn(column: ScaledColumn): () => number {
    const fitted = scaler[column]
    switch (column) {
      case 'x_coordinate':
        return () => standardise(derived.x, fitted)
      case 'y_coordinate':
        return () => standardise(derived.y, fitted)
      case DISTANCE:
        return () => standardise(logDistance(stationDistance(grid, derived.station, derived.x, derived.y)), fitted)
    }
  }

  function derivePlace(incident: RawIncident): void {
    const { x_coordinate: x, y_coordinate: y, latitude, longitude } = incident
    if (typeof x === 'number' && typeof y === 'number') {
      derived.x = x
      derived.y = y
    } else if (typeof latitude === 'number' && typeof longitude === 'number') {
      const point = projectToIllinoisEast(latitude, longitude)
      derived.x = point.x
      derived.y = point.y
    } else throw new UserError('pipeline.incident_lacks', { field: 'x_coordinate, y_coordinate' })
    derived.station = nearestStation(grid, derived.x, derived.y)
  }

  const plan = names.map((name) => {
    const feature = byName.get(name)
    if (feature === undefined) throw new RangeError(`the featurizer has nothing fitted for ${name}`)
    return feature
  })
  const requiredFields = [...new Set(plan.flatMap(({ needs }) => needs))]
  const needsTime = requiredFields.includes('date')
  const needsPlace = requiredFields.includes('x_coordinate')
  /** Fields whose null means nothing in training: such rows were left out there. */
  const keys = requiredFields.filter((field) => field === 'iucr' || field === 'district' || field === 'beat')

  return {
    features: names,
    overallRate: rates?.overall,
    requiredFields,
    featurize(incident, into = new Float64Array(plan.length)) {
      for (const field of keys) {
        if (incident[field] === undefined || incident[field] === null) {
          throw new UserError('pipeline.incident_lacks', { field })
        }
      }
      if (needsTime) {
        derived.time = parseLocalTime(incident.date ?? '')
        if (Number.isNaN(derived.time)) throw new UserError('pipeline.incident_date', { value: incident.date ?? '' })
      }
      if (needsPlace) derivePlace(incident)
      for (let k = 0; k < plan.length; k++) into[k] = plan[k]!.value(incident)
      return into
    },
  }
}
