import { text } from '../../shared/messages/index.ts'
import type { RetrainingPolicy, RetrainingTrigger } from '../../shared/schedule/retraining.ts'
import type { Schedule, ScheduleRun } from '../../shared/schedule/schedule.ts'
import type { ChampionCheck } from './checkChampion.ts'

/** Why a model is to be trained anew. */
export interface Reason {
  trigger: RetrainingTrigger
  words: string
}

interface Known {
  run: Pick<ScheduleRun, 'date' | 'cause'>
  schedule: Pick<Schedule, 'name' | 'retrain'>
  policy: RetrainingPolicy
  hasChampion: boolean
  /** Undefined where there was nothing new to check the champion on. */
  check: ChampionCheck | undefined
}

/** Whether a scheduled run trains, and why. Drift and decay come before the schedule, since they say more. */
export function reasonOf({ run, schedule, policy, hasChampion, check }: Known): Reason | undefined {
  const params = { schedule: schedule.name, date: run.date }
  if (!hasChampion) return { trigger: 'first', words: text('retraining.why.first', params) }
  if (check !== undefined && policy.onDrift && check.drift >= policy.driftLimit) {
    const drift = check.drift.toFixed(2)
    return { trigger: 'drift', words: text('retraining.why.drift', { drift, limit: policy.driftLimit }) }
  }
  const performance = check?.performance ?? undefined
  if (performance !== undefined && policy.onDecay && performance.rows >= policy.decayRows) {
    const { rows } = performance
    const [before, now] = [performance.before.toFixed(3), performance.now.toFixed(3)]
    if (performance.before - performance.now >= policy.decayLimit) {
      return { trigger: 'decay', words: text('retraining.why.decay', { before, now, rows, limit: policy.decayLimit }) }
    }
  }
  if (run.cause === 'manual') return { trigger: 'schedule', words: text('retraining.why.manual', params) }
  if (schedule.retrain === 'always') return { trigger: 'schedule', words: text('retraining.why.schedule', params) }
  return undefined
}
