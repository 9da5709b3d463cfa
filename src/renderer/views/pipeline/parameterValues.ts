import { z } from 'zod'
import { text } from '../../../shared/messages/index.ts'

/** What of JSON Schema a parameter's form needs. */
interface Allowed {
  type?: string | undefined
  enum?: string[] | undefined
  minimum?: number | undefined
  maximum?: number | undefined
  exclusiveMinimum?: number | undefined
  exclusiveMaximum?: number | undefined
}

const allowedShape = {
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
}
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
  | { kind: 'number'; allowed: Allowed; nullable: boolean; words: string[] }
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
      return { kind: 'number', allowed, nullable, words }
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

/** The value of what was typed, or what is wrong with it. */
export function readField(typed: string, kind: FieldKind): Read {
  const trimmed = typed.trim()
  switch (kind.kind) {
    case 'number':
      if (trimmed === '' && kind.nullable) return { value: null }
      if (kind.words.includes(trimmed)) return { value: trimmed }
      return readNumber(trimmed, kind.allowed)
    case 'texts':
      return { value: trimmed === '' ? [] : trimmed.split(/\s*,\s*/).filter(Boolean) }
    case 'json':
      try {
        return { value: JSON.parse(trimmed) }
      } catch {
        return { problem: text('parameters.problem.json', { example: '{"gradient-boosting": {"max_depth": 8}}' }) }
      }
    case 'text':
    case 'choice':
    case 'choices':
      return { value: trimmed }
  }
}

function readNumber(typed: string, allowed: Allowed): Read {
  const value = Number(typed.replace(',', '.'))
  if (typed === '' || !Number.isFinite(value)) return { problem: text('parameters.problem.number') }
  if (allowed.type === 'integer' && !Number.isSafeInteger(value)) return { problem: text('parameters.problem.integer') }
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = allowed
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) {
    return { problem: text('parameters.problem.above', { limit: exclusiveMinimum }) }
  }
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) {
    return { problem: text('parameters.problem.below', { limit: exclusiveMaximum }) }
  }
  if (minimum !== undefined && value < minimum)
    return { problem: text('parameters.problem.minimum', { limit: minimum }) }
  if (maximum !== undefined && value > maximum)
    return { problem: text('parameters.problem.maximum', { limit: maximum }) }
  return { value }
}
