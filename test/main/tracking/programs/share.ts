// Logs and registers in a workspace that other processes use at the same time, from its very first opening.
import { modelContent } from '../modelContent.ts'
import { openForProgram } from './openForProgram.ts'

const { database, tracking, registry } = await openForProgram(process.argv[2]!)
for (let round = 0; round < 10; round++) {
  await tracking.withRun({ experiment: 'shared', name: 'training', kind: 'training' }, async (run) => {
    for (let step = 0; step < 10; step++) await run.logMetric('loss', 1 / (step + 1), step)
    const content = modelContent(run.id)
    const { version } = await registry.registerVersion({ content, reason: 'trained', actor: 'test' })
    await registry.promote('demonstration', version, { reason: 'trained', actor: 'test' })
  })
}
await tracking.close()
await database.close()
