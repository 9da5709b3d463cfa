import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openDatabase } from '../../../src/main/tracking/database.ts'
import { temporaryFolder } from '../../support.ts'

it('opens', async () => {
  const file = join(temporaryFolder(), 'workbench.db')
  const d = await openDatabase(file)
  expect(await d.sql.selectFrom('runs').selectAll().execute()).toEqual([])
  await d.close()
  const e = await openDatabase(file)
  await e.close()
})
