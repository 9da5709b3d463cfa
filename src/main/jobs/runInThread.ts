import type { RunListener } from '../pipeline/events.ts'
import type { WorkbenchOptions } from '../workbench.ts'
import { inThread } from './inThread.ts'
import type { DriftWork, PipelineWork } from './work.ts'

/** Does work that is tracked as a run, in a thread of its own; resolves with the run's id when it has ended well. */
export async function runInThread(
  work: PipelineWork | DriftWork,
  workbench: Omit<WorkbenchOptions, 'onWaiting'>,
  { signal, onRun, onEvent }: { signal: AbortSignal; onRun(runId: string): void; onEvent: RunListener },
): Promise<string> {
  let id = ''
  const result = await inThread(work, workbench, {
    signal,
    onProgress() {},
    onEvent(event) {
      if (event.type === 'run-started') {
        id = event.runId
        onRun(id)
      }
      onEvent(event)
    },
  })
  return result !== undefined && 'checkRunId' in result ? result.checkRunId : id
}
