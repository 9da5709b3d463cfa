import { UserError } from '../../../shared/errors.ts'
import type { Calibration } from '../calibration/calibration.ts'
import type { Model } from '../model.ts'
import { encodeModel } from '../modelFile.ts'
import { EXPORT_FORMATS, type ExportFormat } from './formats.ts'
import { encodeModelAsOnnx } from './onnx.ts'
import { encodeXgboost } from './xgboostJson.ts'

/** The formats that a model has: XGBoost reads boosted trees only. */
export function formatsOf(model: Model): ExportFormat[] {
  const isBoosted = model.kind === 'trees' && model.link === 'logistic'
  return EXPORT_FORMATS.filter((format) => format !== 'xgboost' || isBoosted)
}

/**
 * A model in a format that others read. `native` and `xgboost` hold the learner alone, whose scores are not calibrated;
 * `onnx` also answers the calibrated probability.
 *
 * @throws UserError `learners.export_format` where the learner has no such format
 */
export function exportModel(model: Model, calibration: Calibration, format: ExportFormat): Uint8Array {
  switch (format) {
    case 'native':
      return encodeModel(model)
    case 'onnx':
      return encodeModelAsOnnx(model, { calibration })
    case 'xgboost':
      if (model.kind === 'trees' && model.link === 'logistic') return new TextEncoder().encode(encodeXgboost(model))
      throw new UserError('learners.export_format', { learner: model.learner, format, formats: 'native, onnx' })
  }
}
