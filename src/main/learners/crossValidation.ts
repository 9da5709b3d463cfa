import type { Recipe } from '../../shared/recipe.ts'
import type { LabelledRows } from '../pipeline/balancing/labelledRows.ts'
import { smote } from '../pipeline/balancing/smote.ts'
import { undersample } from '../pipeline/balancing/undersample.ts'
import type { SharedFloats } from '../sharedFloats.ts'
import type { RunOptions, WorkerPool } from '../workers/pool.ts'
import type { ThresholdMetric } from './bestThreshold.ts'
import type { OutOfFoldScores } from './foldScores.ts'
import { stratifiedFolds } from './folds.ts'
import type { Dataset, FitContext, Learner, LearnerName } from './learner.ts'
import type { Model } from './model.ts'

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

/** Columns of a fold's training rows and of its held-out rows, by feature. */
export interface FoldColumns {
  training: Record<string, SharedFloats>
  heldOut: Record<string, SharedFloats>
}

/** Makes features of a fold with everything that is fitted for them fitted on its training rows alone. */
export type FoldFeatures = (
  names: string[],
  rows: { training: Uint32Array<SharedArrayBuffer>; heldOut: Uint32Array<SharedArrayBuffer> },
  seed: number,
  options: { pool: WorkerPool } & RunOptions,
) => Promise<FoldColumns>

export interface CrossValidationOptions {
  /** The real training rows, not balanced: every feature that balancing measures distance by, by name. */
  columns: Record<string, SharedFloats>
  /** What the columns were fitted with is fitted again in each fold; absent where they are what they are. */
  foldFeatures?: FoldFeatures
  labels: Uint8Array<SharedArrayBuffer>
  /** Names of the features that are learned from. */
  features: string[]
  balance: Recipe['balance']
  folds: number
  /** Calibrated probability from which label 1 is predicted, or the metric that it is chosen for. */
  threshold: number | ThresholdMetric
  seed: number
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
  /** The fold of each row. */
  foldOf: Uint8Array
}

/**
 * Cross-validates learners on stratified folds of real rows. Each fold's model learns from the other folds' rows, which
 * are balanced among themselves, as the stage Balance does it; the fold's own rows are scored as they are. Where features
 * are fitted, each fold fits its own. So every row gets a score of a model that knew neither it, nor a synthetic row made
 * from it, nor an encoding that it took part in. These out-of-fold scores choose the
 * best learner, calibrate it (see `scoresOfFolds`), and tell what to expect of it.
 *
 * @throws UserError `learners.too_few_for_folds`, `pipeline.too_few_to_oversample`
 */
export async function crossValidate(
  options: CrossValidationOptions,
  {
    pool,
    signal,
    onProgress,
  }: { pool: WorkerPool; signal: AbortSignal; onProgress?(progress: CrossValidationProgress): void },
): Promise<CrossValidation> {
  const { labels, features, folds, threshold, seed, candidates } = options
  const rows = labels.length
  const foldOf = stratifiedFolds(labels, folds, seed)
  const scores = candidates.map(() => new Float64Array(new SharedArrayBuffer(rows * 8)))

  for (let fold = 0; fold < folds; fold++) {
    // Of a fold, balancing is one part and each fit another.
    const parts = new Array<number>(candidates.length + 1).fill(0)
    const report = (part: number, share: number, learner?: LearnerName) => {
      parts[part] = share
      const done = parts.reduce((sum, value) => sum + value, 0) / parts.length
      const progress = { fold: fold + 1, folds, share: (fold + done) / folds }
      onProgress?.(learner === undefined ? progress : { ...progress, learner })
    }
    const training = rowsWhere(foldOf, (other) => other !== fold)
    const heldOut = rowsWhere(foldOf, (other) => other === fold)
    const finish = (place: number, probabilities: Float64Array) => {
      for (let i = 0; i < heldOut.length; i++) scores[place]![heldOut[i]!] = probabilities[i]!
      report(place + 1, 1, candidates[place]!.learner)
    }
    const missing: number[] = []
    for (const place of candidates.keys()) {
      const found = await options.kept?.find(fold, place)
      if (found?.length === heldOut.length) finish(place, found)
      else missing.push(place)
    }
    if (missing.length === 0) continue
    const part = await columnsOfFold(options, { training, heldOut }, { pool, signal })
    const data = await balanced(options, training, part.training, {
      pool,
      signal,
      onProgress: (share) => report(0, share),
    })
    const unseen = features.map((name) => part.heldOut[name]!)
    // All at once: those that use one thread then share the threads.
    await Promise.all(
      missing.map(async (place) => {
        const candidate = candidates[place]!
        const { learner } = candidate
        const onProgress = (share: number) => report(place + 1, share, learner)
        const model = await candidate.fit(data, { pool, seed, signal, onProgress })
        const probabilities = await options.predict(model, unseen, heldOut.length)
        await options.kept?.keep(fold, place, probabilities)
        finish(place, probabilities)
      }),
    )
  }

  const scored = await Promise.all(
    scores.map((raw) => pool.run('scoresOfFolds', { raw, labels, foldOf, folds, threshold }, { signal })),
  )
  const results = scored.map((result, place) => ({ ...result, learner: candidates[place]!.learner }))
  const best = results.reduce((top, { mean }, place) => (mean.mcc > results[top]!.mean.mcc ? place : top), 0)
  return { candidates: results, best, foldOf }
}

