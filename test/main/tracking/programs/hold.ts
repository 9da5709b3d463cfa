// Keeps a run going in the workspace given until it is told to end it.
import { once } from 'node:events'
import { openForProgram, print } from './openForProgram.ts'

const { database, tracking } = await openForProgram(process.argv[2]!)
const run = await tracking.startRun({ experiment: 'held', name: 'pipeline', kind: 'pipeline', exclusive: true })
await run.logMetric('progress', 0.5)
print(`run ${run.id}`)
await once(process.stdin, 'data')
await run.finish('FINISHED')
await tracking.close()
await database.close()
process.exit(0)
