import { describe, expect, it } from 'vitest'
import { recipeParameters } from '../../src/main/pipeline/loadRecipe.ts'
import { fieldKind, readField } from '../../src/renderer/views/pipeline/parameters/parameterValues.ts'

/** What a parameter's field makes of what was typed. */
function typed(name: string, text: string) {
  const parameter = recipeParameters().find((one) => one.name === name)!
  return readField(text, fieldKind(parameter.schema), name)
}

describe('a parameter’s field', () => {
  it.each([
    ['balance.neighbours', ' 7 ', 7],
    ['balance.oversample', '0,25', 0.25],
    ['outliers.k', '', null],
    ['train.threshold', 'mcc', 'mcc'],
    ['train.threshold', '0.3', 0.3],
    ['features.drop', 'beat_freq, ward_freq', ['beat_freq', 'ward_freq']],
    ['features.drop', '', []],
    ['encode.rates', '[["iucr", "block"]]', [['iucr', 'block']]],
    ['train.params', '{"random-forest": {"n_estimators": 50}}', { 'random-forest': { n_estimators: 50 } }],
  ])('of %s takes %j', (name, text, value) => {
    expect(typed(name, text)).toEqual({ value })
  })

  it.each([
    ['balance.neighbours', '', 'must be a number'],
    ['balance.neighbours', 'five', 'must be a number'],
    ['balance.neighbours', '2.5', 'must be a whole number'],
    ['balance.neighbours', '51', 'must be at most 50'],
    ['split.test_share', '1', 'must be less than 1'],
    ['outliers.k', '0', 'must be more than 0'],
    ['encode.rates', '[["iucr", "blok"]]', /^0\.1: must be one of iucr, /],
    ['encode.rates', '[["iucr"], ["iucr"]]', 'names the same twice'],
    ['encode.rates', 'iucr', /^Write valid JSON/],
    ['train.params', '{"xgboost": {}}', 'knows no xgboost'],
    ['train.params', '{"gradient-boosting": {"max_deph": 8}}', 'gradient-boosting: knows no max_deph'],
    ['train.params', '{"gradient-boosting": {"max_depth": 99}}', 'gradient-boosting.max_depth: must be at most 20'],
  ])('of %s refuses %j', (name, text, problem) => {
    expect(typed(name, text).problem).toEqual(typeof problem === 'string' ? problem : expect.stringMatching(problem))
  })
})
