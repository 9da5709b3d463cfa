import { z } from 'zod'
import { problemOfIssue } from '../../../../shared/invalid.ts'
import { text } from '../../../../shared/messages/index.ts'
import { recipeSchema } from '../../../../shared/pipeline/recipe.ts'

/** What of a parameter's JSON Schema tells its control. */
const allowedShape = { type: z.string().optional(), enum: z.array(z.string()).optional() }
const allowedSchema = z.object({
  ...allowedShape,
  items: z.object(allowedShape).optional(),
  anyOf: z.array(z.object(allowedShape)).optional(),
})

/** The control that fits a parameter. */
export type FieldKind =
  | { kind: 'choice'; values: string[] }
  | { kind: 'choices'; values: string[] }
  /** `words`: what may stand in place of a number. */
  | { kind: 'number'; nullable: boolean; words: string[] }
  | { kind: 'text' }
  | { kind: 'texts' }
  | { kind: 'json' }

/** The control for what a JSON Schema allows. */
export function fieldKind(schema: unknown): FieldKind {
  const parsed = allowedSchema.safeParse(schema).data
  if (parsed === undefined) return { kind: 'json' }
  const alternatives = parsed.anyOf?.filter(({ type }) => type !== 'null')
  const words = alternatives?.flatMap((alternative) => alternative.enum ?? []) ?? []
  const numeric = alternatives?.find(({ type }) => type === 'number' || type === 'integer')
  const allowed = numeric ?? (alternatives?.length === 1 ? alternatives[0]! : parsed)
  const nullable = parsed.anyOf?.some(({ type }) => type === 'null') ?? false
  if (allowed.enum !== undefined) return { kind: 'choice', values: allowed.enum }
  switch (allowed.type) {
    case 'number':
    case 'integer':
      return { kind: 'number', nullable, words }
    case 'string':
      return { kind: 'text' }
    case 'array':
      if (parsed.items?.enum !== undefined) return { kind: 'choices', values: parsed.items.enum }
      return { kind: parsed.items?.type === 'string' ? 'texts' : 'json' }
    default:
      return { kind: 'json' }
  }
}

type Read = { value: unknown; problem?: undefined } | { problem: string }

/** The value of what was typed for the parameter of a name, or what is wrong with it. */
export function readField(typed: string, kind: FieldKind, name: string): Read {
  const trimmed = typed.trim()
  switch (kind.kind) {
    case 'number':
      if (trimmed === '' && kind.nullable) return { value: null }
      if (kind.words.includes(trimmed)) return { value: trimmed }
      return trimmed === '' ? { problem: text('invalid.number') } : checked(name, Number(trimmed.replace(',', '.')))
    case 'texts':
      return checked(name, trimmed === '' ? [] : trimmed.split(/\s*,\s*/).filter(Boolean))
    case 'json':
      try {
        return checked(name, JSON.parse(trimmed))
      } catch {
        return { problem: text('parameters.problem.json', { example: '{"gradient-boosting": {"max_depth": 8}}' }) }
      }
    case 'text':
    case 'choice':
    case 'choices':
      return checked(name, trimmed)
  }
}

function checked(name: string, value: unknown): Read {
  const problem = problemOfParameter(name, value)
  return problem === undefined ? { value } : { problem }
}

/** What the recipe finds wrong with the value of a parameter, `balance.neighbours`. */
export function problemOfParameter(name: string, value: unknown): string | undefined {
  const recipe = name.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value)
  const issue = recipeSchema
    .safeParse(recipe)
    .error?.issues.find(({ path }) => `${path.join('.')}.`.startsWith(`${name}.`))
  if (issue === undefined) return undefined
  const within = issue.path.slice(name.split('.').length).join('.')
  return within === '' ? problemOfIssue(issue) : `${within}: ${problemOfIssue(issue)}`
}
