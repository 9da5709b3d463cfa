import { text } from '../../shared/messages/index.ts'
import type { Recipe } from '../../shared/pipeline/recipe.ts'
import { candidateNamed } from '../learners/learners.ts'
import type { Model } from '../learners/model.ts'
import { decodeModel, encodeModel } from '../learners/modelFile.ts'
import { predictInPool } from '../learners/predict.ts'
import { type CandidateScores, crossValidate } from '../learners/validation/crossValidation.ts'
import { readCardRows } from '../modelCard/makeCard.ts'
import type { UnitKey, Units } from '../pipeline/stage/units.ts'
import type { RunEnvironment } from '../pipeline/trackedRun.ts'
import { foldsOf } from './folds.ts'
import { trackModel } from './trackModel.ts'
import type { TrainedModel } from './trainedModel.ts'
import type { TrainingSet } from './trainingSet.ts'

/** A learner after training: what the folds said of it, and its model of all rows. */
export interface FittedLearner extends CandidateScores {
  params: Record<string, unknown>
  model: Model
  /** True when nothing of it was trained anew. */
  cached: boolean
}

/**
 * Trains the recipe's learners: folds of the real training rows choose and calibrate, then each learner is fitted on all
 * balanced rows and scored once on the test rows. Each is a tracked run. The best by cross-validated MCC comes first.
 */
export async function train(set: TrainingSet, recipe: Recipe, context: RunEnvironment): Promise<TrainedModel[]> {
  const { runStep } = context
  const fitted = await runStep('train', async () => {
    const result = await fitLearners(set, recipe, context)
    const [best] = result
    return {
      result,
      report: {
        runName: `train_${set.date}`,
        summary: text('step.train.done', {
          learners: result.length,
          best: best!.learner,
          mcc: best!.mean.mcc.toFixed(4),
        }),
        cached: result.every(({ cached }) => cached),
        params: { folds: recipe.train.folds, learners: recipe.train.learners },
        metrics: Object.fromEntries(result.map(({ learner, mean }) => [`${learner}_mcc`, mean.mcc])),
        documents: {},
      },
    }
  })
  return runStep('evaluate', async () => {
    const result: (TrainedModel & { cached: boolean })[] = []
    const cardRows = await readCardRows(context.duck, { ...set, ...set.tables, months: await set.rawMonths() })
    const [best, ...others] = fitted
    result.push(await trackModel(best!, { set, recipe, cardRows }, context))
    for (const other of others) result.push(await trackModel(other, { set, recipe, cardRows: undefined }, context))
    const { calibrated } = result[0]!.evaluation
    return {
      result,
      report: {
        runName: `evaluate_${set.date}`,
        summary: text('step.evaluate.done', {
          rows: set.test.rows,
          mcc: calibrated.mcc.toFixed(4),
          auc: calibrated.auc.toFixed(4),
          brier: calibrated.brier.toFixed(4),
        }),
        cached: result.every(({ cached }) => cached),
        params: { best: result[0]!.learner },
        metrics: { ...calibrated },
        documents: {},
      },
    }
  })
}

/** Cross-validates, then fits on all balanced rows; the best first, the others in the order of the recipe. */
export async function fitLearners(
  set: TrainingSet,
  recipe: Recipe,
  context: Pick<RunEnvironment, 'pool' | 'signal' | 'onEvent' | 'units'>,
): Promise<FittedLearner[]> {
  const { pool, signal, onEvent, units } = context
  const { learners, folds, threshold, params } = recipe.train
  const candidates = learners.map((name) => candidateNamed(name, params[name] ?? {}))
  const cached = candidates.map(() => true)
  const keyOf = (place: number) => {
    const learner = learners[place]!
    return { set: set.hash, seed: recipe.seed, learner, params: params[learner] ?? {} }
  }
  const scoresKey = (fold: number, place: number): UnitKey => ({ unit: 'fold-scores', folds, fold, ...keyOf(place) })
  // The folds' part of the work; the fits on all rows are the rest.
  const total = folds + 1
  const report = (done: number, what: string) =>
    onEvent({ type: 'step-progress', step: 'train', progress: { done, total, unit: 'folds', what } })

  const validation = await crossValidate(
    {
      columns: set.real.columns,
      labels: set.real.labels,
      foldFeatures: set.foldFeatures,
      features: set.featurizer.features,
      balance: recipe.balance,
      folds: await foldsOf(set, recipe, folds),
      threshold,
      seed: recipe.seed,
      candidates,
      predict: (model, columns, rows) => predictInPool(pool, model, columns, rows, { signal }),
      kept: {
        async find(fold, place) {
          const bytes = await units.find(scoresKey(fold, place))
          return bytes && new Float64Array(new Uint8Array(bytes).buffer)
        },
        async keep(fold, place, scores) {
          cached[place] = false
          await units.keep(scoresKey(fold, place), new Uint8Array(scores.buffer, scores.byteOffset, scores.byteLength))
        },
      },
    },
    {
      pool,
      signal,
      onProgress: ({ share, fold, learner = '' }) =>
        report(share * folds, text('train.fold', { fold, folds, learner })),
    },
  )
  const shares = candidates.map(() => 0)
  const models = await Promise.all(
    candidates.map(async (candidate, place) => {
      const onProgress = (share: number) => {
        shares[place] = share
        report(folds + shares.reduce((sum, value) => sum + value, 0) / shares.length, candidate.learner)
      }
      const key: UnitKey = { unit: 'model', ...keyOf(place) }
      const kept = await findModel(units, key)
      if (kept !== undefined) {
        onProgress(1)
        return kept
      }
      const model = await candidate.fit(set.train, { pool, seed: recipe.seed, signal, onProgress })
      cached[place] = false
      await units.keep(key, encodeModel(model))
      return model
    }),
  )
  const fitted = validation.candidates.map((scores, place) => ({
    ...scores,
    params: models[place]!.params,
    model: models[place]!,
    cached: cached[place]!,
  }))
  const best = fitted[validation.best]!
  return [best, ...fitted.filter((other) => other !== best)]
}

/** A kept model; undefined where there is none, or none that can be read. */
async function findModel(units: Units, key: UnitKey): Promise<Model | undefined> {
  const bytes = await units.find(key)
  try {
    return bytes && decodeModel(bytes)
  } catch {
    return undefined
  }
}
