import { Worker } from 'node:worker_threads'
import { CancelledError, recordedError } from '../../shared/errors.ts'
import { currentLocale } from '../../shared/messages/index.ts'
import { built } from '../appRoot.ts'
import type { WorkbenchOptions } from '../workbench.ts'
import { type Failure, type FromThread, type ThreadData, TO_CANCEL } from './threadMessages.ts'
import type { Work, WorkResult, WorkWatch } from './work.ts'

/**
 * Does a job in a thread with a workbench of its own, so that the main thread, which answers the windows, has none of its
 * work. On abort the job is cancelled, and ends itself.
 */
export function inThread(
  work: Work,
  workbench: Omit<WorkbenchOptions, 'onWaiting'>,
  { signal, onEvent, onProgress }: WorkWatch,
): Promise<WorkResult> {
  if (signal.aborted) return Promise.reject(new CancelledError())
  return new Promise((resolve, reject) => {
    const workerData: ThreadData = { work, workbench, locale: currentLocale() }
    const thread = new Worker(built('main', 'job.js'), { workerData })
    let outcome: Extract<FromThread, { type: 'done' | 'failed' }> | undefined
    const cancel = () => thread.postMessage(TO_CANCEL)
    signal.addEventListener('abort', cancel, { once: true })
    thread.on('message', (message: FromThread) => {
      if (message.type === 'event') onEvent(message.event)
      else if (message.type === 'progress') onProgress(message.progress)
      else outcome = message
    })
    thread.on('error', (error) => {
      outcome ??= { type: 'failed', failure: { kind: 'bug', message: error.stack ?? error.message } }
    })
    // Its workbench is closed by then.
    thread.on('exit', (code) => {
      signal.removeEventListener('abort', cancel)
      if (outcome?.type === 'done') resolve(outcome.result)
      else reject(errorOf(outcome?.failure ?? { kind: 'bug', message: `the job's thread ended with ${code}` }))
    })
  })
}

function errorOf(failure: Failure): Error {
  switch (failure.kind) {
    case 'user':
      return recordedError(failure.code, failure.params)
    case 'cancelled':
      return new CancelledError()
    case 'bug':
      return new Error(failure.message)
  }
}
