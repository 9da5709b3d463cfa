import { InvalidArgumentError } from 'commander'
import { text } from '../../../shared/messages/index.ts'
import { LEARNERS, type LearnerName } from '../../../shared/pipeline/learnerParams.ts'
import { STAGES, type StageName } from '../../../shared/pipeline/runState.ts'

// Parsers of options' values. What they refuse is wrong usage: exit code 2.

export function positiveInteger(value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1) {
    throw new InvalidArgumentError(text('cli.not_positive_integer', { value }))
  }
  return number
}

/** A count of seconds, 0 or more. */
export function seconds(value: string): number {
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number) || number < 0) {
    throw new InvalidArgumentError(text('cli.not_seconds', { value }))
  }
  return number
}

/** A whole number of 0 or more. */
export function count(value: string): number {
  if (!/^\d{1,6}$/.test(value)) throw new InvalidArgumentError(text('cli.not_a_count', { value }))
  return Number(value)
}

/** Values to change of a policy, by name; those of its trials within `contest`. */
export interface PolicySettings {
  [name: string]: unknown
  contest?: Record<string, unknown>
}

/** One more `name=value` or `contest.name=value` of a repeated option; the value is JSON, or text where it is none. */
export function policySetting(value: string, before: PolicySettings): PolicySettings {
  const [, group, name = '', given = ''] = /^(contest\.)?(\w+)=(.*)$/s.exec(value) ?? []
  if (name === '' || name === 'contest') throw new InvalidArgumentError(text('cli.not_a_setting', { value }))
  const set = { [name]: jsonOr(given) }
  return group === undefined ? { ...before, ...set } : { ...before, contest: { ...before.contest, ...set } }
}

function jsonOr(words: string): unknown {
  try {
    return JSON.parse(words)
  } catch {
    return words
  }
}

/** A port, 0 for any free one. */
export function port(value: string): number {
  const number = Number(value)
  if (value.trim() === '' || !Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new InvalidArgumentError(text('cli.not_a_port', { value }))
  }
  return number
}

/** A date `YYYY-MM-DD` that exists. */
export function date(value: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== value) {
    throw new InvalidArgumentError(text('cli.not_a_date', { value }))
  }
  return value
}

export function stage(value: string): StageName {
  const found = STAGES.find((name) => name === value)
  if (found === undefined) {
    throw new InvalidArgumentError(text('cli.unknown_stage', { value, stages: STAGES.join(', ') }))
  }
  return found
}

/** One more learner of a repeated option. */
export function learners(value: string, before: LearnerName[] | undefined): LearnerName[] {
  const found = LEARNERS.find((name) => name === value)
  if (found === undefined) {
    throw new InvalidArgumentError(text('cli.unknown_learner', { value, learners: LEARNERS.join(', ') }))
  }
  return [...(before ?? []), found]
}

/** One more value of a repeated option. */
export function repeated(value: string, before: string[]): string[] {
  return [...before, value]
}

/** Seeds: `42`, `1..5` or `1,7,9`; at most 100 of them. */
export function seeds(value: string): number[] {
  const range = /^(\d{1,9})\.\.(\d{1,9})$/.exec(value)
  const from = Number(range?.[1])
  const found = range
    ? Array.from({ length: Math.min(101, Math.max(0, Number(range[2]) - from + 1)) }, (_, k) => from + k)
    : value.split(',').map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : Number.NaN))
  if (found.length === 0 || found.length > 100 || found.some(Number.isNaN) || new Set(found).size < found.length) {
    throw new InvalidArgumentError(text('cli.not_seeds', { value }))
  }
  return found
}
