import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { doWork } from '../../../src/main/jobs/work.ts'
import { DEFAULT_MODEL } from '../../../src/main/registry/registry.ts'
import { openRunningDesk, type RunningDesk } from '../../../src/main/retraining/desk.ts'
import { changePolicy } from '../../../src/main/retraining/policy.ts'
import type { RunWork } from '../../../src/main/retraining/ports.ts'
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
  let workbench: Workbench
  let desk: RunningDesk

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
    const runWork: RunWork = async (work, { signal, onRun }) => {
      let id = ''
      const result = await doWork(work, workbench, {
        signal,
        onProgress() {},
        onEvent(event) {
          if (event.type !== 'run-started') return
          id = event.runId
          onRun(id)
        },
      })
      return result !== undefined && 'checkRunId' in result ? result.checkRunId : id
    }
    desk = openRunningDesk({ workbench, clock, kind: 'daemon', runWork })
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
    const limits = { driftLimit: 100, onDecay: false }
    await changePolicy(workbench.workspace, limits, desk.audit, 'ana')
    const events = await month('2017-08-01T05:00:00Z')
    expect(events.slice(0, 2)).toMatchObject([
      { kind: 'model_checked', fromVersion: 1, details: { date: '2017-08-01', driftLimit: 100 } },
      { kind: 'retraining_started', details: { trigger: 'schedule' } },
    ])
    const finished = events.at(-1)!
    expect(finished).toMatchObject({ kind: 'retraining_finished', fromVersion: 1, toVersion: 2 })
    expect(finished.reason).toMatch(/test rows that neither was trained on/)
    expect(await champion()).toBe(finished.details.becomes === 'champion' ? 2 : 1)
  })

  it('when it is to train on need only, does not train a champion that stands well', async () => {
    await desk.schedules.set('monthly', { retrain: 'when_needed' }, 'ana')
    expect((await month('2017-09-01T05:00:00Z')).map(({ kind }) => kind)).toEqual(['model_checked'])
    expect(await outcome()).toMatchObject({ status: 'done', outcome: { code: 'retraining.not_needed' } })
  })

  it('trains on drift past the limit, and has the new model tried on traffic, where the policy says so', async () => {
    const policy = { driftLimit: 0.0001, comparison: 'ab', challengerShare: 0.3 }
    await changePolicy(workbench.workspace, policy, desk.audit, 'ana')
    const before = await champion()
    const events = await month('2017-10-01T05:00:00Z')
    expect(events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        'model_checked',
        'retraining_started',
        'registered',
        'retraining_finished',
        'contest_started',
      ]),
    )
    expect(events.find(({ kind }) => kind === 'retraining_started')!.reason).toMatch(/^The incidents have drifted: /)
    expect(await champion()).toBe(before)
    const challenger = (await workbench.registry.aliased(DEFAULT_MODEL, 'challenger'))!.version
    expect(await workbench.registry.contests.running(DEFAULT_MODEL)).toMatchObject({
      ...{ champion: before, challenger, mode: 'split', share: 0.3, startedAt: clock.now() },
    })
    expect(events.at(-1)).toMatchObject({ kind: 'contest_started', actor: 'schedule:monthly', toVersion: challenger })
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
