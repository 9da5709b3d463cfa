import { z } from 'zod'
import { problemOfIssue } from '../invalid.ts'
import { LEARNER_PARAMS, LEARNERS } from './learnerParams.ts'

const share = z.number().gt(0).lt(1)

/** What an incident can be grouped by for its group's arrest rate. `three_hours` is the hour divided by three. */
export const RATE_KEYS = [
  'iucr',
  'primary_type',
  'fbi_code',
  'location_description',
  'domestic',
  'district',
  'beat',
  'ward',
  'community_area',
  'block',
  'day_of_week',
  'three_hours',
  'hour',
  'minute',
] as const
export type RateKey = (typeof RATE_KEYS)[number]

/** Parts of the time that can be features as they are: 0-23, 0-59, 0 = Monday, 1-366. */
export const CALENDAR_FEATURES = ['hour', 'minute', 'day_of_week', 'day_of_year'] as const
export type CalendarFeature = (typeof CALENDAR_FEATURES)[number]

const distinct = (values: readonly string[]) => new Set(values).size === values.length

const paramsSchema = z.strictObject(LEARNER_PARAMS).partial()

/** What learners find wrong with their parameters. These stay as they were given: a recipe holds no learner's defaults. */
function issuesOfParams(input: Record<string, unknown>): z.core.$ZodRawIssue[] {
  return (paramsSchema.safeParse(input).error?.issues ?? []).map((issue): z.core.$ZodRawIssue => {
    const { path } = issue
    if (issue.code === 'unrecognized_keys') return { code: issue.code, keys: issue.keys, path, input }
    return { code: 'custom', message: problemOfIssue(issue), path, input }
  })
}

