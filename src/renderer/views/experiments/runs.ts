import { text } from '../../../shared/messages/index.ts'
import type { Outputs } from '../../link.ts'

export type Run = Outputs['runs']['get']

/** Runs that can be compared at once. */
export const COMPARE_LIMIT = 8

/** Metrics of which less is better. */
const FALLING = /brier|log_loss|calibration_error|elapsed|dropped|removed/

export function isLessBetter(metric: string): boolean {
  return FALLING.test(metric)
}

/** A parameter as it was recorded; in words where it is set to nothing, a dash where the run has none of that name. */
export function paramWords(value: string | undefined): string {
  return value === 'null' ? text('experiments.param.none') : (value ?? '–')
}

/** Milliseconds that a run took, or has taken so far. */
export function elapsedMs({ startTime, endTime }: Run): number {
  return (endTime ?? Date.now()) - startTime
}
