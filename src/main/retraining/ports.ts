import type { DriftWork, PipelineWork } from '../jobs/work.ts'

/** Does work that is tracked as a run, beside this thread; resolves with the run's id when it has ended well. */
export type RunWork = (
  work: PipelineWork | DriftWork,
  watch: { signal: AbortSignal; onRun(runId: string): void },
) => Promise<string>
