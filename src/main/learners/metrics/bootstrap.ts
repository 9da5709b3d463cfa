import { createRandom } from '../../random.ts'
import type { RunOptions, WorkerPool } from '../../workers/pool.ts'
import type { TaskContext, TaskResult } from '../../workers/tasks.ts'
import { WEIGHTED_METRICS, type WeightedMetric, type WeightedScores, weightedScorer } from './weightedMetrics.ts'

/** A model's answers to the rows that all models of a comparison are asked about. */
export interface Answers {
  /** Probability of label 1, a row; in shared memory, so that threads read it in place. */
  probabilities: Float64Array
  /** Probability from which label 1 is predicted. */
  threshold: number
}

export interface BootstrapInput {
  labels: Uint8Array
  models: Answers[]
  /** First resample, and one after the last. */
  range: [first: number, end: number]
  seed: number
}

/** Scores of each model on each resample: `scores[model][metric][resample]`. */
export type Resampled = Record<WeightedMetric, Float64Array>[]

/** A range of the value over samples like this one. */
export interface Interval {
  low: number
  high: number
}

export interface Bootstrapped {
  /** On the rows as they are. */
  scores: WeightedScores[]
  resampled: Resampled
}

/**
 * Scores models on the rows, and on `resamples` draws of as many rows with replacement (Efron's bootstrap). All models
 * see the same draws, so their scores can be compared draw by draw. The same seed gives the same draws on any number of
 * threads: each resample has a stream of its own.
 */
export async function bootstrap(
  { labels, models, resamples, seed }: { labels: Uint8Array; models: Answers[]; resamples: number; seed: number },
  { pool, signal, onProgress }: { pool: WorkerPool } & RunOptions,
): Promise<Bootstrapped> {
  const size = Math.max(1, Math.ceil(resamples / (pool.threads * 4)))
  const starts = Array.from({ length: Math.ceil(resamples / size) }, (_, k) => k * size)
  let done = 0
  const parts = await Promise.all(
    starts.map(async (first) => {
      const end = Math.min(resamples, first + size)
      const part = await pool.run('bootstrap', { labels, models, range: [first, end], seed }, { signal })
      done += end - first
      onProgress?.(done / resamples)
      return part
    }),
  )
  const ones = new Uint8Array(labels.length).fill(1)
  return {
    scores: models.map((model) => weightedScorer(labels, model)(ones)),
    resampled: models.map((_, model) => byMetric((metric) => joined(parts.map((part) => part[model]![metric])))),
  }
}

/** Task: the scores on a range of the resamples. */
export function bootstrapTask(
  { labels, models, range: [first, end], seed }: BootstrapInput,
  { progress }: TaskContext,
): TaskResult<Resampled> {
  const scorers = models.map((model) => weightedScorer(labels, model))
  const output = models.map(() => byMetric(() => new Float64Array(end - first)))
  const times = new Uint8Array(labels.length)
  for (let resample = first; resample < end; resample++) {
    draw(times, seed, resample)
    for (const [model, score] of scorers.entries()) {
      const scores = score(times)
      for (const metric of WEIGHTED_METRICS) output[model]![metric][resample - first] = scores[metric]
    }
    progress((resample + 1 - first) / (end - first))
  }
  return { output }
}

/** How many times each row is drawn. */
function draw(times: Uint8Array, seed: number, resample: number): void {
  const random = createRandom(seed, 'bootstrap', resample)
  times.fill(0)
  for (let i = 0; i < times.length; i++) times[random.below(times.length)]! += 1
}

/** The middle 95 % of resampled values (percentile interval). */
export function interval(resampled: Float64Array): Interval {
  const rising = Float64Array.from(resampled).sort()
  const at = (share: number) => rising[Math.round(share * (rising.length - 1))]!
  return { low: at(0.025), high: at(0.975) }
}

/**
 * The interval of a score, 0 or more, that any noise in the sample raises, as it does the calibration error: resamples
 * have it twice, so their percentiles lie too high. They are mirrored at the sample's value (basic bootstrap interval).
 */
export function basicInterval(value: number, resampled: Float64Array): Interval {
  const { low, high } = interval(resampled)
  return { low: Math.max(0, 2 * value - high), high: Math.max(0, 2 * value - low) }
}

/**
 * Two-sided p-value of "the difference is 0" from paired resampled differences: twice the share of them on the rarer
 * side of 0, where the sample itself counts as one more (Davison & Hinkley 1997, section 4.2).
 */
export function pairedPValue(differences: Float64Array): number {
  let below = 1
  let above = 1
  for (const difference of differences) {
    if (difference <= 0) below += 1
    if (difference >= 0) above += 1
  }
  return Math.min(1, (2 * Math.min(below, above)) / (differences.length + 1))
}

function byMetric(values: (metric: WeightedMetric) => Float64Array): Record<WeightedMetric, Float64Array> {
  return {
    average_precision: values('average_precision'),
    mcc: values('mcc'),
    auc: values('auc'),
    brier: values('brier'),
    calibration_error: values('calibration_error'),
  }
}

function joined(parts: Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
