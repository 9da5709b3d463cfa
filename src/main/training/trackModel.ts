import { z } from 'zod'
import { CARD_FILE, type ModelCard } from '../../shared/modelCard/modelCard.ts'
import type { Recipe } from '../../shared/pipeline/recipe.ts'
import { THRESHOLDS_FILE, type ThresholdCurves } from '../../shared/serving/thresholds.ts'
import { calibrateAll } from '../learners/calibration/calibration.ts'
import { thresholdScores, thresholdsWith } from '../learners/metrics/thresholdScores.ts'
import { encodeModel } from '../learners/modelFile.ts'
import { predictInPool } from '../learners/predict.ts'
import { type CardRows, makeCard } from '../modelCard/makeCard.ts'
import { fingerprint } from '../pipeline/stage/fingerprint.ts'
import type { UnitKey } from '../pipeline/stage/units.ts'
import type { RunEnvironment } from '../pipeline/trackedRun.ts'
import { contentHash, type ModelContent } from '../registry/modelFolder.ts'
import { DEFAULT_MODEL, GENERATED_MODEL } from '../registry/registry.ts'
import { appVersion } from '../version.ts'
import { type Evaluation, evaluate } from './evaluate.ts'
import { EXPLANATIONS_VERSION, explainModel } from './explainModel.ts'
import type { FittedLearner } from './train.ts'
import { type TrainedModel, trainingIdsFile } from './trainedModel.ts'
import type { TrainingSet } from './trainingSet.ts'

/**
 * Scores a model once on the test rows, and tracks it as a run with its parameters, metrics, figures and files; with a
 * model card where `cardRows` are given, as only a model that may be registered needs one.
 */
export async function trackModel(
  fitted: FittedLearner,
  { set, recipe, cardRows }: { set: TrainingSet; recipe: Recipe; cardRows: CardRows | undefined },
  environment: RunEnvironment,
): Promise<TrainedModel & { cached: boolean }> {
  const { tracking, pool, experiment, run: parent, signal } = environment
  const { learner, model, calibration, threshold, mean, folds } = fitted
  const { test } = set
  const raw = await predictInPool(pool, model, test.columns, test.rows, { signal })
  const probabilities = calibrateAll(calibration, raw)
  const evaluation = evaluate(test.labels, raw, probabilities, threshold)
  const thresholds = thresholdsWith(threshold)
  const curves: ThresholdCurves = {
    chosen: threshold,
    thresholds,
    test: thresholdScores(test.labels, probabilities, thresholds),
    folds: thresholdScores(fitted.labels, fitted.calibrated, thresholds),
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
      if (cardRows !== undefined) {
        const card = await makeCard(
          { info: content.info, data: rowsOf(set), recipe: jsonOf(recipe), params: jsonOf(fitted.params) },
          { labels: test.labels, probabilities, threshold },
          cardRows,
          { pool, seed: recipe.seed, signal },
        )
        await run.logJson(CARD_FILE, card)
      }
      for (const [path, document] of Object.entries(evaluation.documents)) await run.logJson(path, document)
      await run.logJson(THRESHOLDS_FILE, curves)
      const hash = contentHash(content)
      const { documents, cached } = await explanationsOf(fitted, { set, recipe, contentHash: hash }, environment)
      for (const [path, document] of Object.entries(documents)) await run.logJson(path, document)
      await run.logArtifact('files/model.bin', content.model)
      await run.logJson('files/featurizer.json', content.featurizer)
      await run.logJson('files/calibration.json', content.calibration)
      await run.logJson('files/recipe.json', content.recipe)
      const ids = trainingIdsFile(set.trainingIds)
      await run.logArtifact(ids.path, ids.content)
      return { learner, runId: run.id, crossValidation: mean, evaluation, content, contentHash: hash, cached }
    },
  )
}

/** What drives the model, as documents by path: as they were kept, else found anew. */
async function explanationsOf(
  { model, calibration }: FittedLearner,
  { set, recipe, contentHash: content }: { set: TrainingSet; recipe: Recipe; contentHash: string },
  { pool, signal, units }: RunEnvironment,
): Promise<{ documents: Record<string, unknown>; cached: boolean }> {
  const version = EXPLANATIONS_VERSION
  const key: UnitKey = { unit: 'explanations', version, content, set: set.hash, seed: recipe.seed }
  const kept = await units.find(key)
  if (kept !== undefined) return { documents: documentsSchema.parse(JSON.parse(kept.toString('utf8'))), cached: true }
  const documents = await explainModel(
    { model, calibration, train: set.train, test: set.test },
    { pool, seed: recipe.seed, signal },
  )
  await units.keep(key, JSON.stringify(documents))
  return { documents, cached: false }
}

const documentsSchema = z.record(z.string(), z.unknown())

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

/** What a card says of the rows behind a model. */
function rowsOf({ label, date, dataFrom, dataTo, real, train, test, dropped }: TrainingSet): ModelCard['data'] {
  const rows = { train_rows: real.rows, fitted_rows: train.rows, test_rows: test.rows }
  return { label, run_date: date, from: dataFrom, to: dataTo, ...rows, dropped }
}

function prefixed(prefix: string, metrics: object): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [prefix + name, value]))
}

/** A record of plain values as the JSON that it is. */
function jsonOf(value: object): Record<string, null | boolean | number | string> {
  return JSON.parse(JSON.stringify(value))
}
