import { existsSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { acquireRunLock, runInProgress } from '../../../src/main/workspace/runLock.ts'
import { openWorkspace } from '../../../src/main/workspace/workspace.ts'
import { buildChild, startChild } from '../../support/child.ts'
import { temporaryFolder } from '../../support.ts'

const answerSchema = z.object({ held: z.string().optional(), refused: z.string().optional(), temporary: z.string() })

describe('the right to run in a workspace', () => {
  let script: string
  beforeAll(async () => {
    script = await buildChild('locker')
  })

  it('is one run’s at a time; the second is told the first one’s id', async () => {
    const folder = temporaryFolder()
    const first = await acquireRunLock(folder, 'run-1')
    expect(runInProgress(folder)).toBe('run-1')
    await expect(acquireRunLock(folder, 'run-2')).rejects.toMatchObject({
      code: 'workspace.run_in_progress',
      params: { run: 'run-1', pid: String(process.pid) },
    })
    first.release()
    first.release()
    expect(runInProgress(folder)).toBeUndefined()
    const second = await acquireRunLock(folder, 'run-2')
    second.release()
  })

  it('goes to exactly one of several processes that come at once, also after its holder was killed', async () => {
    const folder = temporaryFolder()
    for (let round = 0; round < 3; round++) {
      const at = Date.now() + 1500
      const ids = [1, 2, 3, 4].map((n) => `round-${round}-run-${n}`)
      const children = ids.map((runId) => startChild(script, { folder, runId, at }))
      const answers = await Promise.all(
        children.map(async (child) => answerSchema.parse(JSON.parse((await child.line()) ?? ''))),
      )
      const winners = answers.flatMap(({ held }) => held ?? [])
      expect(winners).toHaveLength(1)
      const [winner] = winners
      for (const { refused } of answers) if (refused !== undefined) expect(refused).toContain(winner)
      expect(runInProgress(folder)).toBe(winner)
      await Promise.all(children.map((child) => child.kill()))
      expect(runInProgress(folder)).toBeUndefined()
      expect(answers.filter(({ held }) => held !== undefined).every(({ temporary }) => existsSync(temporary))).toBe(
        true,
      )
      await openWorkspace({ folder, env: {}, cwd: folder })
      expect(answers.some(({ temporary }) => existsSync(temporary))).toBe(false)
    }
    const lock = await acquireRunLock(folder, 'after')
    lock.release()
  })
})