/** Parameters of every stage, with defaults: the recipe `classic`. The same schema draws the forms and `--help-params`. */
export const recipeSchema = z.strictObject({
  name: z.string().min(1).default('classic').describe('Name of the recipe'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(42)
    .describe('Seed of everything that is drawn at random'),
  merge: z
    .strictObject({
      days: z.int().min(1).max(36_600).default(365).describe('Length of the window before the run date, in days'),
    })
    .prefault({}),
  split: z
    .strictObject({
      strategy: z
        .enum(['stratified', 'time'])
        .default('stratified')
        .describe(
          'stratified: a share of each class, by hash of the id; time: the newest incidents are the test set, and folds go forward in time',
        ),
      test_share: share.default(0.2).describe('Share of the incidents held out for testing'),
    })
    .prefault({}),
  outliers: z
    .strictObject({
      method: z.enum(['std', 'iqr', 'none']).default('std').describe('How the bounds of the distance are fitted'),
      k: z
        .number()
        .positive()
        .nullable()
        .default(null)
        .describe('std: mean ± k·std, 3 where not given; iqr: quartiles ± k·IQR, 1.5 where not given'),
    })
    .prefault({}),
  encode: z
    .strictObject({
      calendar: z
        .array(z.enum(CALENDAR_FEATURES))
        .refine(distinct, 'invalid.twice')
        .default([])
        .describe('Parts of the time that become features as they are'),
      rates: z
        .array(z.array(z.enum(RATE_KEYS)).min(1).max(4).refine(distinct, 'invalid.twice'))
        .refine((all) => distinct(all.map((keys) => keys.join())), 'invalid.twice')
        .default([])
        .describe('Columns, or combinations of them, whose arrest rate becomes a feature, e.g. [["iucr","block"]]'),
      smoothing: z
        .number()
        .gt(0)
        .default(10)
        .describe('Rows that the rate without the last column counts for within the rate with it'),
      min_rows: z
        .int()
        .min(1)
        .default(5)
        .describe('Rows below which a combination takes the rate without its last column'),
      folds: z
        .int()
        .min(2)
        .max(20)
        .default(5)
        .describe('Folds of the training rows; a row is encoded by the other folds'),
    })
    .prefault({}),
  balance: z
    .strictObject({
      method: z.enum(['smote', 'none']).default('smote').describe('How the training classes are balanced'),
      neighbours: z.int().min(1).max(50).default(5).describe('Nearest minority neighbours that SMOTE draws from'),
      oversample: z.number().gt(0).max(1).default(0.5).describe('Minority/majority after SMOTE'),
      undersample: z.number().gt(0).max(1).default(0.8).describe('Minority/majority after random undersampling'),
    })
    .prefault({}),
  features: z
    .strictObject({
      drop: z
        .array(z.string())
        .default([
          'beat_freq',
          'ward_freq',
          'community_area_freq',
          'district_freq',
          'nearest_police_station_district_freq',
          'nearest_police_station_district_name_freq',
          'fbi_code_freq',
        ])
        .describe('Features that leave before selection, since they repeat others'),
      threshold: z.number().min(0).default(0.05).describe('Mutual information with arrest that a feature must exceed'),
    })
    .prefault({}),
  train: z
    .strictObject({
      learners: z
        .array(z.enum(LEARNERS))
        .min(1)
        .default([...LEARNERS])
        .describe('Learners that compete for champion'),
      folds: z.int().min(2).max(10).default(3).describe('Folds of the training rows that choose and calibrate'),
      threshold: z
        .union([share, z.enum(['mcc', 'f1'])])
        .default(0.5)
        .describe(
          'Calibrated probability from which an arrest is predicted, or the metric that the folds choose it for',
        ),
      params: z
        .record(z.string(), z.record(z.string(), z.json()))
        .check(({ value, issues }) => {
          issues.push(...issuesOfParams(value))
        })
        .default({})
        .describe('Parameters by learner, e.g. {"gradient-boosting": {"max_depth": 8}}'),
    })
    .prefault({}),
  promote: z
    .strictObject({
      threshold: z.number().min(0).max(1).default(0.01).describe('MCC by which a challenger must beat the champion'),
    })
    .prefault({}),
})

export type Recipe = z.output<typeof recipeSchema>

/**
 * Real rows with what tells most of them: arrest rates of the offence, the place and both together, encoded out of fold,
 * and the clock. No synthetic rows; probabilities are calibrated and the threshold is chosen on the folds.
 */
const recommended: z.input<typeof recipeSchema> = {
  name: 'recommended',
  outliers: { method: 'none' },
  encode: {
    calendar: ['hour', 'minute', 'day_of_week', 'day_of_year'],
    rates: [
      ['iucr'],
      ['location_description'],
      ['beat'],
      ['community_area'],
      ['block'],
      ['iucr', 'location_description'],
      ['iucr', 'beat'],
      ['iucr', 'community_area'],
      ['iucr', 'block'],
      ['iucr', 'domestic'],
      ['iucr', 'three_hours'],
      ['location_description', 'domestic'],
      ['location_description', 'beat'],
      ['location_description', 'block'],
      ['location_description', 'three_hours'],
      ['block', 'three_hours'],
      ['iucr', 'minute'],
      ['location_description', 'minute'],
    ],
    smoothing: 5,
    min_rows: 3,
    folds: 10,
  },
  balance: { method: 'none' },
  // On the folds these add nothing to the rates, the coordinates and the clock.
  features: {
    drop: [
      'day_of_week_sin',
      'season_spring',
      'season_summer',
      'season_winter',
      'day_time_early_morning',
      'day_time_morning',
      'day_time_night',
      'iucr_freq',
      'primary_type_freq',
      'location_description_freq',
      'fbi_code_freq',
      'district_freq',
      'nearest_police_station_district_freq',
      'nearest_police_station_district_name_freq',
      'beat_freq',
      'ward_freq',
      'community_area_freq',
      'distance_crime_to_police_station_standardized',
    ],
    threshold: 0,
  },
  train: {
    learners: ['logistic-regression', 'gradient-boosting'],
    folds: 5,
    threshold: 'mcc',
    params: {
      'gradient-boosting': {
        n_estimators: 500,
        learning_rate: 0.06,
        max_depth: 5,
        min_child_weight: 5,
        subsample: 0.8,
        colsample_bytree: 0.4,
      },
    },
  },
}

/** The recipes that ship with the app, by name. */
export const PRESETS: Record<string, Recipe> = {
  classic: recipeSchema.parse({}),
  recommended: recipeSchema.parse(recommended),
}
