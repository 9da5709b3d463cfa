import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { openScheduleDesk } from '../../../src/main/retraining/desk.ts'
import { openWorkbench } from '../../../src/main/workbench.ts'
import { buildChild, startChild } from '../../support/child.ts'
import { temporaryFolder } from '../../support.ts'

describe('the processes that have a workspace open', () => {
  let script: string
  beforeAll(async () => {
    script = await buildChild('scheduler')
  })

  it('one of them does the scheduled runs; when it is killed in the middle of one, another does that again', async () => {
    const folder = temporaryFolder()
    const workbench = await openWorkbench({ workspace: folder, store: undefined, threads: 1, env: {}, cwd: folder })
    const desk = openScheduleDesk(workbench)
    try {
      const { id } = await desk.request('monthly')
      expect(desk.executor()).toBeUndefined()

      const first = startChild(script, { folder, finishes: false })
      expect(await first.line()).toBe('executing')
      expect(await first.line()).toBe('started')
      expect(await first.line()).toBe(`begins ${id} after 0`)
      expect(desk.executor()).toMatchObject({ kind: 'daemon', pid: first.process.pid })

      const others = [1, 2].map(() => startChild(script, { folder, finishes: true }))
      for (const other of others) expect(await other.line()).toBe('standby')
      await sleep(300)
      await first.kill()
      const lines = others.map((other) => other.line())
      expect(await Promise.race(lines)).toBe('executing')
      while ((await desk.history.get(id)).status !== 'done') await sleep(50)
      expect(await desk.history.get(id)).toMatchObject({ status: 'done', attempts: 2 })
      const winner = others.find(({ process: { pid } }) => pid === desk.executor()?.pid)!
      expect([await winner.line(), await winner.line(), await winner.line()]).toEqual([
        'started',
        `begins ${id} after 1`,
        'ended',
      ])
      const loser = others.find((other) => other !== winner)!
      await winner.kill()
      await lines[others.indexOf(loser)]
      expect((await desk.history.list()).map(({ status }) => status)).toEqual(['done'])
    } finally {
      await workbench.close()
    }
  })
})
