import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openRegistry } from '../../../src/main/registry/registry.ts'
import { openDatabase } from '../../../src/main/tracking/database.ts'
import { openTracking } from '../../../src/main/tracking/tracking.ts'
import { temporaryFolder } from '../../support.ts'

it('registers, promotes and rolls back', async () => {
  const folder = temporaryFolder()
  const database = await openDatabase(join(folder, 'workbench.db'))
  const tracking = await openTracking({ database, artifactsFolder: join(folder, 'artifacts') })
  const registry = openRegistry(tracking)
  for (const seed of [1, 2]) {
    const run = await tracking.startRun({ experiment: 'e', name: 'n', kind: 'training' })
    await registry.registerVersion({
      content: {
        model: new Uint8Array([seed]),
        ...{ featurizer: {}, calibration: {}, recipe: {} },
        info: {
          name: 'm',
          ...{ learner: 'decision-tree', features: ['a', 'b'], threshold: 0.5, generated: true, run_id: run.id },
          ...{ run_date: '2018-01-01', data_from: '2017-01-01T00:00:00', data_to: '2017-12-31T23:59:00' },
          trained_at: new Date(0).toISOString(),
          ...{ metrics: { mcc: 0.5 }, seed, recipe_hash: 'x', app_version: '0.1.0' },
        },
      },
      reason: 'r',
      actor: 'a',
    })
    await run.finish('FINISHED')
  }
  await registry.promote('m', 1, { reason: 'first', actor: 'a' })
  await registry.promote('m', 2, { reason: 'second', actor: 'a' })
  await registry.rollback('m', { reason: 'worse', actor: 'a' })
  const champion = await registry.aliased('m', 'champion')
  expect(champion).toMatchObject({ version: 1, stage: 'Production' })
  expect((await registry.read(champion!)).info.seed).toBe(1)
  expect(await registry.championRevision('m')).toBe(5)
  await tracking.close()
  await database.close()
})
