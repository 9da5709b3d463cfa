import { calibrationCurve, confusionMatrix, precisionRecallCurve, rocCurve } from '../figures/evaluation.ts'
import {
  calibrationCurve as calibrationBins,
  expectedCalibrationError,
  precisionRecallCurve as precisionRecallPoints,
  rocCurve as rocPoints,
} from '../learners/metrics/curves.ts'
import {
  classificationReport,
  confusionMatrix as countConfusion,
  type Metrics,
  metricsOf,
} from '../learners/metrics/metrics.ts'

/** How a model does on rows that it was not trained on. */
export interface Evaluation {
  /** Scores of the calibrated probabilities; these are what the endpoint answers. */
  calibrated: Metrics & CalibrationScores
  /** Scores of the model's own output, predicted true from 0.5: comparable with other stacks. */
  raw: Metrics
  /** JSON documents by path: the figures, the classification report and the confusion matrix. */
  documents: Record<string, unknown>
}

export interface CalibrationScores {
  /** Expected calibration error, 15 bins of equal count. */
  calibration_error: number
  /** Mean of the probabilities; equals `arrest_rate` when they are calibrated in the large. */
  mean_probability: number
  arrest_rate: number
}

/** Scores probabilities against labels 0/1; predicted true from `threshold` of the calibrated probability. */
export function evaluate(
  labels: Uint8Array,
  raw: Float64Array,
  calibrated: Float64Array,
  threshold: number,
): Evaluation {
  const metrics = {
    ...metricsOf(labels, calibrated, threshold),
    calibration_error: expectedCalibrationError(labels, calibrated),
    mean_probability: mean(calibrated),
    arrest_rate: mean(labels),
  }
  const confusion = countConfusion(labels, calibrated, threshold)
  const roc = rocPoints(labels, calibrated)
  const precisionRecall = precisionRecallPoints(labels, calibrated)
  const bins = calibrationBins(labels, calibrated)
  return {
    calibrated: metrics,
    raw: metricsOf(labels, raw),
    documents: {
      'classification_report.json': classificationReport(confusion),
      'confusion_matrix.json': { threshold, ...confusion },
      'figures/confusion_matrix.json': confusionMatrix(confusion, threshold),
      'figures/roc.json': rocCurve(roc, metrics.auc),
      'figures/precision_recall.json': precisionRecallCurve(
        precisionRecall,
        metrics.average_precision,
        metrics.arrest_rate,
      ),
      'figures/calibration.json': calibrationCurve(bins, metrics.brier),
    },
  }
}

function mean(values: Float64Array | Uint8Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum / values.length
}
