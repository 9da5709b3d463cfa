import { setImmediate as turn } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from '../tracking/database.ts'
import { attachOutcomes } from './feedback.ts'
import { createBatchKeeper } from './keepBatches.ts'
import type { ToThread, WriterData } from './predictionWriter.ts'

/**
 * The entry of the thread that keeps predictions: SQLite's statements are synchronous, and would hold up answers on the
 * thread that serves. Takes its messages one after the other.
 */
const port = parentPort
if (port === null) throw new Error('writerThread.ts runs as a worker thread only')

const { file, limits }: WriterData = workerData
const database = await openDatabase(file)
const keeper = createBatchKeeper(database.connection, limits)
let last: Promise<void> = Promise.resolve()

port.on('message', (message: ToThread) => {
  last = last.then(() => take(message))
})

async function take(message: ToThread): Promise<void> {
  const { id } = message
  try {
    switch (message.kind) {
      case 'batch':
        keeper.keep(message.batch)
        port?.postMessage({ id, result: null })
        await trim()
        return
      case 'outcomes':
        port?.postMessage({
          id,
          result: await attachOutcomes(database.sql, message.outcomes, message.source, message.time),
        })
        return
      case 'close':
        await database.close()
        port?.postMessage({ id, result: null })
        port?.close()
        return
    }
  } catch (error) {
    // SQLite's errors come without their message on the other side.
    port?.postMessage({ id, error: String(error) })
  }
}

/** One piece a batch keeps pace with what is added, and the statements of other processes get their turn between. */
async function trim(): Promise<void> {
  if (keeper.trim(Date.now())) await turn()
}
