import { learningCurves } from '../figures/evaluation.ts'
import * as figures from '../figures/explanation.ts'
import type { Calibration } from '../learners/calibration/calibration.ts'
import { explainRows, meanContributions } from '../learners/explain/contributions.ts'
import { partialDependence } from '../learners/explain/partialDependence.ts'
import { permutationImportance } from '../learners/explain/permutationImportance.ts'
import { featureImportances } from '../learners/importances.ts'
import type { Dataset } from '../learners/learner.ts'
import type { Model } from '../learners/model.ts'
import type { WorkerPool } from '../workers/pool.ts'
import { learningCurve } from './learningCurve.ts'
import { sampleRows } from './sampleRows.ts'

// So few rows that all of it takes a second or two for each learner.
const EXPLAINED_ROWS = 500
const SHUFFLED_ROWS = 2000
const DEPENDENCE_ROWS = 300
const DEPENDENCE_FEATURES = 4

/** Raised whenever the same model gets other documents. */
export const EXPLANATIONS_VERSION = 3

export interface ModelToExplain {
  model: Model
  calibration: Calibration
  train: Dataset
  test: Dataset
}

/**
 * What drives a model, as JSON documents by path: mean contributions by feature on a sample of test rows, permutation
 * importance, partial dependence of the most important features, and gains (trees) or coefficients (logistic regression);
 * each with its figure. The same seed gives the same sample.
 */
export async function explainModel(
  { model, calibration, train, test }: ModelToExplain,
  { pool, seed, signal }: { pool: WorkerPool; seed: number; signal: AbortSignal },
): Promise<Record<string, unknown>> {
  const names = model.featureNames
  const explained = sampleRows(test, EXPLAINED_ROWS, seed)
  const explanations = await explainRows(pool, model, explained.columns, explained.rows, { signal })
  const { method, expected } = explanations
  const shares = meanContributions(explanations, names.length)
  const ofFeatures = names.map((feature, k) => ({ feature, value: shares[k]! }))
  const unit = explanations.unit === 'margin' ? 'log odds' : 'probability'

  const shuffled = await permutationImportance(pool, model, sampleRows(test, SHUFFLED_ROWS, seed), { seed, signal })
  const order = [...names.keys()].sort((a, b) => shares[b]! - shares[a]!)
  const varied = sampleRows(test, DEPENDENCE_ROWS, seed)
  const shown = order.slice(0, DEPENDENCE_FEATURES)
  const curves = await partialDependence(pool, model, varied.columns, shown, { calibration, signal })
  return {
    'explanations/shap.json': { method, unit, expected, rows: explained.rows, mean_absolute: ofFeatures },
    'figures/shap_summary.json': figures.featureBars('Mean absolute SHAP value', unit, ofFeatures),
    'figures/shap.json': figures.shapStrips(
      unit,
      stripsOf(explained, explanations.contributions, [...order].reverse()),
    ),
    'explanations/permutation_importance.json': shuffled,
    'figures/permutation_importance.json': figures.permutationBars(shuffled),
    'explanations/partial_dependence.json': curves,
    'figures/partial_dependence.json': figures.partialDependenceLines(curves),
    ...(await growthOf({ model, train, test }, { pool, seed, signal })),
    ...(await ofLearner(model, train, pool, signal)),
  }
}

/** How an ensemble gets better tree by tree; nothing for other models. */
async function growthOf(
  learned: Pick<ModelToExplain, 'model' | 'train' | 'test'>,
  context: { pool: WorkerPool; seed: number; signal: AbortSignal },
): Promise<Record<string, unknown>> {
  const curve = await learningCurve(learned, context)
  return curve.length === 0 ? {} : { 'figures/learning_curve.json': learningCurves(curve) }
}

/** What only the learner itself can say. */
async function ofLearner(
  model: Model,
  data: Dataset,
  pool: WorkerPool,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  if (model.kind === 'linear') {
    const coefficients = await pool.run('coefficients', { model, data }, { signal })
    return {
      'explanations/coefficients.json': coefficients,
      'figures/coefficients.json': figures.coefficientPoints(coefficients),
    }
  }
  const importances = featureImportances(model)
  const gains = importances.map(({ feature, shareOfGain }) => ({ feature, value: shareOfGain }))
  return {
    'explanations/importances.json': importances,
    'figures/gain.json': figures.featureBars('Gain of the splits', 'Share of all gains', gains),
  }
}

/** The contributions of each feature, and where in its range the feature's value stands (0-1, by rank). */
function stripsOf({ columns, rows, featureNames }: Dataset, contributions: Float64Array, order: number[]) {
  return order.map((k) => {
    const byValue = Uint32Array.from({ length: rows }, (_, row) => row)
    byValue.sort((a, b) => columns[k]![a]! - columns[k]![b]!)
    const ranks = new Array<number>(rows).fill(0)
    for (const [rank, row] of byValue.entries()) ranks[row] = rank / Math.max(1, rows - 1)
    const own = Array.from({ length: rows }, (_, row) => contributions[row * columns.length + k]!)
    return { feature: featureNames[k]!, contributions: own, ranks }
  })
}
