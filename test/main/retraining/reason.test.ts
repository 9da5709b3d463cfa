import { describe, expect, it } from 'vitest'
import type { ChampionCheck } from '../../../src/main/retraining/checkChampion.ts'
import { reasonOf } from '../../../src/main/retraining/reason.ts'
import { retrainingPolicySchema } from '../../../src/shared/schedule/retraining.ts'

const policy = retrainingPolicySchema.parse({ contest: {} })
const run = { date: '2017-06-01', cause: 'schedule' } as const
const schedule = { name: 'weekly', retrain: 'when_needed' } as const
const known = { run, schedule, policy, hasChampion: true }
const steady: ChampionCheck = { drift: 0.4, findings: [], performance: null, runId: 'r' }
const lost = (rows: number) => ({ ...steady, performance: { before: 0.62, now: 0.55, rows } })

describe('whether a scheduled run trains', () => {
  it('is a matter of need where the schedule says so', () => {
    expect(reasonOf({ ...known, check: steady })).toBeUndefined()
    expect(reasonOf({ ...known, check: undefined })).toBeUndefined()
    expect(reasonOf({ ...known, check: { ...steady, drift: 1.8 } })).toEqual({
      trigger: 'drift',
      words: 'The incidents have drifted: 1.80, the limit is 1.',
    })
    expect(reasonOf({ ...known, check: lost(5000) })).toEqual({
      trigger: 'decay',
      words:
        'The champion does worse: MCC 0.550 on 5,000 newer incidents, 0.620 on its test rows; it may lose less than 0.03.',
    })
  })

  it('does not follow from few rows, nor from what the policy has switched off', () => {
    expect(reasonOf({ ...known, check: lost(999) })).toBeUndefined()
    const off = { ...policy, onDrift: false, onDecay: false }
    expect(reasonOf({ ...known, policy: off, check: { ...lost(5000), drift: 9 } })).toBeUndefined()
  })

  it('follows from the schedule, from the user, and where there is no champion', () => {
    expect(reasonOf({ ...known, schedule: { ...schedule, retrain: 'always' }, check: steady })?.trigger).toBe(
      'schedule',
    )
    expect(reasonOf({ ...known, run: { ...run, cause: 'manual' }, check: steady })?.words).toMatch(/by hand/)
    expect(reasonOf({ ...known, hasChampion: false, check: undefined })?.trigger).toBe('first')
  })
})
