import type { z } from 'zod'
import { isMessageCode, recordedText, text } from './messages/index.ts'

/** What a schema found wrong with a value, in the user's language: zod's own texts are for developers. */
export function problemOfIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return problemOfType(issue.expected)
    case 'too_small':
      return problemOfSize(issue.origin, Number(issue.minimum), issue.inclusive !== false, 'small')
    case 'too_big':
      return problemOfSize(issue.origin, Number(issue.maximum), issue.inclusive !== false, 'big')
    case 'invalid_value':
      return text('invalid.choice', { values: issue.values.map(String).join(', ') })
    case 'invalid_format':
      return problemOfFormat(issue.format)
    case 'unrecognized_keys':
      return text('invalid.unknown', { names: issue.keys.join(', ') })
    case 'invalid_union':
      return problemOfUnion(issue.errors)
    case 'custom':
      return isMessageCode(issue.message) ? recordedText(issue.message, {}) : issue.message
    default:
      return text('invalid.other')
  }
}

function problemOfType(expected: string): string {
  switch (expected) {
    case 'number':
      return text('invalid.number')
    case 'int':
      return text('invalid.integer')
    case 'string':
      return text('invalid.text')
    case 'boolean':
      return text('invalid.boolean')
    case 'array':
      return text('invalid.list')
    case 'object':
    case 'record':
      return text('invalid.object', { example: '{"name": 1}' })
    default:
      return text('invalid.other')
  }
}

function problemOfSize(origin: string, limit: number, inclusive: boolean, is: 'small' | 'big'): string {
  if (origin === 'string') return text(is === 'small' ? 'invalid.shortest' : 'invalid.longest', { limit })
  if (origin === 'array') return text(is === 'small' ? 'invalid.fewest' : 'invalid.most', { limit })
  if (is === 'small') return text(inclusive ? 'invalid.minimum' : 'invalid.above', { limit })
  return text(inclusive ? 'invalid.maximum' : 'invalid.below', { limit })
}

function problemOfFormat(format: string): string {
  if (format === 'date') return text('invalid.date')
  return text(format === 'url' ? 'invalid.address' : 'invalid.other')
}

/** What each alternative wants, those that say the same once. */
function problemOfUnion(alternatives: z.core.$ZodIssue[][]): string {
  const problems = new Set(alternatives.flatMap(([first]) => (first === undefined ? [] : [problemOfIssue(first)])))
  return problems.size === 0
    ? text('invalid.other')
    : [...problems].reduce((one, other) => text('invalid.or', { one, other }))
}
