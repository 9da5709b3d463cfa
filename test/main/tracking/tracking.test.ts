import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { StartRun } from '../../../src/main/tracking/tracking.ts'
import { CancelledError, UserError } from '../../../src/shared/errors.ts'
import { recordedText, setLocale } from '../../../src/shared/messages/index.ts'
import { openWorkspace } from './workspace.ts'

const pipeline: StartRun = { experiment: 'chicago', name: 'pipeline', kind: 'pipeline' }
const stage: StartRun = { experiment: 'chicago', name: 'split', kind: 'stage' }

describe('a run', () => {
  it('is read back as it was logged', async () => {
    const { tracking } = await openWorkspace()
    const params = { seed: 42, learners: ['a', 'b'], strategy: 'stratified', cached: true, limit: null }
    const run = await tracking.startRun({ ...stage, params, tags: { source: 'demo' } })
    await run.logMetrics({
      rows: 260_000,
      share: 0.1 + 0.2,
      undefined_here: Number.NaN,
      unbounded: Number.POSITIVE_INFINITY,
    })
    await run.logSeries('loss', [0.7, 0.5, 0.4])
    await run.logJson('figures/roc.json', { data: [1, 2] })
    await run.logArtifact('report.txt', 'precision 0.9\n')
    await run.finish('FINISHED')

    expect(await tracking.runs.get(run.id)).toMatchObject({
      experiment: 'chicago',
      name: 'split',
      kind: 'stage',
      status: 'FINISHED',
      parentId: undefined,
      error: undefined,
      params: { seed: '42', learners: '["a","b"]', strategy: 'stratified', cached: 'true', limit: 'null' },
      metrics: {
        rows: 260_000,
        share: 0.1 + 0.2,
        undefined_here: Number.NaN,
        unbounded: Number.POSITIVE_INFINITY,
        loss: 0.4,
      },
      tags: { source: 'demo' },
      artifacts: [
        { path: 'figures/roc.json', bytes: 14 },
        { path: 'report.txt', bytes: 14 },
      ],
    })
    expect((await tracking.runs.history(run.id, 'loss')).map(({ step, value }) => [step, value])).toEqual([
      [0, 0.7],
      [1, 0.5],
      [2, 0.4],
    ])
    expect((await tracking.artifacts.read(run.id, 'report.txt')).toString()).toBe('precision 0.9\n')
  })

  it('keeps the last value of a step, and ten thousand points logged one by one', async () => {
    const { tracking } = await openWorkspace()
    const run = await tracking.startRun(stage)
    await Promise.all(Array.from({ length: 10_000 }, (_, step) => run.logMetric('auc', step / 10_000, step)))
    await run.logMetric('auc', 1, 9999)
    const history = await tracking.runs.history(run.id, 'auc')
    expect(history).toHaveLength(10_000)
    expect(history[1234]).toMatchObject({ step: 1234, value: 0.1234 })
    expect(history.at(-1)).toMatchObject({ step: 9999, value: 1 })
  })

  it('ends as its work does, with what went wrong in the language of the reader', async () => {
    const { tracking } = await openWorkspace()
    const error = new UserError('model_not_found', { model: 'm' })
    const ends = [
      async () => 7,
      () => Promise.reject(error),
      () => Promise.reject(new CancelledError()),
      () => Promise.reject(new Error('bug')),
    ]
    const results = await Promise.allSettled(ends.map((work) => tracking.withRun(pipeline, work)))
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
    expect(results[1]).toMatchObject({ reason: error })

    const runs = (await tracking.runs.list()).reverse()
    expect(runs.map((run) => [run.status, run.error?.code])).toEqual([
      ['FINISHED', undefined],
      ['FAILED', 'model_not_found'],
      ['KILLED', 'cancelled'],
      ['FAILED', 'run_failed'],
    ])
    setLocale('es')
    expect(recordedText(runs[1]!.error!.code, runs[1]!.error!.params)).toContain('No hay ningún modelo registrado m')
    setLocale('en')
    expect(recordedText('a_code_of_tomorrow', {})).toBe('a_code_of_tomorrow')
  })

  it('takes what still runs within it along when it ends', async () => {
    const { tracking } = await openWorkspace()
    const parent = await tracking.startRun(pipeline)
    const child = await tracking.startRun({ ...stage, parentId: parent.id })
    const grandchild = await tracking.startRun({ ...stage, parentId: child.id })
    await parent.finish('FAILED', new Error('stopped'))
    expect((await tracking.runs.get(child.id)).status).toBe('KILLED')
    expect((await tracking.runs.get(grandchild.id)).status).toBe('KILLED')
  })

  it('is refused when it wants to be the only one and another is going on', async () => {
    const { tracking } = await openWorkspace()
    const first = await tracking.startRun({ ...pipeline, exclusive: true })
    await tracking.startRun({ ...stage, parentId: first.id })
    const second = tracking.startRun({ ...pipeline, exclusive: true })
    await expect(second).rejects.toMatchObject({ code: 'run_in_progress', params: { run: first.id } })
    await first.finish('FINISHED')
    await expect(tracking.startRun({ ...pipeline, exclusive: true })).resolves.toBeDefined()
  })
})

