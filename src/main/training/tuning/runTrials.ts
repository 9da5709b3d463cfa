import { CancelledError } from '../../../shared/errors.ts'
import { text } from '../../../shared/messages/index.ts'
import type { Race } from '../../learners/tuning/racing.ts'
import { search } from '../../learners/tuning/search.ts'
import { type ParamValues, SPACES } from '../../learners/tuning/space.ts'
import { bestTrial, type Trial } from '../../learners/tuning/trial.ts'
import { type TrialSetting, tryPoint } from '../../learners/tuning/tryPoint.ts'
import { canonicalJson } from '../../pipeline/stage/fingerprint.ts'
import type { RunEnvironment } from '../../pipeline/trackedRun.ts'
import type { RunHandle } from '../../tracking/run.ts'
import { recordTrial, trialName } from './trackedTrial.ts'

export interface TrialsRequest {
  /** `base` are the parameters that the first trial tries, defaults included. */
  setting: TrialSetting
  trials: number
  first: ParamValues
  /** Trials of an earlier run of the same search, by number. */
  earlier: ReadonlyMap<number, Trial>
}

/** Runs a search's trials, each a tracked run within the tuning's; those of an earlier run are taken over. */
export function runTrials(
  { setting, trials, first, earlier }: TrialsRequest,
  { tracking, pool, experiment, run: parent, signal, onEvent }: RunEnvironment,
): Promise<Trial[]> {
  const { learner, folds, seed } = setting
  const ended: Trial[] = []

  async function evaluate(
    { number, params }: { number: number; params: ParamValues },
    race: Race,
    known: readonly Trial[],
  ): Promise<Trial> {
    const run = await tracking.startRun({
      ...{ experiment, name: trialName(number), kind: 'trial', parentId: parent.id, params },
      tags: { learner, trial: String(number) },
    })
    const before = earlier.get(number)
    const trial =
      before !== undefined && canonicalJson(before.params) === canonicalJson(params)
        ? await takeOver(before, run)
        : await attempt(run, { number, params }, race, known)
    ended.push(trial)
    const best = bestTrial(ended)?.score ?? null
    onEvent({ type: 'trial-done', trial, trials, done: ended.length, best })
    const what = best === null ? {} : { what: text('cli.tune.best', { best: best.toFixed(4) }) }
    onEvent({
      type: 'step-progress',
      step: 'tune',
      progress: { done: ended.length, total: trials, unit: 'trials', ...what },
    })
    return trial
  }

  async function takeOver(trial: Trial, run: RunHandle): Promise<Trial> {
    await recordTrial(run, trial)
    await run.setTags({ reused: 'true' })
    await run.finish(trial.state === 'FAILED' ? 'FAILED' : 'FINISHED')
    return trial
  }

  async function attempt(
    run: RunHandle,
    { number, params }: { number: number; params: ParamValues },
    race: Race,
    known: readonly Trial[],
  ): Promise<Trial> {
    const startMs = performance.now()
    try {
      const trial = await tryPoint(setting, { number, params }, race, known, { pool, signal })
      await recordTrial(run, trial)
      await run.finish('FINISHED')
      return trial
    } catch (error) {
      if (error instanceof CancelledError || signal.aborted) {
        await run.finish('KILLED', error)
        throw error
      }
      const elapsedMs = performance.now() - startMs
      const none = { foldScores: [], halfScore: null, score: null, pruned: null }
      const trial: Trial = { number, params, state: 'FAILED', ...none, elapsedMs }
      await recordTrial(run, trial)
      await run.finish('FAILED', error)
      return trial
    }
  }

  return search({ space: SPACES[learner], trials, folds: folds.length, seed, first, evaluate })
}
