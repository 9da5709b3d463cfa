import { InvalidArgumentError } from 'commander'
import { text } from '../../../shared/messages/index.ts'
import { LEARNERS, type LearnerName } from '../../learners/learner.ts'
import { STAGES, type StageName } from '../../pipeline/stage.ts'

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
