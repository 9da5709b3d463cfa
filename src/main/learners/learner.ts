import type { z } from 'zod'
import type { LearnerName } from '../../shared/pipeline/learnerParams.ts'
import type { WorkerPool } from '../workers/pool.ts'
import type { Model } from './model.ts'

/** Feature columns (each Float64Array has `rows` values; NaN is missing), and labels 0/1. Backed by SharedArrayBuffers. */
export interface Dataset {
  featureNames: string[]
  rows: number
  columns: Float64Array<SharedArrayBuffer>[]
  labels: Uint8Array<SharedArrayBuffer>
  /** Weight of each row; 1 where absent. */
  weights?: Float64Array<SharedArrayBuffer>
}

export interface FitContext {
  pool: WorkerPool
  seed: number
  signal: AbortSignal
  /** Share of the fit that is done, 0-1. */
  onProgress(share: number): void
}

/** A way to learn a model from a dataset. The same data, parameters and seed give the same bytes on any number of threads. */
export interface Learner<P = never> {
  name: LearnerName
  params: z.ZodType<P>
  fit(data: Dataset, params: P, context: FitContext): Promise<Model>
}
