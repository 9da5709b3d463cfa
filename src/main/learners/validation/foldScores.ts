import type { TaskContext, TaskResult } from '../../workers/tasks.ts'
import { type Calibration, calibrate, calibrateAll, fitCalibration } from '../calibration/calibration.ts'
import { bestThreshold, type ThresholdMetric } from '../metrics/bestThreshold.ts'
import { type Metrics, metricsOf } from '../metrics/metrics.ts'

export interface FoldScores {
  /** Of the scores as the model gave them, predicted true at 0.5. */
  raw: Metrics
  /** Of the calibrated scores, predicted true at the decision threshold. */
  calibrated: Metrics
}

export interface OutOfFoldScores {
  /** Of the rows that were held out. */
  labels: Uint8Array<SharedArrayBuffer>
  /** Scores of each of them by the model that did not know it. */
  raw: Float64Array<SharedArrayBuffer>
  /** The same, calibrated by the scores of the other folds. */
  calibrated: Float64Array<SharedArrayBuffer>
  folds: FoldScores[]
  /** Means over the folds of the calibrated scores' metrics. */
  mean: Metrics
  /** Over all rows at once. */
  pooled: FoldScores
  /** For the model that is then learned from all rows: fitted on all out-of-fold scores. */
  calibration: Calibration
  /** Calibrated probability from which label 1 is then predicted: as given, or chosen on all out-of-fold scores. */
  threshold: number
}

export interface OutOfFold {
  raw: Float64Array<SharedArrayBuffer>
  labels: Uint8Array<SharedArrayBuffer>
  foldOf: Uint8Array<SharedArrayBuffer>
  folds: number
  /** Calibrated probability from which label 1 is predicted, or the metric that it is chosen for. */
  threshold: number | ThresholdMetric
}

/**
 * What out-of-fold scores say of a learner. A fold's scores are calibrated by those of the other folds, and its decision
 * threshold is chosen there, so that its metrics are of rows that neither has seen, and no learner wins by overfitting.
 */
export function scoresOfFolds({ raw, labels, foldOf, folds, threshold }: OutOfFold): OutOfFoldScores {
  const calibrated = new Float64Array(new SharedArrayBuffer(raw.byteLength))
  const byFold = Array.from({ length: folds }, (_, fold): FoldScores => {
    const own = (_value: number, row: number) => foldOf[row] === fold
    const other = (_value: number, row: number) => foldOf[row] !== fold
    const otherRaw = raw.filter(other)
    const otherLabels = labels.filter(other)
    const others = fitCalibration(otherRaw, otherLabels)
    const decision =
      typeof threshold === 'number' ? threshold : bestThreshold(otherLabels, calibrateAll(others, otherRaw), threshold)
    for (let row = 0; row < raw.length; row++) if (own(0, row)) calibrated[row] = calibrate(others, raw[row]!)
    const ownLabels = labels.filter(own)
    return {
      raw: metricsOf(ownLabels, raw.filter(own)),
      calibrated: metricsOf(ownLabels, calibrated.filter(own), decision),
    }
  })
  const decision = typeof threshold === 'number' ? threshold : bestThreshold(labels, calibrated, threshold)
  return {
    labels,
    raw,
    calibrated,
    folds: byFold,
    mean: meanOf(byFold.map((fold) => fold.calibrated)),
    pooled: { raw: metricsOf(labels, raw), calibrated: metricsOf(labels, calibrated, decision) },
    calibration: fitCalibration(raw, labels),
    threshold: decision,
  }
}

/** `scoresOfFolds`, in a worker. */
export function scoresOfFoldsTask(input: OutOfFold, _context: TaskContext): TaskResult<OutOfFoldScores> {
  return { output: scoresOfFolds(input) }
}

function meanOf(all: Metrics[]): Metrics {
  const mean = { ...all[0]! }
  for (const name of Object.keys(mean) as (keyof Metrics)[]) {
    mean[name] = all.reduce((sum, metrics) => sum + metrics[name], 0) / all.length
  }
  return mean
}
