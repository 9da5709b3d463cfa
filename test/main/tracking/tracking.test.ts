import { join } from 'node:path'
import { describe, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../src/main/tracking/database.ts'
import { openTracking } from '../../../src/main/tracking/tracking.ts'
import { temporaryFolder } from '../../support.ts'

async function workspace(folder = temporaryFolder()) {
  const database = await openDatabase(join(folder, 'workbench.db'))
  const tracking = await openTracking({ database, artifactsFolder: join(folder, 'artifacts') })
  onTestFinished(async () => {
    await tracking.close()
    await database.close()
  })
  return tracking
}

describe('a run', () => {
  it('is read back as it was logged', async () => {
    const tracking = await workspace()
    const run = await tracking.startRun({
      experiment: 'e',
      name: 'n',
      kind: 'pipeline',
      params: { a: 1, b: 'x' },
      tags: { t: 'v' },
    })
    await run.logMetrics({ auc: 0.5, nan: NaN, inf: Infinity })
    await run.logMetric('auc', 0.75, 3)
    await run.logArtifact('figures/roc.json', '{}')
    await run.finish('FINISHED')
    const r = await tracking.runs.get(run.id.slice(0, 10))
    console.log(r)
    console.time('10k')
    await run.logSeries('s', Float64Array.from({ length: 10000 }, Math.random))
    console.timeEnd('10k')
    console.time('10k single')
    await Promise.all(Array.from({ length: 10000 }, (_, i) => run.logMetric('k', i, i)))
    console.timeEnd('10k single')
    console.time('art')
    for (let i = 0; i < 50; i++) await run.logArtifact(`a/${i}.json`, '{}'.repeat(1000))
    console.timeEnd('art')
  })
})
