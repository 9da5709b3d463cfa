import { throwIfCancelled } from '../../shared/errors.ts'
import { type Calibration, calibrate, calibrationSchema } from '../learners/calibration/calibration.ts'
import { createExplainer, type Explainer, explainRows } from '../learners/explain/contributions.ts'
import { type Reasons, reasonsOf } from '../learners/explain/reasons.ts'
import { decodeModel } from '../learners/modelFile.ts'
import { createScorer, predictInPool, predictProbabilities } from '../learners/predict.ts'
import { createFeaturizer, type Featurizer } from '../pipeline/featurizer/featurizer.ts'
import { createFieldShares } from '../pipeline/featurizer/fieldShares.ts'
import type { ModelContent, ModelInfo } from '../registry/modelFolder.ts'
import type { WorkerPool } from '../workers/pool.ts'

const ROWS_A_TURN = 5000

/** A stored model, ready to answer: raw incident → features → score → calibrated probability. */
export interface ServedModel {
  info: ModelInfo
  featurizer: Featurizer
  /** Calibrated probability of one row of features, in the model's order. */
  score(features: Float64Array): number
  /** The same for rows × features values, row-major: for some thousand rows, on this thread. */
  scoreBatch(matrix: Float64Array, rows: number): Float64Array
  /** What moves the probability of a row of features, by field of the incident; `tellValue` tells a field's value. */
  explain(features: Float64Array, tellValue: (field: string) => string | null): Reasons
  /** The effects of `explain` for many rows, given as `scoreColumns` takes them: a column a field, in a fixed order. */
  explainColumns(
    pool: WorkerPool,
    columns: Float64Array[],
    rows: number,
    signal: AbortSignal,
  ): Promise<{ field: string; effects: Float64Array }[]>
  /** The same for many rows, given as one column a feature in the model's order, on the threads of the pool. */
  scoreColumns(pool: WorkerPool, columns: Float64Array[], rows: number, signal: AbortSignal): Promise<Float64Array>
}

/** Makes a stored model answer. Throws UserError where a file of it is damaged. */
export function openModel(content: ModelContent): ServedModel {
  const model = decodeModel(content.model)
  const scorer = createScorer(model)
  const calibration: Calibration = calibrationSchema.parse(content.calibration)
  const featurizer = createFeaturizer(content.featurizer)
  const shares = createFieldShares(model.featureNames, featurizer.overallRate)
  let explainer: Explainer | undefined
  const reasons = (
    { unit, expected }: Pick<Explainer, 'unit' | 'expected'>,
    contributions: Float64Array,
    row: Float64Array,
    tellValue: (field: string) => string | null,
  ) => {
    const raw = (output: number) => (unit === 'margin' ? 1 / (1 + Math.exp(-output)) : output)
    const probabilityOf = (output: number) => calibrate(calibration, raw(output))
    const sharesOf = (feature: number) => shares.of(feature, row)
    return reasonsOf({ contributions, expected }, model.featureNames, sharesOf, tellValue, probabilityOf)
  }
  return {
    info: content.info,
    featurizer,
    score: (features) => calibrate(calibration, scorer(features)),
    scoreBatch(matrix, rows) {
      const width = model.featureNames.length
      const columns = model.featureNames.map((_, k) => {
        const column = new Float64Array(rows)
        for (let row = 0, at = k; row < rows; row++, at += width) column[row] = matrix[at]!
        return column
      })
      const scores = predictProbabilities(model, columns, rows)
      for (let row = 0; row < rows; row++) scores[row] = calibrate(calibration, scores[row]!)
      return scores
    },
    explain(features, tellValue) {
      // Made when it is first asked for: most processes never explain.
      explainer ??= createExplainer(model)
      const contributions = new Float64Array(features.length)
      explainer.explain(features, contributions)
      return reasons(explainer, contributions, features, tellValue)
    },
    async explainColumns(pool, columns, rows, signal) {
      const explained = await explainRows(pool, model, columns, rows, { signal })
      const effects = new Map(shares.fields.map((field) => [field, new Float64Array(rows)]))
      const features = columns.length
      const values = new Float64Array(features)
      for (let row = 0; row < rows; row++) {
        if (row % ROWS_A_TURN === 0) {
          throwIfCancelled(signal)
          await new Promise(setImmediate)
        }
        for (let k = 0; k < features; k++) values[k] = columns[k]![row]!
        const own = explained.contributions.subarray(row * features, (row + 1) * features)
        for (const { field, effect } of reasons(explained, own, values, () => null).reasons)
          effects.get(field)![row] = effect
      }
      return [...effects].map(([field, ofField]) => ({ field, effects: ofField }))
    },
    async scoreColumns(pool, columns, rows, signal) {
      const scores = await predictInPool(pool, model, columns, rows, { signal })
      return scores.map((score) => calibrate(calibration, score))
    },
  }
}
