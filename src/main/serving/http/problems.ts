import type { z } from 'zod'
import { text } from '../../../shared/messages/index.ts'
import type { ErrorAnswer, Problem } from '../../../shared/serving/prediction.ts'

export type Place = readonly (string | number)[]

/** How many problems an answer lists at most: a batch of wrong rows must not be answered with megabytes. */
export const PROBLEM_LIMIT = 100

/** Ends a request with this status and detail; expected, so it is not logged. */
export class Refusal extends Error {
  readonly statusCode: number
  readonly detail: ErrorAnswer['detail']

  constructor(statusCode: number, detail: ErrorAnswer['detail']) {
    super('refused')
    this.statusCode = statusCode
    this.detail = detail
  }
}

/** A request that is not what the contract says. */
export function invalid(problems: Problem[]): Refusal {
  return new Refusal(422, problems.slice(0, PROBLEM_LIMIT))
}

/** There is no champion to ask. */
export function noModel(): Refusal {
  return new Refusal(503, text('serving.no_model'))
}

/** The schemas' error texts are pydantic's types of the problem; the message says the same to a person. */
const MESSAGE_OF = {
  dict_type: 'serving.dict_type',
  list_type: 'serving.list_type',
  string_type: 'serving.string_type',
  string_too_short: 'serving.string_too_short',
  string_too_long: 'serving.string_too_long',
  string_or_int: 'serving.string_or_int',
  float_type: 'serving.float_type',
  float_parsing: 'serving.float_parsing',
  finite_number: 'serving.finite_number',
  number_range: 'serving.number_range',
  int_parsing: 'serving.int_parsing',
  bool_parsing: 'serving.bool_parsing',
  datetime_parsing: 'serving.datetime_parsing',
  latitude_range: 'serving.latitude_range',
  longitude_range: 'serving.longitude_range',
} as const

type ProblemType = keyof typeof MESSAGE_OF

function isProblemType(type: string): type is ProblemType {
  return Object.hasOwn(MESSAGE_OF, type)
}

/** Problem of a value of the wrong kind. */
export function problem(loc: Place, type: ProblemType): Problem {
  return { loc: [...loc], msg: text(MESSAGE_OF[type]), type }
}

export function missing(loc: Place): Problem {
  return { loc: [...loc], msg: text('serving.missing'), type: 'missing' }
}

/** `key` comes from outside, so it is cut to a length that one can read. */
export function unknownField(loc: Place, key: string): Problem {
  return { loc: [...loc, key.slice(0, 100)], msg: text('serving.extra_forbidden'), type: 'extra_forbidden' }
}

/** FastAPI's problems for what a schema found wrong with `body`, which is at `loc` of the request. */
export function problemsOf(error: z.ZodError, body: object, loc: Place): Problem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(loc, key))
    const path = issue.path.filter((step) => typeof step !== 'symbol')
    const field = path[0]
    if (typeof field === 'string' && !Object.hasOwn(body, field)) return [missing([...loc, field])]
    const at = [...loc, ...path]
    return isProblemType(issue.message)
      ? [problem(at, issue.message)]
      : [{ loc: at, msg: text('serving.value_error'), type: 'value_error' }]
  })
}
