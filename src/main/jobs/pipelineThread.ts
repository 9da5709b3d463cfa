import type { RunListener } from '../pipeline/events.ts'
import type { WorkbenchOptions } from '../workbench.ts'
import { inThread } from './inThread.ts'
import type { PipelineWork } from './work.ts'

/** Does a run of the pipeline in a thread of its own; resolves with its id when it has ended well. */
export async function pipelineInThread(
  work: PipelineWork,
  workbench: Omit<WorkbenchOptions, 'onWaiting'>,
  { signal, onRun, onEvent }: { signal: AbortSignal; onRun(runId: string): void; onEvent: RunListener },
): Promise<string> {
  let id = ''
  await inThread(work, workbench, {
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
  return id
}