/** What the fold's rows are learned from and asked by; of training rows also what balancing measures distance by. */
async function columnsOfFold(
  { columns, features, balance, seed, foldFeatures }: CrossValidationOptions,
  rows: { training: Uint32Array<SharedArrayBuffer>; heldOut: Uint32Array<SharedArrayBuffer> },
  options: { pool: WorkerPool } & RunOptions,
): Promise<FoldColumns> {
  const names = balance.method === 'none' ? features : Object.keys(columns)
  if (foldFeatures !== undefined) return foldFeatures(names, rows, seed, options)
  const named = async (wanted: string[], of: Uint32Array) => {
    const gatheredColumns = await gathered(
      wanted.map((name) => columns[name]!),
      of,
      options,
    )
    return Object.fromEntries(wanted.map((name, k) => [name, gatheredColumns[k]!]))
  }
  return { training: await named(names, rows.training), heldOut: await named(features, rows.heldOut) }
}

/** Training rows of a fold, balanced among themselves, with the features that are learned from. */
async function balanced(
  { labels, features, balance, seed }: CrossValidationOptions,
  rows: Uint32Array,
  columns: Record<string, SharedFloats>,
  { pool, signal, onProgress }: { pool: WorkerPool } & RunOptions,
): Promise<Dataset> {
  const names = balance.method === 'none' ? features : Object.keys(columns)
  const part: LabelledRows = {
    rows: rows.length,
    columns: names.map((name) => columns[name]!),
    labels: new Uint8Array(new SharedArrayBuffer(rows.length)),
  }
  for (let i = 0; i < rows.length; i++) part.labels[i] = labels[rows[i]!]!
  const learned = (data: LabelledRows): LabelledRows => ({
    ...data,
    columns: features.map((name) => data.columns[names.indexOf(name)]!),
  })
  if (balance.method === 'none') {
    onProgress?.(1)
    return { featureNames: features, ...learned(part) }
  }
  const grown = await smote(
    part,
    { neighbours: balance.neighbours, ratio: balance.oversample, seed },
    { pool, signal, onProgress: (share) => onProgress?.(share * 0.9) },
  )
  const even = await undersample(learned(grown), { ratio: balance.undersample, seed }, { pool, signal })
  onProgress?.(1)
  return { featureNames: features, rows: even.rows, columns: even.columns, labels: even.labels }
}

function gathered(
  columns: SharedFloats[],
  rows: Uint32Array,
  { pool, signal }: { pool: WorkerPool } & RunOptions,
): Promise<SharedFloats[]> {
  return Promise.all(columns.map((column) => pool.run('gather', { column, rows }, { signal })))
}

/** Rows whose fold passes, rising; in shared memory. */
function rowsWhere(foldOf: Uint8Array, passes: (fold: number) => boolean): Uint32Array<SharedArrayBuffer> {
  let count = 0
  for (let row = 0; row < foldOf.length; row++) if (passes(foldOf[row]!)) count += 1
  const rows = new Uint32Array(new SharedArrayBuffer(count * 4))
  let filled = 0
  for (let row = 0; row < foldOf.length; row++) if (passes(foldOf[row]!)) rows[filled++] = row
  return rows
}
