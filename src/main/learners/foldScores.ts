import type { TaskContext, TaskResult } from '../workers/tasks.ts'
import { type Calibration, calibrate, fitCalibration } from './calibration.ts'
import { type Metrics, metricsOf } from './metrics.ts'

export interface FoldScores {
  /** Of the scores as the model gave them, predicted true at 0.5. */
  raw: Metrics
  /** Of the calibrated scores, predicted true at the decision threshold. */
  calibrated: Metrics
}

export interface OutOfFoldScores {
  /** Scores of each row by the model that did not know it. */
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
}

export interface OutOfFold {
  raw: Float64Array<SharedArrayBuffer>
  labels: Uint8Array<SharedArrayBuffer>
  foldOf: Uint8Array<SharedArrayBuffer>
  folds: number
  threshold: number
}

/**
 * What out-of-fold scores say of a learner. A fold's scores are calibrated by those of the other folds, so that the
 * calibrated metrics are of rows that the calibration has not seen either, and no learner wins by overfitting it.
 */
export function scoresOfFolds({ raw, labels, foldOf, folds, threshold }: OutOfFold): OutOfFoldScores {
  const calibrated = new Float64Array(new SharedArrayBuffer(raw.byteLength))
  const byFold = Array.from({ length: folds }, (_, fold): FoldScores => {
    const own = (row: number) => foldOf[row] === fold
    const others = fitCalibration(
      raw.filter((_, row) => !own(row)),
      labels.filter((_, row) => !own(row)),
    )
    for (let row = 0; row < raw.length; row++) if (own(row)) calibrated[row] = calibrate(others, raw[row]!)
    const ownLabels = labels.filter((_, row) => own(row))
    const of = (scores: Float64Array) => scores.filter((_, row) => own(row))
    return { raw: metricsOf(ownLabels, of(raw)), calibrated: metricsOf(ownLabels, of(calibrated), threshold) }
  })
  return {
    raw,
    calibrated,
    folds: byFold,
    mean: meanOf(byFold.map((fold) => fold.calibrated)),
    pooled: { raw: metricsOf(labels, raw), calibrated: metricsOf(labels, calibrated, threshold) },
    calibration: fitCalibration(raw, labels),
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
