import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { loadRecipe, recipeParameters } from '../../../src/main/pipeline/loadRecipe.ts'
import { isMessageCode } from '../../../src/shared/messages/index.ts'
import { recipeSchema } from '../../../src/shared/pipeline/recipe.ts'
import { temporaryFolder } from '../../support.ts'

describe('a recipe', () => {
  it('is the preset with single parameters set on top', async () => {
    const recipe = await loadRecipe('classic', ['merge.days=731', 'split.strategy=time', 'balance.method="none"'])
    expect(recipe.merge.days).toBe(731)
    expect(recipe.split.strategy).toBe('time')
    expect(recipe.balance).toEqual({ method: 'none', neighbours: 5, oversample: 0.5, undersample: 0.8 })
  })

  it('may be a file that names only what differs', async () => {
    const file = join(temporaryFolder(), 'mine.json')
    writeFileSync(file, JSON.stringify({ name: 'mine', features: { threshold: 0.1 } }))
    const recipe = await loadRecipe(file, [])
    expect(recipe).toMatchObject({ name: 'mine', seed: 42, features: { threshold: 0.1 } })
    expect(recipe.features.drop).toContain('fbi_code_freq')
  })

  it('sets parameters of one learner', async () => {
    const recipe = await loadRecipe('classic', ['train.params.gradient-boosting.max_depth=8'])
    expect(recipe.train.params).toEqual({ 'gradient-boosting': { max_depth: 8 } })
  })

  it.each([
    ['merge.days=0', 'recipe.invalid', { parameter: 'merge.days' }],
    ['merge.dayz=3', 'recipe.unknown_parameter', { parameter: 'merge.dayz' }],
    ['train.params.xgboost.max_depth=8', 'recipe.unknown_parameter', { parameter: 'train.params.xgboost' }],
    [
      'train.params.gradient-boosting.max_deph=8',
      'recipe.unknown_parameter',
      { parameter: 'train.params.gradient-boosting.max_deph' },
    ],
    [
      'train.params.gradient-boosting.subsample=0',
      'recipe.invalid',
      { parameter: 'train.params.gradient-boosting.subsample', problem: 'must be more than 0' },
    ],
    ['nothing.here=3', 'recipe.unknown_parameter', { parameter: 'nothing' }],
    ['__proto__.polluted=1', 'recipe.unknown_parameter', { parameter: '__proto__' }],
    ['merge.days', 'recipe.bad_setting', { setting: 'merge.days' }],
  ])('refuses %s and names it', async (setting, code, params) => {
    await expect(loadRecipe('classic', [setting])).rejects.toMatchObject({ code, params })
    expect(Object.prototype).not.toHaveProperty('polluted')
  })

  it('refuses a file that is missing or no JSON object', async () => {
    await expect(loadRecipe('/nowhere/recipe.json', [])).rejects.toMatchObject({ code: 'recipe.not_found' })
    const file = join(temporaryFolder(), 'list.json')
    writeFileSync(file, '[1]')
    await expect(loadRecipe(file, [])).rejects.toMatchObject({ code: 'recipe.not_json' })
  })

  it('lists every parameter with description and default', () => {
    const parameters = recipeParameters()
    expect(parameters.find(({ name }) => name === 'balance.neighbours')).toMatchObject({ default: 5 })
    expect(parameters.filter(({ description }) => description === '')).toEqual([])
  })

  it('describes its parameters in each language, in English as its JSON Schema does', () => {
    const schema = JSON.stringify(z.toJSONSchema(recipeSchema, { io: 'input' }))
    for (const { name, description } of recipeParameters()) {
      expect(isMessageCode(`parameter.${name}`), name).toBe(true)
      expect(schema).toContain(JSON.stringify(description))
    }
  })
})
