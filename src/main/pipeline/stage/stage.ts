import type { z } from 'zod'
import type { StageName } from '../../../shared/pipeline/runState.ts'
import type { Duck } from '../../duck.ts'
import type { ParquetTable } from '../../parquet/table.ts'
import type { ParquetColumn } from '../../parquet/writer.ts'
import type { Job } from '../../progress.ts'
import type { WorkerPool } from '../../workers/pool.ts'

/** A value that a stage fits on training rows and later stages or serving need: plain JSON. */
export type Fitted = z.core.util.JSONType

/** What the stage before put out, by name: `train`, `test`, `crimes`. */
export interface StageInput {
  names: string[]
  /** A table in memory: as the stage before left it there, else read from its file. */
  table(name: string): Promise<ParquetTable>
  /** The local Parquet file of a table, for DuckDB; waits until it is whole. */
  file(name: string): Promise<string>
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
  /** Puts a table out, and returns its rows. It stays in memory for the next stage while a thread writes its file. */
  write(name: string, columns: Record<string, ParquetColumn>): number
  /** The Parquet file of an output of this stage, once it is whole. */
  written(name: string): Promise<string>
  /** Puts out the table of that name of the stage before as it is: the same file under another name. */
  passOn(name: string): void
  /** Path of a file to write for the output of that name; beside a table, of another kind: `file('train', 'csv')`. */
  file(name: string, extension?: string): string
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
  /** Rows by the name of an output whose rows are not known from `write`. */
  rows?: Record<string, number>
  fitted?: Fitted
}

/** One step of the pipeline: typed parameters and tables in, tables and fitted values out, nothing else touched. */
export interface Stage<P = unknown> {
  name: StageName
  /** Raised whenever the same input gives another output: older cached outputs are then not reused. */
  version: number
  run(context: StageContext<P>): Promise<StageOutput>
}
