import type { Recipe } from '../../shared/recipe.ts'
import { THRESHOLDS_FILE, type ThresholdCurves } from '../../shared/thresholds.ts'
import { learningCurves } from '../figures/evaluation.ts'
import { calibrateAll } from '../learners/calibration.ts'
import { encodeModel } from '../learners/modelFile.ts'
import { predictInPool } from '../learners/predict.ts'
import { thresholdScores, thresholdsWith } from '../learners/thresholdScores.ts'
import { fingerprint } from '../pipeline/fingerprint.ts'
import type { RunEnvironment } from '../pipeline/trackedRun.ts'
import { contentHash, type ModelContent } from '../registry/modelFolder.ts'
import { DEFAULT_MODEL, GENERATED_MODEL } from '../registry/registry.ts'
import { appVersion } from '../version.ts'
import { type Evaluation, evaluate } from './evaluate.ts'
import { explainModel } from './explainModel.ts'
import { learningCurve } from './learningCurve.ts'
import type { FittedLearner } from './train.ts'
import { type TrainedModel, trainingIdsFile } from './trainedModel.ts'
import type { TrainingSet } from './trainingSet.ts'

/** Scores a model once on the test rows, and tracks it as a run with its parameters, metrics, figures and files. */
export async function trackModel(
  fitted: FittedLearner,
  { set, recipe }: { set: TrainingSet; recipe: Recipe },
  { tracking, pool, experiment, run: parent, signal }: RunEnvironment,
): Promise<TrainedModel> {
  const { learner, model, calibration, threshold, mean, folds } = fitted
  const { test } = set
  const raw = await predictInPool(pool, model, test.columns, test.rows, { signal })
  const calibrated = calibrateAll(calibration, raw)
  const evaluation = evaluate(test.labels, raw, calibrated, threshold)
  const thresholds = thresholdsWith(threshold)
  const curves: ThresholdCurves = {
    chosen: threshold,
    thresholds,
    test: thresholdScores(test.labels, calibrated, thresholds),
    folds: thresholdScores(set.real.labels, fitted.calibrated, thresholds),
  }
  return tracking.withRun(
    {
      experiment,
      name: `${learner}_${set.date}`,
      kind: 'training',
      parentId: parent.id,
      tags: { learner, model: modelName(set) },
      params: { learner, seed: recipe.seed, recipe: recipe.name, ...jsonOf(fitted.params) },
    },
    async (run) => {
      const content = contentOf(fitted, evaluation, { set, recipe, runId: run.id })
      await run.logMetrics({
        ...evaluation.calibrated,
        ...prefixed('raw_', evaluation.raw),
        ...prefixed('cv_', mean),
      })
      await run.logSeries(
        'cv_fold_mcc',
        folds.map(({ calibrated }) => calibrated.mcc),
      )
      for (const [path, document] of Object.entries(evaluation.documents)) await run.logJson(path, document)
      await run.logJson(THRESHOLDS_FILE, curves)
      const why = { model: fitted.model, calibration, train: set.train, test }
      const explanations = await explainModel(why, { pool, seed: recipe.seed, signal })
      const learning = await learningCurve(why, { pool, seed: recipe.seed, signal })
      if (learning.length > 0) await run.logJson('figures/learning_curve.json', learningCurves(learning))
      for (const [path, document] of Object.entries(explanations)) await run.logJson(path, document)
      await run.logArtifact('files/model.bin', content.model)
      await run.logJson('files/featurizer.json', content.featurizer)
      await run.logJson('files/calibration.json', content.calibration)
      await run.logJson('files/recipe.json', content.recipe)
      const ids = trainingIdsFile(set.trainingIds)
      await run.logArtifact(ids.path, ids.content)
      return { learner, runId: run.id, crossValidation: mean, evaluation, content, contentHash: contentHash(content) }
    },
  )
}

/** Real and generated incidents never train the same registered model. */
export function modelName({ generated }: TrainingSet): string {
  return generated ? GENERATED_MODEL : DEFAULT_MODEL
}

function contentOf(
  { learner, model, calibration, threshold }: FittedLearner,
  { calibrated }: Evaluation,
  { set, recipe, runId }: { set: TrainingSet; recipe: Recipe; runId: string },
): ModelContent {
  return {
    model: encodeModel(model),
    featurizer: set.featurizer,
    calibration,
    recipe,
    info: {
      name: modelName(set),
      learner,
      features: set.featurizer.features,
      threshold,
      generated: set.generated,
      run_id: runId,
      run_date: set.date,
      data_from: set.dataFrom,
      data_to: set.dataTo,
      trained_at: new Date().toISOString(),
      metrics: Object.fromEntries(
        Object.entries(calibrated).map(([name, value]) => [name, Number.isNaN(value) ? null : value]),
      ),
      seed: recipe.seed,
      recipe_hash: fingerprint(jsonOf(recipe)),
      app_version: appVersion,
    },
  }
}

function prefixed(prefix: string, metrics: object): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [prefix + name, value]))
}

/** A record of plain values as the JSON that it is. */
function jsonOf(value: object): Record<string, null | boolean | number | string> {
  return JSON.parse(JSON.stringify(value))
}
