import type { z } from 'zod'
import type { Duck } from '../duck.ts'
import type { Job } from '../progress.ts'
import type { WorkerPool } from '../workers/pool.ts'

/** A value that a stage fits on training rows and later stages or serving need: plain JSON. */
export type Fitted = z.core.util.JSONType

export interface StageInput {
  /** Local Parquet files by name: `train`, `test`, `crimes`. */
  tables: Record<string, string>
  /** What earlier stages fitted, by stage name. */
  fitted: Record<string, Fitted>
}

export interface StageContext<P> extends Job {
  duck: Duck
  pool: WorkerPool
  params: P
  seed: number
  /** Run date `YYYY-MM-DD`. */
  date: string
  input: StageInput
  /** Path of the Parquet file to write for the output of that name. */
  output(name: string): string
  /** Path of a file of another kind to write beside the tables: `outputFile('train', 'csv')`. */
  outputFile(name: string, extension: string): string
  report: StageReport
}

/** What a stage tells about its work; becomes a tracked run, the summary and the window's view of the step. */
export interface StageReport {
  metric(name: string, value: number): void
  /** Rows that left, with the reason as a short code: `no_coordinates`, `outlier`. */
  dropped(reason: string, rows: number): void
  /** SQL that was run, to be shown. */
  sql(statement: string): void
  /** Data of the step's chart or table, e.g. mutual information by feature. */
  detail(name: string, value: Fitted): void
}

export interface StageOutput {
  /** Rows by output name. */
  rows: Record<string, number>
  fitted?: Fitted
}

/** One step of the pipeline: typed parameters and tables in, tables and fitted values out, nothing else touched. */
export interface Stage<P = unknown> {
  name: StageName
  /** Raised whenever the same input gives another output: older cached outputs are then not reused. */
  version: number
  run(context: StageContext<P>): Promise<StageOutput>
}

export const STAGES = [
  'setup',
  'download',
  'merge',
  'enrich',
  'split',
  'outliers',
  'encode',
  'scale',
  'balance',
  'features',
  'summary',
] as const
export type StageName = (typeof STAGES)[number]
