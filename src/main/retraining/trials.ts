import type { RetrainingPolicy } from '../../shared/schedule/retraining.ts'
import { superviseContest } from '../monitoring/contest/superviseContest.ts'
import type { ContestPlan } from '../registry/contests.ts'
import { type Clock, systemClock } from '../schedule/clock.ts'
import { claimExecution } from '../schedule/executor.ts'
import type { Workbench } from '../workbench.ts'
import { readPolicy } from './policy.ts'

/** Who acts when a trial is decided. */
export const TRIAL_ACTOR = 'policy:trial'

/** How a new model is tried beside the champion; undefined where it is compared at once. */
export function trialPlan({ comparison, challengerShare }: RetrainingPolicy): ContestPlan | undefined {
  switch (comparison) {
    case 'direct':
      return undefined
    case 'shadow':
      return { mode: 'shadow' }
    case 'ab':
      return { mode: 'split', share: challengerShare }
  }
}

/**
 * Looks at each model's trial and newest champion: promotes a challenger that is better by the threshold, ends the trial
 * of one that is not, rolls back a champion that is clearly worse than its predecessor.
 */
export async function superviseTrials(
  { registry, tracking, workspace, logger }: Workbench,
  now: number,
): Promise<void> {
  const { contest: rule } = await readPolicy(workspace)
  for (const { name, versions } of await registry.models()) {
    if (!versions.some(({ aliases }) => aliases.includes('champion'))) continue
    try {
      await superviseContest(name, { registry, database: tracking.database, rule, now, actor: TRIAL_ACTOR })
    } catch (error) {
      // One model's trouble does not keep the others waiting.
      logger.error({ model: name, err: error }, 'the trial could not be judged')
    }
  }
}

const SUPERVISE_MS = 3_600_000

/** Supervises the trials every hour until `signal` is aborted, where no process does the scheduled runs: that one does then. */
export async function superviseUntil(
  signal: AbortSignal,
  workbench: Workbench,
  clock: Clock = systemClock,
): Promise<void> {
  while (!signal.aborted) {
    const now = clock.now()
    const lock = claimExecution(workbench.workspace, 'cli', now)
    try {
      if (lock !== undefined) await superviseTrials(workbench, now)
    } catch (error) {
      workbench.logger.error({ err: error }, 'the trials could not be looked at')
    } finally {
      lock?.release()
    }
    await clock.sleep(SUPERVISE_MS, signal)
  }
}
