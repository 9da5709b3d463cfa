import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { incidentFile, openApi, QUICK_RECIPE, type TestApi } from '../support/api.ts'

describe('the schedule of a window', () => {
  let test: TestApi
  beforeAll(async () => {
    test = await openApi()
  })
  afterAll(() => test.close())

  it('says who does the runs, and starts and pauses what ships', async () => {
    const { api } = test
    expect((await api.schedule.state()).schedules).toMatchObject([{ name: 'monthly', paused: true, next: [] }])
    expect((await api.schedule.resume({ name: 'monthly' })).next).toHaveLength(3)
    expect((await api.schedule.pause({ name: 'monthly' })).paused).toBe(true)
    while ((await api.schedule.state()).executor === null) await new Promise((resolve) => setTimeout(resolve, 50))
    expect((await api.schedule.state()).executor).toMatchObject({ kind: 'window', here: true, pid: process.pid })
  })

  it('tells what a time means while it is typed, or what is wrong with which field', async () => {
    const { api } = test
    expect(await api.schedule.check({ cron: '0 3 1 * *', zone: 'America/Chicago' })).toMatchObject({
      sentence: 'on day 1 of each month at 03:00, Chicago time',
      problems: {},
    })
    const wrong = await api.schedule.check({ cron: '0 3 1 *', zone: 'America/Chicago' })
    expect(wrong).toMatchObject({ sentence: null, problems: { cron: { code: 'schedule.invalid_cron' } } })
    expect((await api.schedule.check({ cron: '@daily', zone: 'Mars' })).problems.zone?.code).toBe(
      'schedule.invalid_zone',
    )
    await expect(api.schedule.set({ name: 'x', cron: 'soon' })).rejects.toMatchObject({
      cause: { code: 'schedule.invalid_cron' },
    })
  })

  it('runs one at once as a run of the window, and tells in the history and the log how it ended', async () => {
    const { api, folder } = test
    const request = { source: { kind: 'file' as const, path: incidentFile(folder) }, recipe: QUICK_RECIPE }
    await api.schedule.set({ name: 'mine', cron: '@yearly', request, retries: 0 })
    const { id } = await api.schedule.runNow({ name: 'mine' })
    let run = (await api.schedule.history({ name: 'mine' }))[0]!
    while (run.status === 'waiting' || run.status === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 100))
      run = (await api.schedule.history({ name: 'mine' }))[0]!
    }
    // The file has no incident of the year before today.
    expect(run).toMatchObject({ id, cause: 'manual', status: 'failed', error: { code: 'sources.file.emptyWindow' } })
    const [failed, started] = await api.schedule.audit({ kinds: ['retraining_started', 'retraining_failed'] })
    expect([failed?.kind, started?.kind]).toEqual(['retraining_failed', 'retraining_started'])
    expect(
      await api.schedule.audit({ cursor: started!.id, direction: 'forward', kinds: ['retraining_started'] }),
    ).toEqual([])
    expect(await api.schedule.verifyAudit()).toMatchObject({ intact: true })
    expect((await api.pipeline.run({ runId: run.runId! })).status).toBe('FAILED')
  })

  it('keeps the policy in the settings, beside what others set, and tells of the change', async () => {
    const { api } = test
    await api.settings.set({ servingPort: 9000 })
    const policy = await api.schedule.policy()
    await api.schedule.setPolicy({ ...policy, comparison: 'shadow', contest: { ...policy.contest, maturityDays: 10 } })
    const { settings } = await api.settings.get()
    expect(settings).toMatchObject({
      servingPort: 9000,
      retraining: { comparison: 'shadow', driftLimit: 1 },
      contest: { maturityDays: 10 },
    })
    expect((await api.schedule.audit({ kinds: ['policy_changed'] }))[0]!.details).toMatchObject({
      before: { comparison: 'direct' },
      after: { comparison: 'shadow' },
    })
  })
})
