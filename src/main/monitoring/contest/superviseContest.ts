import { recordedText } from '../../../shared/messages/index.ts'
import type { ContestReport } from '../../../shared/serving/contest.ts'
import { type JudgeOptions, judgeContest } from './judgeContest.ts'
import { judgeSuccession, type Succession } from './judgeSuccession.ts'

/** What was found, and done. */
export interface Supervision {
  contest: ContestReport | undefined
  succession: Succession
  action:
    | { kind: 'none' }
    | { kind: 'promoted' | 'kept'; fromVersion: number; toVersion: number }
    | { kind: 'rolled_back'; toVersion: number }
}

/**
 * Judges the trial of a model and its newest champion, and acts on it: promotes a challenger that is better by the
 * threshold, ends the trial of one that is not, rolls back a champion that is clearly worse than its predecessor. Each is
 * one transaction and one event with its reason; nothing is done while there are too few settled labels.
 */
export async function superviseContest(model: string, options: JudgeOptions & { actor: string }): Promise<Supervision> {
  const { registry, now, actor } = options
  const succession = await judgeSuccession(model, options)
  if (succession.decision === 'roll_back') {
    const reason = recordedText(succession.code, succession.params)
    const { version } = await registry.rollback(model, { reason, actor })
    return { contest: undefined, succession, action: { kind: 'rolled_back', toVersion: version } }
  }
  const running = await registry.contests.running(model)
  if (running === undefined) return { contest: undefined, succession, action: { kind: 'none' } }
  const contest = await judgeContest(running, options)
  const versions = { fromVersion: running.champion, toVersion: running.challenger }
  const { code, params } = contest
  const reason = recordedText(code, params)
  if (contest.decision === 'promote') {
    await registry.promote(model, running.challenger, { reason, actor })
    return { contest, succession, action: { kind: 'promoted', ...versions } }
  }
  if (contest.decision === 'keep') {
    await registry.contests.end(model, { code, params }, { reason, actor, now })
    return { contest, succession, action: { kind: 'kept', ...versions } }
  }
  return { contest, succession, action: { kind: 'none' } }
}
