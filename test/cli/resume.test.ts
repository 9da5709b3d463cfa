import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import {
  failureDocument,
  filesOf,
  folderForFile,
  resultsOf,
  run,
  runDocument,
  runJson,
  runsDocument,
  startForTest,
  writeYear,
} from '../support/cli.ts'

/** What the other learners do when they are killed is no different. */
const TWO_LEARNERS = ['--set', 'train.learners=["gradient-boosting","decision-tree"]']

describe('the same input, recipe and seed', () => {
  const folder = folderForFile()
  let year: string
  let expected: Record<string, string>

  /** Runs to the end in a workspace; what came out, as hashes. */
  async function results(name: string, args: string[] = [], env: Record<string, string> = {}) {
    const workspace = join(folder, name)
    const document = await runJson(runDocument, ['--workspace', workspace, 'run', '--source', year, ...args], { env })
    return { document, workspace, hashes: resultsOf(document, workspace) }
  }

  beforeAll(async () => {
    year = writeYear(folder)
    expected = (await results('one', ['--threads', '1'], { TZ: 'Asia/Tokyo' })).hashes
  })

  it('give the same bytes on two threads and in another time zone', async () => {
    expect((await results('two', ['--threads', '2'], { TZ: 'America/Chicago' })).hashes).toEqual(expected)
  })

  it('killed at any point, a run goes on where it was and ends with the same bytes', async () => {
    const workspace = join(folder, 'killed')
    for (const line of ['Setup', 'Download', 'Split', 'Scale', 'Features', 'Summary', 'Train', 'Evaluate']) {
      const running = startForTest(['--workspace', workspace, 'run', '--source', year, ...TWO_LEARNERS])
      await running.says(new RegExp(`^ {2}${line} `, 'm'))
      running.process.kill('SIGKILL')
      expect((await running.ended).code).toBe(137)
      expect(existsSync(join(workspace, 'data', '_manifest.json'))).toBe(false)
    }
    const { document, hashes } = await results('killed', TWO_LEARNERS)
    expect(expected).toMatchObject(hashes)
    const cached = document.stages.filter((stage) => stage.cached).map(({ stage }) => stage)
    expect(cached).toEqual(expect.arrayContaining(['download', 'merge', 'enrich', 'split', 'scale']))
    expect(document).toMatchObject({ version: 1, aliases: ['champion'] })

    const runs = await runJson(runsDocument, ['--workspace', workspace, 'runs'])
    expect(runs.map(({ status }) => status)).toEqual(['FINISHED', ...Array(8).fill('KILLED')])
    expect(readdirSync(join(workspace, 'tmp'))).toEqual([])
    const strangers = [...filesOf(join(workspace, 'data')).keys()].filter((path) => /sent|part|tmp/.test(path))
    expect(strangers).toEqual([])
  })

  it('killed in training, a run goes on after the parts that it finished; an equal run trains nothing', async () => {
    const workspace = join(folder, 'trained')
    const units = join(workspace, 'cache', 'training')
    const parts = () => new Map(readdirSync(units).map((name) => [name, statSync(join(units, name)).ino]))
    const running = startForTest(['--workspace', workspace, 'run', '--source', year, ...TWO_LEARNERS])
    await running.says(/^ {2}Summary /m)
    await vi.waitFor(() => expect(parts().size).toBeGreaterThan(0), { timeout: 60_000, interval: 2 })
    running.process.kill('SIGKILL')
    expect((await running.ended).code).toBe(137)
    const finished = parts()

    expect(expected).toMatchObject((await results('trained', TWO_LEARNERS)).hashes)
    const all = parts()
    // Two learners: scores of three folds, a model and its explanations each.
    expect(all.size).toBe(2 * 5)
    expect(finished.size).toBeLessThan(all.size)
    expect([...all]).toEqual(expect.arrayContaining([...finished]))

    const again = await results('trained', TWO_LEARNERS)
    expect(expected).toMatchObject(again.hashes)
    expect(parts()).toEqual(all)
    const show = z.object({ children: z.array(z.object({ tags: z.record(z.string(), z.string()) })) })
    const { children } = await runJson(show, ['--workspace', workspace, 'runs', 'show', again.document.run_id])
    const cached = children.filter(({ tags }) => tags.cached === 'true').map(({ tags }) => tags.step)
    expect(cached).toEqual(expect.arrayContaining(['features', 'train', 'evaluate', 'promote']))
  })

  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s in any phase ends with 130 and leaves a resumable run',
    async (signal) => {
      const workspace = join(folder, signal)
      const lines = ['Setup', 'Scale', 'Summary']
      for (const line of lines) {
        const running = startForTest(['--workspace', workspace, 'run', '--source', year, ...TWO_LEARNERS, '--json'])
        await running.says(new RegExp(`^ {2}${line} `, 'm'))
        running.process.kill(signal)
        const { code, stdout, stderr } = await running.ended
        expect(code).toBe(130)
        expect(stderr).toContain('Cancelled. What was finished is kept')
        expect(failureDocument.parse(JSON.parse(stdout)).error.code).toBe('cancelled')
      }
      const runs = await runJson(runsDocument, ['--workspace', workspace, 'runs'])
      expect(runs.map(({ status }) => status)).toEqual(lines.map(() => 'KILLED'))
      expect(readdirSync(join(workspace, 'tmp'))).toEqual([])
      const { document, hashes } = await results(signal, TWO_LEARNERS)
      expect(expected).toMatchObject(hashes)
      expect(document.stages.find(({ stage }) => stage === 'scale')?.cached).toBe(true)
    },
  )

  it('a second Ctrl-C ends at once', async () => {
    const running = startForTest(['--workspace', join(folder, 'impatient'), 'run', '--source', year])
    await running.says(/^ {2}Summary /m)
    running.process.kill('SIGINT')
    running.process.kill('SIGINT')
    expect((await running.ended).code).toBe(130)
    expect((await run(['--workspace', join(folder, 'impatient'), 'runs'])).stdout).toContain('KILLED')
  })
})
