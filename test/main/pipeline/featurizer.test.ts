import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DAY_TIMES,
  dayOfWeek,
  dayTimeIndex,
  parseLocalTime,
  SEASONS,
  seasonIndex,
} from '../../../src/main/pipeline/featurizer/calendar.ts'
import { FEATURES, FREQUENCY_COLUMNS } from '../../../src/main/pipeline/featurizer/features.ts'
import {
  createFeaturizer,
  type FeaturizerJson,
  type RawIncident,
} from '../../../src/main/pipeline/featurizer/featurizer.ts'
import { roundHalfEven } from '../../../src/main/pipeline/statistics/rounding.ts'

describe('local times', () => {
  const anyTime = fc.date({ min: new Date('1960-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })

  it('are read as the calendar has them, whatever the zone of the machine', () => {
    fc.assert(
      fc.property(anyTime, (time) => {
        const text = time.toISOString().slice(0, -1)
        const local = parseLocalTime(text)
        expect(local).toBe(time.getTime())
        expect(dayOfWeek(local)).toBe((time.getUTCDay() + 6) % 7)
        expect(seasonIndex(local)).toBe(Math.floor(((time.getUTCMonth() + 1) % 12) / 3))
        expect(dayTimeIndex(local)).toBe(Math.floor(time.getUTCHours() / 6))
      }),
    )
  })

  it.each([
    ['2018-02-28T23:59:59.999999', 'Winter', 'Night'],
    ['2018-03-01 00:00', 'Spring', 'Early Morning'],
    ['2016-02-29T06:00:00', 'Winter', 'Morning'],
    ['2018-11-30T17:59:59', 'Autumn', 'Afternoon'],
  ])('put %s into %s and %s', (text, season, dayTime) => {
    expect(SEASONS[seasonIndex(parseLocalTime(text))]).toBe(season)
    expect(DAY_TIMES[dayTimeIndex(parseLocalTime(text))]).toBe(dayTime)
  })

  it.each([
    '2018-02-29T00:00:00',
    '2018-13-01T00:00:00',
    '2018-01-01T24:00:00',
    '2018-01-01T00:00:00Z',
    '2018-01-01',
    '',
  ])('do not take %j', (text) => expect(parseLocalTime(text)).toBeNaN())
})

describe('a featurizer', () => {
  const shares = Object.fromEntries(FREQUENCY_COLUMNS.map((name) => [name, {}]))
  const json = {
    version: 1,
    features: FEATURES,
    stations: [
      { district: '1', name: 'Central', x: 1_176_569, y: 1_891_772 },
      { district: '2', name: 'Wentworth', x: 1_175_865, y: 1_871_154 },
    ],
    medians: { ward: 24.5, community_area: 32 },
    frequency: {
      ...shares,
      iucr: { '0820': 0.25 },
      location_description: { UNKNOWN: 0.01, STREET: 0.5 },
      ward: { '24': 0.125 },
      nearest_police_station_district_name: { Wentworth: 0.75 },
    },
    scaler: {
      x_coordinate: { mean: 1_165_000, std: 15_000 },
      y_coordinate: { mean: 1_886_000, std: 31_000 },
      distance_crime_to_police_station: { mean: 8, std: 0.5 },
    },
  }
  const incident: RawIncident = {
    date: '2017-07-04T13:05:00.000',
    iucr: '0820',
    primary_type: 'THEFT',
    domestic: false,
    beat: '0123',
    district: '001',
    x_coordinate: 1_175_865,
    y_coordinate: 1_871_254,
  }
  const featuresOf = (raw: RawIncident) => {
    const featurizer = createFeaturizer(json)
    const values = featurizer.featurize(raw)
    return Object.fromEntries(featurizer.features.map((name, k) => [name, values[k]]))
  }

  it('computes what the recipe says', () => {
    expect(featuresOf(incident)).toMatchObject({
      // A Tuesday in summer.
      day_of_week_sin: Math.sin((2 * Math.PI * 3) / 7),
      season_summer: 1,
      season_winter: 0,
      day_time_morning: 0,
      domestic_tag: 0,
      iucr_freq: 0.25,
      nearest_police_station_district_name_freq: 0.75,
      x_coordinate_standardized: (1_175_865 - 1_165_000) / 15_000,
      distance_crime_to_police_station_standardized: (Math.log(101) - 8) / 0.5,
    })
  })

  it('takes null text for UNKNOWN, null areas for their median, and unseen levels for frequency 0', () => {
    const values = featuresOf({ ...incident, location_description: null, ward: null, iucr: '9999' })
    expect(values).toMatchObject({ location_description_freq: 0.01, ward_freq: 0.125, iucr_freq: 0, fbi_code_freq: 0 })
    expect(featuresOf({ ...incident, iucr: 'constructor' }).iucr_freq).toBe(0)
  })

  it('projects latitude and longitude where there are no feet', () => {
    const { x_coordinate: _x, y_coordinate: _y, ...rest } = incident
    const values = featuresOf({ ...rest, latitude: 41.80181109, longitude: -87.63056018 })
    expect(values.y_coordinate_standardized).toBeCloseTo((1_871_153.753 - 1_886_000) / 31_000, 6)
  })

  it.each<[string, RawIncident]>([
    ['iucr', { ...incident, iucr: null }],
    ['x_coordinate', { ...incident, y_coordinate: undefined }],
    ['date', { ...incident, date: '4 July 2017' }],
  ])('says so when an incident has no usable %s', (field, raw) => {
    expect(() => createFeaturizer(json).featurize(raw)).toThrow(field)
  })

  it('asks only for the fields that its features are made of', () => {
    const featurizer = createFeaturizer({ ...json, features: ['iucr_freq', 'x_coordinate_standardized'] })
    expect(featurizer.requiredFields).toEqual(['iucr', 'x_coordinate', 'y_coordinate'])
    expect(Array.from(featurizer.featurize({ iucr: '0820', x_coordinate: 1_165_000, y_coordinate: 0 }))).toEqual([
      0.25, 0,
    ])
  })

  it('is refused where it is not what the stages fitted', () => {
    const broken: Partial<FeaturizerJson> = { version: 1, features: ['iucr_freq'] }
    expect(() => createFeaturizer(broken)).toThrow()
    expect(() => createFeaturizer({ ...json, features: ['beats'] })).toThrow()
  })
})

describe('rounding of shares', () => {
  it('goes to the even number from the middle, as pandas rounds', () => {
    expect([0.5, 1.5, 2.5, 3.5, 2.4999, 2.5001].map(roundHalfEven)).toEqual([0, 2, 2, 4, 2, 3])
  })
})
