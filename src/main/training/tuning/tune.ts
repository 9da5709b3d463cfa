import { UserError } from '../../../shared/errors.ts'
import { text } from '../../../shared/messages/index.ts'
import { LEARNER_PARAMS } from '../../../shared/pipeline/learnerParams.ts'
import type { Recipe } from '../../../shared/pipeline/recipe.ts'
import type { ParamValue, TunedLearner } from '../../../shared/pipeline/tuningState.ts'
import { tuningFigures } from '../../figures/tuning.ts'
import { LAG } from '../../learners/tuning/search.ts'
import { SPACES } from '../../learners/tuning/space.ts'
import { bestTrial, type Trial } from '../../learners/tuning/trial.ts'
import type { RunListener } from '../../pipeline/events.ts'
import { fingerprint } from '../../pipeline/stage/fingerprint.ts'
import { inTrackedRun } from '../../pipeline/trackedRun.ts'
import { findRuns } from '../../tracking/search/findRuns.ts'
import type { Tracking } from '../../tracking/tracking.ts'
import type { Workbench } from '../../workbench.ts'
import { type TrainingResult, trainSetAndPromote } from '../trainAndPromote.ts'
import { loadTrainingSet, type TrainingSet } from '../trainingSet.ts'
import { loadPublished } from '../trainPublished.ts'
import { codedFolds } from './codedFolds.ts'
import { runTrials } from './runTrials.ts'
import { trialOf } from './trackedTrial.ts'

export interface TuneRequest {
  /** Run date of the ml-ready set; the newest where undefined. */
  date: string | undefined
  /** `train.param=value` and `promote.param=value` each, on top of the recipe that made the set. */
  settings: string[]
  learner: TunedLearner
  trials: number
  allowSchemaChange: boolean
  /** Who runs it, for the registry's events. */
  actor: string
}

export interface TuningResult extends TrainingResult {
  learner: TunedLearner
  trials: Trial[]
  best: Trial
}

const FOLDS = 3

/**
 * Searches a learner's parameters on an ml-ready set that an earlier run published: trials scored by average precision on
 * folds of the training rows. The best is then trained, calibrated, scored once on the test rows and registered as any
 * other. A search that was cancelled or killed, or asked for fewer trials, is gone on with.
 *
 * @throws UserError as `loadPublished`; `tuning.constant_features`, `tuning.all_failed`
 */
export async function tunePublished(
  request: TuneRequest,
  workbench: Workbench,
  { signal, onEvent }: { signal: AbortSignal; onEvent: RunListener },
): Promise<TuningResult> {
  const { learner, trials, allowSchemaChange, actor } = request
  const { etl, recipe } = await loadPublished(request, workbench, signal)
  const base = completeParams(learner, recipe)
  const first = Object.fromEntries(SPACES[learner].map(({ name }) => [name, paramValue(base[name])]))
  const hash = fingerprint({
    features: etl.stages.get('features')!.record.hash,
    ...{ seed: recipe.seed, learner, space: SPACES[learner], lag: LAG, folds: FOLDS, base },
  })
  const params = { date: etl.date, data: etl.label, recipe: recipe.name, seed: recipe.seed, learner, trials }
  return inTrackedRun(
    workbench,
    { name: `tuning_${etl.date}`, kind: 'tuning', params, signal, onEvent, retryWaitMs: 0 },
    async (environment) => {
      const { run, runStep } = environment
      const earlier = await earlierTrials(environment.tracking, hash)
      await run.setTags({ tuning: hash, learner })
      const set = await loadTrainingSet(etl, environment.duck)
      const found = await runStep('tune', async () => {
        const folds = await codedFolds(
          set,
          { recipe, learner, maxBins: Number(base.max_bin), folds: FOLDS },
          {
            ...environment,
            onProgress: (share) =>
              onEvent({
                type: 'step-progress',
                step: 'tune',
                progress: { done: Math.round(share * FOLDS), total: FOLDS, unit: 'folds' },
              }),
          },
        )
        const setting = { learner, base, folds, seed: recipe.seed }
        const result = await runTrials({ setting, trials, first, earlier }, environment)
        return { result, report: reportOf(result, { set, learner, recipe }) }
      })
      const best = bestTrial(found)
      if (best === undefined) throw new UserError('tuning.all_failed', { trials })
      await run.logMetrics({ average_precision: best.score! })
      await run.logJson('trials.json', found)
      for (const [name, figure] of Object.entries(tuningFigures(found, SPACES[learner]))) {
        await run.logJson(`figures/${name}.json`, figure)
      }
      const tuned = withParams(recipe, learner, { ...recipe.train.params[learner], ...best.params })
      await run.logJson('recipe.json', tuned)
      const trained = await trainSetAndPromote({ set, recipe: tuned, allowSchemaChange, actor }, environment)
      return { ...trained, learner, trials: found, best }
    },
  )
}

/** The learner's parameters as the recipe gives them, completed by its defaults. */
function completeParams(learner: TunedLearner, { train }: Recipe): Record<string, null | boolean | number | string> {
  return JSON.parse(JSON.stringify(LEARNER_PARAMS[learner].parse(train.params[learner] ?? {})))
}

function paramValue(value: unknown): ParamValue {
  return typeof value === 'number' || typeof value === 'string' ? value : null
}

function withParams(recipe: Recipe, learner: TunedLearner, params: Recipe['train']['params'][string]): Recipe {
  const train = { ...recipe.train, learners: [learner], params: { ...recipe.train.params, [learner]: params } }
  return { ...recipe, train }
}

/** The trials that ended in earlier runs of the same search, by number. */
async function earlierTrials(tracking: Tracking, hash: string): Promise<Map<number, Trial>> {
  const { runs } = await findRuns(tracking, {
    search: `tags.tuning = '${hash}'`,
    ...{ kind: 'tuning', parentId: null, deleted: false, offset: 0, limit: 100 },
  })
  const found = new Map<number, Trial>()
  for (const { id } of runs) {
    for (const child of await tracking.runs.children(id)) {
      const trial = trialOf(child)
      // What failed may have failed for want of memory: it is tried again.
      if (trial !== undefined && trial.state !== 'FAILED') found.set(trial.number, trial)
    }
  }
  return found
}

function reportOf(
  trials: Trial[],
  { set, learner, recipe }: { set: TrainingSet; learner: TunedLearner; recipe: Recipe },
) {
  const count = (state: Trial['state']) => trials.filter((trial) => trial.state === state).length
  const best = bestTrial(trials)
  const metrics = {
    trials: trials.length,
    complete: count('COMPLETE'),
    pruned: count('PRUNED'),
    failed: count('FAILED'),
  }
  const summary = text('step.tune.done', {
    trials: trials.length,
    pruned: metrics.pruned,
    best: best?.score?.toFixed(4) ?? '–',
    first: trials[0]?.score?.toFixed(4) ?? '–',
  })
  return {
    runName: `tune_${set.date}`,
    summary,
    cached: false,
    params: { learner, folds: FOLDS, strategy: recipe.split.strategy },
    metrics: best === undefined ? metrics : { ...metrics, average_precision: best.score! },
    documents: {},
  }
}
