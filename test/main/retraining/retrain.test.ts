import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { doWork } from '../../../src/main/jobs/work.ts'
import { DEFAULT_MODEL } from '../../../src/main/registry/registry.ts'
import { openRunningDesk, type RunningDesk } from '../../../src/main/retraining/desk.ts'
import { changePolicy } from '../../../src/main/retraining/policy.ts'
import type { ModelCheck, RunPipeline } from '../../../src/main/retraining/ports.ts'
import { openWorkbench, type Workbench } from '../../../src/main/workbench.ts'
import { keptFolder } from '../../folders.ts'
import { QUICK_RECIPE } from '../../support/api.ts'
import { fakeClock } from '../../support/fakeClock.ts'
import { generateIncidents, toPortalCsv } from '../../support/incidents.ts'

/** Retraining by a monthly schedule, with real runs on generated incidents and a clock that is set by hand. */
describe('retraining', () => {
  const folder = keptFolder()
  const file = join(folder, 'incidents.csv')
  const clock = fakeClock('2017-06-15T12:00:00Z')
  const checks: ModelCheck[] = []
  const trials: unknown[] = []
  let workbench: Workbench
  let desk: RunningDesk

  const steady: ModelCheck = { drift: 0.4, findings: [], performance: null, runId: 'check' }
  const request = { source: { kind: 'file', path: file } as const, recipe: QUICK_RECIPE }

  beforeAll(async () => {
    writeFileSync(file, toPortalCsv(generateIncidents(4000, 7), 'title'))
    workbench = await openWorkbench({
      workspace: join(folder, 'w'),
      store: undefined,
      threads: 1,
      env: {},
      cwd: folder,
    })
    const runPipeline: RunPipeline = async (work, { signal, onRun }) => {
      let id = ''
      await doWork(work, workbench, {
        signal,
        onProgress() {},
        onEvent(event) {
          if (event.type !== 'run-started') return
          id = event.runId
          onRun(id)
        },
      })
      return id
    }
    desk = openRunningDesk({
      ...{ workbench, clock, kind: 'daemon', runPipeline },
      checkModel: async () => checks.shift() ?? steady,
      trials: {
        async start(trial) {
          trials.push(trial)
        },
        async judge() {},
      },
    })
    await desk.schedules.set('monthly', { request, retries: 0 }, 'ana')
  }, 120_000)
  afterAll(async () => {
    await desk.close()
    await workbench.close()
  })

  const champion = async () => (await workbench.registry.aliased(DEFAULT_MODEL, 'champion'))?.version
  const outcome = async () => (await desk.history.list({ limit: 1 }))[0]!
  /** Kinds of the events since the one of that id, oldest first. */
  const eventsAfter = async (id: number) => (await desk.audit.list()).filter((event) => event.id > id).reverse()
  const newest = async () => (await desk.audit.list({ limit: 1 }))[0]!.id

  async function month(time: string) {
    const before = await newest()
    clock.set(time)
    await desk.look()
    return eventsAfter(before)
  }

  it('makes the first champion, and tells each step in the audit log', async () => {
    const events = await month('2017-07-01T05:00:00Z')
    expect(events.map(({ kind, toVersion }) => [kind, toVersion])).toEqual([
      ['retraining_started', null],
      ['registered', 1],
      ['promoted', 1],
      ['retraining_finished', 1],
    ])
    expect(events[0]).toMatchObject({ actor: 'schedule:monthly', details: { trigger: 'first', date: '2017-07-01' } })
    expect(await outcome()).toMatchObject({
      date: '2017-07-01',
      status: 'done',
      outcome: { code: 'retraining.outcome.champion' },
    })
    expect(await champion()).toBe(1)
  })

  it('checks the champion, trains by the schedule, and compares on rows that neither was trained on', async () => {
    const events = await month('2017-08-01T05:00:00Z')
    expect(events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['model_checked', 'retraining_started', 'registered', 'retraining_finished']),
    )
    const finished = events.at(-1)!
    expect(finished).toMatchObject({
      kind: 'retraining_finished',
      fromVersion: 1,
      toVersion: 2,
      details: { trigger: 'schedule' },
    })
    expect(finished.reason).toMatch(/test rows that neither was trained on/)
    expect(await champion()).toBe(finished.details.becomes === 'champion' ? 2 : 1)
  })

  it('when it is to train on need only, does not train a champion that stands well', async () => {
    await desk.schedules.set('monthly', { retrain: 'when_needed' }, 'ana')
    expect((await month('2017-09-01T05:00:00Z')).map(({ kind }) => kind)).toEqual(['model_checked'])
    expect(await outcome()).toMatchObject({ status: 'done', outcome: { code: 'retraining.not_needed' } })
  })

  it('trains on drift past the limit, and on a loss past the other, and says why', async () => {
    checks.push({ ...steady, drift: 1.8, findings: ['The hours moved.'] })
    const drifted = await month('2017-10-01T05:00:00Z')
    expect(drifted[0]).toMatchObject({
      kind: 'model_checked',
      reason: 'The hours moved.',
      details: { drift: 1.8, driftLimit: 1 },
    })
    expect(drifted[1]).toMatchObject({
      kind: 'retraining_started',
      reason: 'The incidents have drifted: 1.80, the limit is 1.',
    })

    checks.push({ ...steady, performance: { before: 0.62, now: 0.55, rows: 900 } })
    expect((await month('2017-11-01T05:00:00Z')).map(({ kind }) => kind)).toEqual(['model_checked'])
    checks.push({ ...steady, performance: { before: 0.62, now: 0.55, rows: 5000 } })
    const decayed = await month('2017-12-01T06:00:00Z')
    expect(decayed[1]).toMatchObject({ kind: 'retraining_started', details: { trigger: 'decay' } })
  })

  it('keeps the new model as the challenger, and has it tried on traffic, where the policy says so', async () => {
    await changePolicy(workbench.workspace, { comparison: 'ab', challengerShare: 0.3 }, desk.audit, 'ana')
    await desk.schedules.set('monthly', { retrain: 'always' }, 'ana')
    const before = await champion()
    const events = await month('2018-01-01T06:00:00Z')
    expect(await champion()).toBe(before)
    const challenger = await workbench.registry.aliased(DEFAULT_MODEL, 'challenger')
    expect(events.at(-1)).toMatchObject({ kind: 'retraining_finished', toVersion: challenger?.version })
    expect(trials).toMatchObject([
      { model: DEFAULT_MODEL, challenger: challenger?.version, share: 0.3, actor: 'schedule:monthly' },
    ])
  })

  it('leaves the champion as it is when it fails, and says why', async () => {
    const path = join(folder, 'gone.csv')
    await desk.schedules.set('monthly', { request: { ...request, source: { kind: 'file', path } } }, 'ana')
    const before = await champion()
    const events = await month('2018-02-01T06:00:00Z')
    expect(events.at(-1)).toMatchObject({ kind: 'retraining_failed', actor: 'schedule:monthly' })
    expect(events.at(-1)!.reason).toContain('gone.csv')
    expect(await outcome()).toMatchObject({ status: 'failed', error: { code: 'sources.file.missing' } })
    expect(await champion()).toBe(before)
    expect(await desk.audit.verify()).toMatchObject({ intact: true })
  })
})
