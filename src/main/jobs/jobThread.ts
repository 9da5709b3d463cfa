import { parentPort, workerData } from 'node:worker_threads'
import { CancelledError, UserError } from '../../shared/errors.ts'
import { setLocale } from '../../shared/messages/index.ts'
import { openWorkbench } from '../workbench.ts'
import { type FromThread, type ThreadData, TO_CANCEL } from './threadMessages.ts'
import { doWork } from './work.ts'
import { yieldToWindows } from './yieldToWindows.ts'

/** The entry of a thread that does one job, on a workbench of its own, and ends. */
const port = parentPort
if (port === null) throw new Error('jobThread.ts runs as a worker thread only')

const { work, workbench: options, locale }: ThreadData = workerData
const controller = new AbortController()
const tell = (message: FromThread) => port.postMessage(message)
port.on('message', (message) => {
  if (message === TO_CANCEL) controller.abort()
})
setLocale(locale)
yieldToWindows()

try {
  const workbench = await openWorkbench(options)
  try {
    const result = await doWork(work, workbench, {
      signal: controller.signal,
      // An error is tracked and logged here, and need not be one that can be sent.
      onEvent: (event) =>
        tell({ type: 'event', event: event.type === 'step-failed' ? { ...event, error: undefined } : event }),
      onProgress: (progress) => tell({ type: 'progress', progress }),
    })
    tell({ type: 'done', result })
  } finally {
    await workbench.close()
  }
} catch (error) {
  tell({ type: 'failed', failure: describe(error) })
} finally {
  port.close()
}

function describe(error: unknown): Extract<FromThread, { type: 'failed' }>['failure'] {
  if (error instanceof UserError) return { kind: 'user', code: error.code, params: error.params }
  if (error instanceof CancelledError || controller.signal.aborted) return { kind: 'cancelled' }
  return { kind: 'bug', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}
