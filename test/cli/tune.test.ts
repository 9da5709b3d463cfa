import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { failureDocument, folderForFile, run, runJson, smallYear, startForTest, writeYear } from '../support/cli.ts'

const trialSchema = z.object({
  number: z.number(),
  state: z.enum(['COMPLETE', 'PRUNED', 'FAILED']),
  params: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
  average_precision: z.number().nullable(),
  folds: z.array(z.number()),
  reason: z.string().nullable(),
})
const tuningDocument = z.object({
  run_id: z.string(),
  tuned: z.string(),
  best_trial: z.number(),
  best_params: z.record(z.string(), z.unknown()),
  trials: z.array(trialSchema),
  learners: z.array(
    z.object({ learner: z.string(), model_hash: z.string(), test_raw: z.object({ average_precision: z.number() }) }),
  ),
  aliases: z.array(z.string()),
})
const runsDocument = z.array(z.object({ id: z.string(), kind: z.string(), status: z.string() }))
const runDocument = z.object({
  children: z.array(z.object({ kind: z.string(), tags: z.record(z.string(), z.string()) })),
})

describe('train --tune', () => {
  const folder = folderForFile()
  const published = join(folder, 'published')
  const trials = 16

  /** The document of a search in a workspace of its own. */
  const tune = (workspace: string, ...args: string[]) =>
    runJson(tuningDocument, ['--workspace', workspace, 'train', '--tune', String(trials), ...args])
  /** A copy of the workspace with an ml-ready set. */
  function workspaceNamed(name: string): string {
    const workspace = join(folder, name)
    cpSync(published, workspace, { recursive: true })
    return workspace
  }
  const tuningsOf = async (workspace: string) =>
    (await runJson(runsDocument, ['--workspace', workspace, 'runs'])).filter(({ kind }) => kind === 'tuning')
  /** How many trials the newest search took over. */
  async function reusedIn(workspace: string): Promise<number> {
    const [newest] = await tuningsOf(workspace)
    const { children } = await runJson(runDocument, ['--workspace', workspace, 'runs', 'show', newest!.id])
    return children.filter(({ kind, tags }) => kind === 'trial' && tags.reused === 'true').length
  }

  let expected: z.output<typeof tuningDocument>

  beforeAll(async () => {
    const source = writeYear(folder, smallYear(9000))
    await run(['--workspace', published, 'run', '--source', source, '--to-stage', 'features'])
    expected = await tune(workspaceNamed('two'), '--threads', '2')
  })

  it('finds what scores no less than the recipe’s own parameters, and trains that', () => {
    expect(expected.trials.map(({ number }) => number)).toEqual(Array.from({ length: trials }, (_, k) => k))
    expect(expected.trials[0]!.params).toMatchObject({ max_depth: 6, learning_rate: 0.3, n_estimators: 100 })
    const best = expected.trials[expected.best_trial]!
    expect(best).toMatchObject({ state: 'COMPLETE', params: expected.best_params })
    expect(best.average_precision!).toBeGreaterThanOrEqual(expected.trials[0]!.average_precision!)
    const complete = expected.trials.filter(({ state }) => state === 'COMPLETE')
    expect(Math.max(...complete.map((trial) => trial.average_precision!))).toBe(best.average_precision)
    for (const { state, reason, folds } of expected.trials) {
      if (state === 'PRUNED') expect([folds.length < 3, reason]).toEqual([true, expect.stringMatching(/behind|half/)])
      else expect(folds).toHaveLength(3)
    }
    expect(expected.learners.map(({ learner }) => learner)).toEqual(['gradient-boosting'])
  })

  it('scores without a leak: the folds’ mean is the test score within 0.02', () => {
    const best = expected.trials[expected.best_trial]!
    expect(Math.abs(best.average_precision! - expected.learners[0]!.test_raw.average_precision)).toBeLessThan(0.02)
  })

  it('gives the same trials and the same model on one thread', async () => {
    expect(withoutRun(await tune(workspaceNamed('one'), '--threads', '1'))).toEqual(withoutRun(expected))
  })

  it('goes on from the trials that had ended when it was killed or cancelled', { timeout: 240_000 }, async () => {
    const workspace = workspaceNamed('killed')
    const command = ['--workspace', workspace, '--threads', '2', 'train', '--tune', String(trials), '--json']
    const killed = startForTest(command)
    await killed.says(/trial 3 of 16/)
    killed.process.kill('SIGKILL')
    await killed.ended
    const cancelled = startForTest(command)
    await cancelled.says(/trial 8 of 16/)
    cancelled.process.kill('SIGINT')
    const { code, stdout } = await cancelled.ended
    expect([code, failureDocument.parse(JSON.parse(stdout)).error.code]).toEqual([130, 'cancelled'])

    expect(withoutRun(await tune(workspace))).toEqual(withoutRun(expected))
    expect((await tuningsOf(workspace)).map(({ status }) => status)).toEqual(['FINISHED', 'KILLED', 'KILLED'])
    expect(await reusedIn(workspace)).toBeGreaterThanOrEqual(8)
    expect(readdirSync(join(workspace, 'tmp'))).toEqual([])
  })

  it('with more trials it adds to those that there are', async () => {
    const more = await runJson(tuningDocument, [
      '--workspace',
      join(folder, 'two'),
      'train',
      '--tune',
      String(trials + 3),
    ])
    expect(more.trials.slice(0, trials)).toEqual(expected.trials)
    expect(await reusedIn(join(folder, 'two'))).toBe(trials)
  })

  it('tunes the forest, over folds in time where the recipe tests on the newest rows', async () => {
    const workspace = join(folder, 'time')
    const source = writeYear(folder, smallYear(2000))
    const time = ['--set', 'split.strategy=time', '--to-stage', 'features']
    await run(['--workspace', workspace, 'run', '--source', source, ...time])
    const found = await runJson(tuningDocument, [
      ...['--workspace', workspace, 'train', '--tune', '6', '--learner', 'random-forest'],
    ])
    expect(found).toMatchObject({ tuned: 'random-forest' })
    expect(Object.keys(found.best_params)).toEqual(['n_estimators', 'max_depth', 'min_samples_leaf', 'max_features'])
  })

  it.each([
    { args: ['--tune', '0'], says: '"0" is not a whole number' },
    { args: ['--tune', 'many'], says: '"many" is not a whole number' },
    { args: ['--tune', '5', '--learner', 'logistic-regression'], says: 'cannot be tuned' },
    {
      args: ['--tune', '5', '--learner', 'random-forest', '--learner', 'gradient-boosting'],
      says: 'one learner at a time',
    },
  ])('refuses $args', async ({ args, says }) => {
    const { code, stderr } = await run(['--workspace', join(folder, 'two'), 'train', ...args])
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)])
  })

  it('says what is missing where there is no ml-ready set', async () => {
    const { code, stderr } = await run(['--workspace', join(folder, 'empty'), 'train', '--tune', '5'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('no ml-ready set')])
  })
})

/** A tuning’s document without what differs from run to run. */
function withoutRun({ run_id: _, learners, aliases: __, ...rest }: z.output<typeof tuningDocument>) {
  return { ...rest, models: learners.map(({ model_hash }) => model_hash) }
}
