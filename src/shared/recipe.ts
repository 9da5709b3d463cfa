import { z } from 'zod'

const share = z.number().gt(0).lt(1)

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
        .describe('stratified: a share of each class, by hash of the id; time: the newest incidents are the test set'),
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
        .array(z.enum(['logistic-regression', 'decision-tree', 'random-forest', 'gradient-boosting']))
        .min(1)
        .default(['logistic-regression', 'decision-tree', 'random-forest', 'gradient-boosting'])
        .describe('Learners that compete for champion'),
      folds: z.int().min(2).max(10).default(3).describe('Folds of the training rows that choose and calibrate'),
      threshold: share.default(0.5).describe('Calibrated probability from which an arrest is predicted'),
      params: z
        .record(z.string(), z.record(z.string(), z.json()))
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

/** The recipes that ship with the app, by name. */
export const PRESETS: Record<string, Recipe> = { classic: recipeSchema.parse({}) }
