import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reasonsOf } from '../../../../src/main/learners/explain/reasons.ts'
import { createFieldShares } from '../../../../src/main/pipeline/featurizer/fieldShares.ts'
import { tellReasons, toldValue } from '../../../../src/main/serving/champion/explainPrediction.ts'

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

describe('the reasons of a prediction', () => {
  it('sum to the probability, from what is expected without knowing anything', () => {
    const margin = fc.double({ min: -4, max: 4, noNaN: true })
    fc.assert(
      fc.property(margin, fc.array(margin, { minLength: 1, maxLength: 8 }), (expected, values) => {
        const features = values.map((_, k) => `feature ${k}`)
        const contributions = Float64Array.from(values)
        const { base, reasons } = reasonsOf(
          { contributions, expected },
          features,
          (k) => [{ field: features[k]!, share: 1 }],
          () => null,
          sigmoid,
        )
        const sum = reasons.reduce((total, { effect }) => total + effect, base)
        expect(sum).toBeCloseTo(sigmoid(values.reduce((a, b) => a + b, expected)), 9)
      }),
    )
  })

  it('divide what a combination does among its fields', () => {
    const features = ['iucr_rate', 'iucr_and_location_description_rate']
    const row = [1 / (1 + Math.exp(-3)), 1 / (1 + Math.exp(-2))]
    const { reasons } = reasonsOf(
      { contributions: Float64Array.of(1, 0.6), expected: 0 },
      features,
      (k) => createFieldShares(features, 0.5).of(k, row),
      () => null,
      (output) => output,
    )
    // The code takes the rate's log odds to 3, the place back to 2: 3/2 and -1/2 of the 0.6.
    expect(reasons.map(({ field, features }) => [field, features])).toEqual([
      ['iucr', features],
      ['location_description', [features[1]]],
    ])
    expect(reasons[0]!.effect).toBeCloseTo(1.9, 9)
    expect(reasons[1]!.effect).toBeCloseTo(-0.3, 9)
  })

  it('name the incident’s own fields, with all features that were made of one', () => {
    const features = [
      ...['location_description_freq', 'x_coordinate_standardized', 'y_coordinate_standardized'],
      ...['distance_crime_to_police_station_standardized', 'day_of_week_sin', 'domestic_tag'],
    ]
    const contributions = Float64Array.of(-0.8, 0.3, 0.3, -0.1, 0.001, 0)
    const incident = new Map<string, unknown>([
      ['location_description', 'APARTMENT'],
      ['x_coordinate', 1150000],
      ['y_coordinate', 1900000.5],
    ])
    const told = tellReasons(
      reasonsOf(
        { contributions, expected: 0 },
        features,
        (k) => createFieldShares(features, undefined).of(k, contributions),
        (field) => toldValue(incident, field),
        sigmoid,
      ),
    )
    expect(told.map(({ text }) => text)).toEqual([
      'location APARTMENT lowers it by 0.19',
      'place 1150000, 1900000.5 raises it by 0.12',
    ])
  })
})
