import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { problemOfIssue } from '../../shared/invalid.ts'
import { isMessageCode, recordedText } from '../../shared/messages/index.ts'
import { LEARNER_PARAMS, LEARNERS } from '../../shared/pipeline/learnerParams.ts'
import { PRESETS, type Recipe, recipeSchema } from '../../shared/pipeline/recipe.ts'

type JsonObject = { [key: string]: unknown }

/**
 * The recipe of a run: a preset by name or a JSON file, with single parameters set on top.
 * @param settings `stage.param=value` each; the value is JSON, or text where it is none
 * @throws UserError `recipe.*` that names the parameter and what is allowed
 */
export async function loadRecipe(nameOrFile: string, settings: string[]): Promise<Recipe> {
  const isPreset = Object.hasOwn(PRESETS, nameOrFile)
  return adjustRecipe(isPreset ? PRESETS[nameOrFile] : await readRecipe(nameOrFile), settings)
}

/** A recipe, or what is to be one, with single parameters set on top. @throws UserError as `loadRecipe` */
export function adjustRecipe(base: unknown, settings: string[]): Recipe {
  const copy: unknown = structuredClone(base)
  const recipe: JsonObject = isObject(copy) ? copy : {}
  for (const setting of settings) applySetting(recipe, setting)
  const parsed = recipeSchema.safeParse(recipe)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  const section = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    const unknown = issue.keys.map((key) => (section === '' ? key : `${section}.${key}`))
    throw new UserError('recipe.unknown_parameter', {
      parameter: unknown.join(', '),
      known: namesWithin(issue.path).join(', '),
    })
  }
  throw new UserError('recipe.invalid', { parameter: section, problem: problemOfIssue(issue) })
}

/** What a recipe may name at a path of it; everything where that is not known. */
function namesWithin(path: readonly PropertyKey[]): readonly string[] {
  const [, , learner] = path
  if (path.join('.') === 'train.params') return LEARNERS
  const named = LEARNERS.find((name) => name === learner)
  return named === undefined ? recipeParameters().map(({ name }) => name) : Object.keys(LEARNER_PARAMS[named].shape)
}

async function readRecipe(file: string): Promise<JsonObject> {
  let content: string
  try {
    content = await readFile(file, 'utf8')
  } catch (error) {
    throw new UserError('recipe.not_found', { recipe: file, presets: Object.keys(PRESETS).join(', ') }).causedBy(error)
  }
  try {
    const value: unknown = JSON.parse(content)
    if (isObject(value)) return value
    throw new TypeError('not an object')
  } catch (error) {
    throw new UserError('recipe.not_json', { file, problem: error instanceof Error ? error.message : '' }).causedBy(
      error,
    )
  }
}

function applySetting(recipe: JsonObject, setting: string): void {
  const match = /^([\w.-]+)=(.*)$/s.exec(setting)
  if (match === null) throw new UserError('recipe.bad_setting', { setting })
  const path = match[1]!.split('.')
  const last = path.pop()!
  let section = recipe
  for (const key of path) {
    const inner = Object.hasOwn(section, key) ? section[key] : undefined
    const next: JsonObject = isObject(inner) ? inner : {}
    Object.defineProperty(section, key, { value: next, enumerable: true, writable: true, configurable: true })
    section = next
  }
  const value = jsonOrText(match[2]!)
  Object.defineProperty(section, last, { value, enumerable: true, writable: true, configurable: true })
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export interface RecipeParameter {
  /** `balance.neighbours` */
  name: string
  description: string
  default: unknown
  /** What is allowed, as JSON Schema. */
  schema: JsonObject
}

/** Every parameter of a recipe with its default and what is allowed, in the order of the stages. */
export function recipeParameters(): RecipeParameter[] {
  const schema: unknown = z.toJSONSchema(recipeSchema, { io: 'input' })
  return collect(schema, '', recipeSchema.parse({}))
}

function collect(schema: unknown, prefix: string, defaults: unknown): RecipeParameter[] {
  if (!isObject(schema) || !isObject(schema.properties) || !isObject(defaults)) return []
  return Object.entries(schema.properties).flatMap(([key, property]): RecipeParameter[] => {
    if (!isObject(property)) return []
    const name = prefix + key
    if (isObject(property.properties)) return collect(property, `${name}.`, defaults[key])
    const { description, default: _default, ...allowed } = property
    const code = `parameter.${name}`
    const told = isMessageCode(code) ? recordedText(code, {}) : String(description ?? '')
    return [{ name, description: told, default: defaults[key], schema: allowed }]
  })
}
