import type { PipelineWork } from '../jobs/work.ts'

/** Does a run of the pipeline in a thread of its own; resolves with its id when it has ended well. */
export type RunPipeline = (
  work: PipelineWork,
  watch: { signal: AbortSignal; onRun(runId: string): void },
) => Promise<string>

/** How the champion stands on incidents that it was not trained on. */
export interface ModelCheck {
  /** Largest statistic of what the model reads, divided by its threshold: from 1 on it drifts. */
  drift: number
  /** What moved, in words. */
  findings: string[]
  /** Null where too few labels are final. */
  performance: { before: number; now: number; rows: number } | null
  /** The tracked run of the check. */
  runId: string
}

/** Compares a run's incidents with what the champion was trained on; undefined where none of them is new. */
export type CheckModel = (request: {
  model: string
  runId: string
  /** Incidents up to this day, exclusive, have had time for their arrests. */
  mature: string
  now: Date
  signal: AbortSignal
}) => Promise<ModelCheck | undefined>

/** Trials of a challenger beside the champion on the endpoint's traffic. */
export interface Trials {
  start(trial: { model: string; challenger: number; share: number; reason: string; actor: string }): Promise<void>
  /** Looks at the trial that goes on, if any, and promotes or keeps where it can be told. */
  judge(model: string, options: { now: number; maturityDays: number; minRows: number }): Promise<void>
}
