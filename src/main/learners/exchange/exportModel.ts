import { UserError } from '../../../shared/errors.ts'
import type { Calibration } from '../calibration.ts'
import type { Model } from '../model.ts'
import { encodeModel } from '../modelFile.ts'
import type { ExportFormat } from './formats.ts'
import { encodeModelAsOnnx } from './onnx.ts'
import { encodeXgboost } from './xgboostJson.ts'

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