describe('the list of runs', () => {
  it('has the newest first, by page, and what is asked for only', async () => {
    const { tracking } = await openWorkspace()
    const ids: string[] = []
    for (let i = 0; i < 5; i++) {
      const run = await tracking.startRun({ ...pipeline, name: `pipeline ${i}` })
      const child = await tracking.startRun({ ...stage, experiment: `of ${i}`, parentId: run.id })
      await child.finish('FINISHED')
      if (i < 4) await run.finish('FAILED')
      ids.unshift(run.id)
    }
    const page = await tracking.runs.list({ parentId: null, limit: 2 })
    expect(page.map((run) => run.id)).toEqual(ids.slice(0, 2))
    const next = await tracking.runs.list({ parentId: null, limit: 10, before: page.at(-1)!.id })
    expect(next.map((run) => run.id)).toEqual(ids.slice(2))
    expect((await tracking.runs.list({ status: 'RUNNING' })).map((run) => run.id)).toEqual([ids[0]])
    expect((await tracking.runs.list({ experiment: 'of 3' })).map((run) => run.parentId)).toEqual([ids[1]])
    expect(await tracking.runs.list({ kind: 'stage' })).toHaveLength(5)
    expect((await tracking.runs.list({ name: 'pipeline 2' })).map((run) => run.id)).toEqual([ids[2]])
  })

  it('finds a run by the start of its id, when that says which', async () => {
    const { tracking } = await openWorkspace()
    const a = await tracking.startRun(pipeline)
    const b = await tracking.startRun(pipeline)
    expect((await tracking.runs.get(a.id.slice(0, 24).toUpperCase())).id).toBe(a.id)
    const ambiguous = tracking.runs.get(a.id.slice(0, 4))
    await expect(ambiguous).rejects.toMatchObject({ code: 'run_id_ambiguous', params: { count: 2 } })
    for (const unknown of ['f'.repeat(32), `${b.id}0`, '', '%']) {
      await expect(tracking.runs.get(unknown)).rejects.toMatchObject({ code: 'run_not_found' })
    }
  })

  it('hides a deleted run with what is within it, until that is undone', async () => {
    const { tracking } = await openWorkspace()
    const parent = await tracking.startRun(pipeline)
    const kept = await tracking.startRun({ ...stage, parentId: parent.id })
    const deletedBefore = await tracking.startRun({ ...stage, parentId: parent.id })
    await expect(tracking.runs.remove(parent.id)).rejects.toMatchObject({ code: 'run_still_running' })
    for (const run of [kept, deletedBefore, parent]) await run.finish('FINISHED')

    await tracking.runs.remove(deletedBefore.id)
    await new Promise((resolve) => setTimeout(resolve, 2))
    await tracking.runs.remove(parent.id)
    expect(await tracking.runs.list()).toEqual([])
    expect(await tracking.runs.list({ deleted: true })).toHaveLength(3)
    await tracking.runs.restore(parent.id)
    expect((await tracking.runs.children(parent.id)).map((run) => run.id)).toEqual([kept.id])
  })
})

describe('an artifact', () => {
  it('replaces the one of the same path', async () => {
    const { tracking } = await openWorkspace()
    const run = await tracking.startRun(stage)
    await run.logArtifact('report.txt', 'first')
    await run.logArtifact('report.txt', 'the second')
    expect((await tracking.artifacts.read(run.id, 'report.txt')).toString()).toBe('the second')
    expect((await tracking.runs.get(run.id)).artifacts).toMatchObject([{ path: 'report.txt', bytes: 10 }])
  })

  it('cannot lie outside its run', async () => {
    const { tracking } = await openWorkspace()
    const run = await tracking.startRun(stage)
    for (const path of ['../other/x', 'a/../../x', '/etc/x', 'a//b', '', '.', 'a\\b', '.hidden']) {
      await expect(run.logArtifact(path, 'x')).rejects.toThrow(RangeError)
    }
  })

  it('folder whose recording fails is not there', async () => {
    const { folder, tracking } = await openWorkspace()
    const run = await tracking.startRun(stage)
    const fill = async (target: string) => writeFileSync(join(target, 'model.bin'), 'model')
    const stored = tracking.artifacts.writeFolder(run.id, 'model', fill, () => Promise.reject(new Error('no')))
    await expect(stored).rejects.toThrow('no')
    expect(existsSync(join(folder, 'artifacts', run.id, 'model'))).toBe(false)
    expect((await tracking.runs.get(run.id)).artifacts).toEqual([])
  })

  it('folder that is there already stays as it is', async () => {
    const { tracking } = await openWorkspace()
    const run = await tracking.startRun(stage)
    const store = (name: string) =>
      tracking.artifacts.writeFolder(
        run.id,
        'model',
        async (target) => writeFileSync(join(target, name), name),
        async () => {},
      )
    await store('first')
    await expect(store('second')).rejects.toThrow('exists already')
    expect(readdirSync(tracking.artifacts.locate(run.id, 'model'))).toEqual(['first'])
    expect((await tracking.runs.get(run.id)).artifacts).toMatchObject([{ path: 'model/first' }])
  })
})
