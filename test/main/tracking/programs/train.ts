// Trains over and over in the workspace given, telling on standard output what it has finished, until it is killed.
import { modelContent } from '../modelContent.ts'
import { openForProgram, print } from './openForProgram.ts'

const { tracking, registry } = await openForProgram(process.argv[2]!)
print('open')
for (let round = 0; ; round++) {
  await tracking.withRun({ experiment: 'killed', name: 'pipeline', kind: 'pipeline' }, async (pipeline) => {
    const stage = { experiment: 'killed', name: 'stage', kind: 'stage', parentId: pipeline.id } as const
    await tracking.withRun(stage, async (run) => {
      await run.logSeries('loss', Array.from({ length: 3000 }, Math.random))
      await run.logJson('figures/loss.json', { data: Array.from({ length: 2000 }, Math.random) })
      await run.logJson('figures/loss.json', { data: [] })
      await registry.registerVersion({ content: modelContent(run.id), reason: 'trained', actor: 'test' })
    })
    const { versions } = await registry.model('demonstration')
    await registry.promote('demonstration', versions[0]!.version, { reason: 'newest', actor: 'test' })
    print(`promoted ${versions[0]!.version}`)
    if (round % 2 === 1) await registry.rollback('demonstration', { reason: 'every other', actor: 'test' })
  })
  print(`finished ${round}`)
}
