import type { LearnerName } from '../../../shared/pipeline/learnerParams.ts'
import type { SharedFloats } from '../../sharedFloats.ts'
import type { WorkerPool } from '../../workers/pool.ts'
import type { Dataset, FitContext, Learner } from '../learner.ts'
import type { ThresholdMetric } from '../metrics/bestThreshold.ts'
import type { Model } from '../model.ts'
import { type FoldSource, foldData } from './foldData.ts'
import type { OutOfFoldScores } from './foldScores.ts'
import type { FoldRows } from './folds.ts'

/** A learner with its parameters. */
export interface Candidate {
  learner: LearnerName
  fit(data: Dataset, context: FitContext): Promise<Model>
}

/** A learner with parameters as given by the user, completed by its defaults. Throws ZodError where they do not fit. */
export function candidateOf<P>(learner: Learner<P>, params: unknown): Candidate {
  const complete = learner.params.parse(params)
  return { learner: learner.name, fit: (data, context) => learner.fit(data, complete, context) }
}

export interface CrossValidationOptions extends FoldSource {
  folds: FoldRows[]
  /** Calibrated probability from which label 1 is predicted, or the metric that it is chosen for. */
  threshold: number | ThresholdMetric
  candidates: Candidate[]
  /** Probabilities of label 1 for rows of the model's features. */
  predict(model: Model, columns: SharedFloats[], rows: number): Float64Array | Promise<Float64Array>
  /** Where scores are kept for a cross-validation that was stopped and is begun again; nowhere where absent. */
  kept?: KeptScores
}

/** Scores of a fold's held-out rows by the candidate at a place. */
export interface KeptScores {
  find(fold: number, place: number): Promise<Float64Array | undefined>
  keep(fold: number, place: number, scores: Float64Array): Promise<void>
}

export interface CrossValidationProgress {
  /** The fold at work, from 1, of `folds`. */
  fold: number
  folds: number
  /** Whose fit went on; absent while the fold is balanced. */
  learner?: LearnerName
  /** Share of the whole cross-validation that is done, 0-1. */
  share: number
}

export interface CandidateScores extends OutOfFoldScores {
  learner: LearnerName
}

export interface CrossValidation {
  /** In the order of the candidates. */
  candidates: CandidateScores[]
  /** Place of the one with the highest mean MCC over the folds; of equal ones the first. */
  best: number
  /** Places of the rows that a fold held out, rising: what the scores are of. */
  rows: Uint32Array
  /** The fold of each of these. */
  foldOf: Uint8Array
}

/**
 * Cross-validates learners on folds of real rows, none held out twice. Each fold's model learns from its training rows,
 * which are balanced among themselves, as the stage Balance does it; the held-out rows are scored as they are. Where
 * features are fitted, each fold fits its own. So every held-out row gets a score of a model that knew neither it, nor a
 * synthetic row made from it, nor an encoding that it took part in. These out-of-fold scores choose the best learner,
 * calibrate it (see `scoresOfFolds`), and tell what to expect of it.
 *
 * @throws UserError `pipeline.too_few_to_oversample`
 */
export async function crossValidate(
  options: CrossValidationOptions,
  {
    pool,
    signal,
    onProgress,
  }: { pool: WorkerPool; signal: AbortSignal; onProgress?(progress: CrossValidationProgress): void },
): Promise<CrossValidation> {
  const { labels, folds, threshold, seed, candidates } = options
  const held = heldOutRows(labels, folds)
  const scores = candidates.map(() => new Float64Array(new SharedArrayBuffer(held.rows.length * 8)))

  for (const [fold, rows] of folds.entries()) {
    // Of a fold, balancing is one part and each fit another.
    const parts = new Array<number>(candidates.length + 1).fill(0)
    const report = (part: number, share: number, learner?: LearnerName) => {
      parts[part] = share
      const done = parts.reduce((sum, value) => sum + value, 0) / parts.length
      const progress = { fold: fold + 1, folds: folds.length, share: (fold + done) / folds.length }
      onProgress?.(learner === undefined ? progress : { ...progress, learner })
    }
    const finish = (place: number, probabilities: Float64Array) => {
      let next = 0
      for (let i = 0; i < held.foldOf.length; i++)
        if (held.foldOf[i] === fold) scores[place]![i] = probabilities[next++]!
      report(place + 1, 1, candidates[place]!.learner)
    }
    const missing: number[] = []
    for (const place of candidates.keys()) {
      const found = await options.kept?.find(fold, place)
      if (found?.length === rows.heldOut.length) finish(place, found)
      else missing.push(place)
    }
    if (missing.length === 0) continue
    const { data, heldOut } = await foldData(options, rows, {
      pool,
      signal,
      onProgress: (share) => report(0, share),
    })
    // All at once: those that use one thread then share the threads.
    await Promise.all(
      missing.map(async (place) => {
        const candidate = candidates[place]!
        const { learner } = candidate
        const onProgress = (share: number) => report(place + 1, share, learner)
        const model = await candidate.fit(data, { pool, seed, signal, onProgress })
        const probabilities = await options.predict(model, heldOut, rows.heldOut.length)
        await options.kept?.keep(fold, place, probabilities)
        finish(place, probabilities)
      }),
    )
  }

  const scored = await Promise.all(
    scores.map((raw) => pool.run('scoresOfFolds', { raw, ...held, folds: folds.length, threshold }, { signal })),
  )
  const results = scored.map((result, place) => ({ ...result, learner: candidates[place]!.learner }))
  const best = results.reduce((top, { mean }, place) => (mean.mcc > results[top]!.mean.mcc ? place : top), 0)
  return { candidates: results, best, rows: held.rows, foldOf: held.foldOf }
}

/** The rows that a fold holds out, rising, with the label and the fold of each. */
function heldOutRows(labels: Uint8Array, folds: FoldRows[]) {
  const none = 255
  const foldOfAll = new Uint8Array(labels.length).fill(none)
  for (const [fold, { heldOut }] of folds.entries()) for (const row of heldOut) foldOfAll[row] = fold
  const rows = Uint32Array.from(foldOfAll.keys()).filter((row) => foldOfAll[row] !== none)
  const foldOf = new Uint8Array(new SharedArrayBuffer(rows.length))
  const heldOutLabels = new Uint8Array(new SharedArrayBuffer(rows.length))
  for (const [place, row] of rows.entries()) {
    foldOf[place] = foldOfAll[row]!
    heldOutLabels[place] = labels[row]!
  }
  return { rows, foldOf, labels: heldOutLabels }
}
