import { parentPort } from 'node:worker_threads'
import { type Task, tasks } from './tasks.ts'

/** The entry of a worker thread: takes `{id, task, input}` messages, one at a time, and answers each. */
const port = parentPort
if (port === null) throw new Error('worker.ts runs as a worker thread only')

port.on('message', async (request: { id: number; task: keyof typeof tasks; input: unknown }) => {
  const { id } = request
  try {
    const task = tasks[request.task] as Task<unknown, unknown>
    const { output, transfer } = await task(request.input, {
      progress: (share) => port.postMessage({ id, share }),
    })
    port.postMessage({ id, output }, transfer ?? [])
  } catch (error) {
    port.postMessage({ id, error })
  }
})
