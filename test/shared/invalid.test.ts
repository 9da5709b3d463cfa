import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { problemOfIssue } from '../../src/shared/invalid.ts'
import { inLanguage } from '../../src/shared/messages/index.ts'
import { recipeSchema } from '../../src/shared/pipeline/recipe.ts'

function problemOf(schema: z.ZodType, value: unknown): string {
  const { error } = schema.safeParse(value)
  return problemOfIssue(error!.issues[0]!)
}

describe('what is wrong with a value', () => {
  it.each([
    [z.number(), 'a', 'must be a number'],
    [z.int(), 1.5, 'must be a whole number'],
    [z.string(), 1, 'must be text'],
    [z.boolean(), 1, 'must be true or false'],
    [z.array(z.number()), {}, 'must be a list'],
    [z.strictObject({}), 3, 'must be an object, like {"name": 1}'],
    [z.number().min(1), 0, 'must be at least 1'],
    [z.number().gt(0), 0, 'must be more than 0'],
    [z.number().max(1), 2, 'must be at most 1'],
    [z.number().lt(1), 1, 'must be less than 1'],
    [z.array(z.number()).min(1), [], 'must have at least 1 entry'],
    [z.array(z.number()).max(2), [1, 2, 3], 'must have at most 2 entries'],
    [z.string().min(2), 'a', 'must have at least 2 characters'],
    [z.string().max(1), 'ab', 'must have at most 1 character'],
    [z.enum(['std', 'iqr']), 'mad', 'must be one of std, iqr'],
    [z.iso.date(), 'soon', 'must be a day like 2017-12-31'],
    [z.url(), 'here', 'must be an address like https://data.example.org'],
    [z.strictObject({}), { a: 1 }, 'knows no a'],
    [z.union([z.number().lt(1), z.enum(['mcc', 'f1'])]), 'x', 'must be a number, or must be one of mcc, f1'],
    [z.string().regex(/^a/), 'b', 'has another form than what is wanted'],
  ])('is told in words (%#)', (schema, value, words) => {
    expect(problemOf(schema, value)).toBe(words)
  })

  it('is told in the user’s language, also by the recipe', () => {
    const twice = { encode: { calendar: ['hour', 'hour'] } }
    expect(problemOf(recipeSchema, twice)).toBe('names the same twice')
    expect(inLanguage('es', () => problemOf(recipeSchema, twice))).toBe('nombra lo mismo dos veces')
    const params = { train: { params: { 'random-forest': { n_estimators: 0 } } } }
    expect(inLanguage('es', () => problemOf(recipeSchema, params))).toBe('debe ser como mínimo 1')
  })
})
