import { CancelledError } from '../../../shared/errors.ts'
import { text } from '../../../shared/messages/index.ts'
import type { CodedFold } from '../../learners/tuning/codedFold.ts'
import { estimatedScore, type Race } from '../../learners/tuning/racing.ts'
import { search } from '../../learners/tuning/search.ts'
import { type ParamValues, SPACES, type TunedLearner } from '../../learners/tuning/space.ts'
import { bestTrial, mean, type Trial } from '../../learners/tuning/trial.ts'
import type { RunEnvironment } from '../../pipeline/trackedRun.ts'
import type { RunHandle } from '../../tracking/run.ts'
import { canonicalJson } from '../../pipeline/fingerprint.ts'
import { recordTrial, trialName } from './trackedTrial.ts'

export interface TrialsRequest {
  learner: TunedLearner
  trials: number
  seed: number
  folds: CodedFold[]
  /** All parameters of the learner as the recipe has them, defaults included: what the first trial tries. */
  base: Record<string, unknown>
  first: ParamValues
  /** Trials of an earlier run of the same search, by number. */
  earlier: ReadonlyMap<number, Trial>
}

/** Runs a search's trials, each a tracked run within the tuning's; those of an earlier run are taken over. */
export function runTrials(
  { learner, trials, seed, folds, base, first, earlier }: TrialsRequest,
  { tracking, pool, experiment, run: parent, signal, onEvent }: RunEnvironment,
): Promise<Trial[]> {
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
    onEvent({ type: 'step-progress', step: 'tune', progress: { done: ended.length, total: trials, unit: 'trials', ...what } })
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
      const scored = await scoreFolds({ ...base, ...params }, race)
      const { foldScores, pruned } = scored
      const score = pruned === null ? mean(foldScores) : estimatedScore(scored, known)
      const state = pruned === null ? 'COMPLETE' : 'PRUNED'
      const trial: Trial = { number, params, state, ...scored, score, elapsedMs: performance.now() - startMs }
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

  /** Fits fold after fold, and ends as soon as the trial is hopeless. */
  async function scoreFolds(
    params: unknown,
    race: Race,
  ): Promise<Pick<Trial, 'foldScores' | 'halfScore' | 'pruned'>> {
    const foldScores: number[] = []
    let halfScore: number | null = null
    for (const [place, fold] of folds.entries()) {
      const leastHalf = place === 0 ? race.leastHalf : null
      const { half, score } = await pool.run('fitFold', { learner, params, fold, seed, leastHalf }, { signal })
      halfScore ??= half
      if (score === null) {
        const pruned = { after: 'trees', score: half ?? Number.NaN, needed: race.leastHalf } as const
        return { foldScores, halfScore, pruned }
      }
      foldScores.push(score)
      const pruned = race.hopeless(foldScores)
      if (pruned !== undefined) return { foldScores, halfScore, pruned }
    }
    return { foldScores, halfScore, pruned: null }
  }

  return search({ space: SPACES[learner], trials, folds: folds.length, seed, first, evaluate })
}
