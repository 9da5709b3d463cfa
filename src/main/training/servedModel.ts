import { type Calibration, calibrate, calibrationSchema } from '../learners/calibration.ts'
import { decodeModel } from '../learners/modelFile.ts'
import { createScorer } from '../learners/predict.ts'
import { createFeaturizer, type Featurizer } from '../pipeline/featurizer/featurizer.ts'
import type { ModelContent, ModelInfo } from '../registry/modelFolder.ts'

/** A stored model, ready to answer: raw incident → features → score → calibrated probability. */
export interface ServedModel {
  info: ModelInfo
  featurizer: Featurizer
  /** Calibrated probability of one row of features, in the model's order. */
  score(features: Float64Array): number
}

/** Makes a stored model answer. Throws UserError where a file of it is damaged. */
export function openModel(content: ModelContent): ServedModel {
  const scorer = createScorer(decodeModel(content.model))
  const calibration: Calibration = calibrationSchema.parse(content.calibration)
  return {
    info: content.info,
    featurizer: createFeaturizer(content.featurizer),
    score: (features) => calibrate(calibration, scorer(features)),
  }
}
