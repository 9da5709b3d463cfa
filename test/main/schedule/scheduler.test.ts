import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openAudit } from '../../../src/main/audit/audit.ts'
import { openHistory } from '../../../src/main/schedule/history.ts'
import {
  createScheduler,
  type Execute,
  type Scheduler,
  type SchedulerEvent,
} from '../../../src/main/schedule/scheduler.ts'
import { openSchedules } from '../../../src/main/schedule/schedules.ts'
import { openWorkbench, type Workbench } from '../../../src/main/workbench.ts'
import { CancelledError, UserError } from '../../../src/shared/errors.ts'
import { keptFolder } from '../../folders.ts'
import { fakeClock } from '../../support/fakeClock.ts'

const MINUTE = 60_000
const DONE = { code: 'retraining.not_needed', params: {} }

describe('the scheduler', () => {
  const folder = keptFolder()
  let workbench: Workbench
  beforeAll(async () => {
    workbench = await openWorkbench({ workspace: folder, store: undefined, threads: 1, env: {}, cwd: folder })
  })
  afterAll(() => workbench.close())
  beforeEach(async () => {
    await workbench.tracking.database.sql.deleteFrom('schedule_runs').execute()
    await workbench.tracking.database.sql.deleteFrom('schedules').execute()
  })

  /** A monthly schedule that was started in January 2017, and what does its runs. */
  async function monthly(execute: Execute) {
    const clock = fakeClock('2017-01-10T12:00:00Z')
    const { sql } = workbench.tracking.database
    const schedules = openSchedules({
      db: sql,
      audit: openAudit(workbench.tracking.database, clock.now),
      now: clock.now,
    })
    const events: SchedulerEvent[] = []
    await schedules.set(
      'monthly',
      { request: { source: { kind: 'file', path: 'x.csv' }, recipe: {} }, retries: 2 },
      'test',
    )
    const create = (does = execute) =>
      createScheduler({ workbench, clock, kind: 'daemon', execute: does, onEvent: (event) => events.push(event) })
    const scheduler: Scheduler = create()
    const history = async () =>
      (await openHistory(sql).list()).reverse().map(({ date, status, attempts }) => [date, status, attempts])
    return { clock, schedules, scheduler, events, history, create }
  }

  it('does each missed month once and in order, with its own run date', async () => {
    const dates: string[] = []
    const { clock, scheduler, history } = await monthly(async ({ date, cause }) => {
      dates.push(`${date} ${cause}`)
      return DONE
    })
    await scheduler.look()
    expect(dates).toEqual([])
    clock.set('2017-04-15T12:00:00Z')
    await scheduler.look()
    await scheduler.look()
    expect(dates).toEqual(['2017-02-01 catch_up', '2017-03-01 catch_up', '2017-04-01 catch_up'])
    expect(await history()).toEqual([
      ['2017-02-01', 'done', 1],
      ['2017-03-01', 'done', 1],
      ['2017-04-01', 'done', 1],
    ])
    await scheduler.close()
  })

  it('tries a failed run again later and later, keeps the next month waiting, then goes on', async () => {
    const tried: string[] = []
    const { clock, scheduler, history, events } = await monthly(async ({ date }) => {
      tried.push(date)
      if (date === '2017-02-01') throw new UserError('cancelled')
      return DONE
    })
    clock.set('2017-03-01T12:00:00Z')
    await scheduler.look()
    clock.advance(9 * MINUTE)
    await scheduler.look()
    expect(tried).toEqual(['2017-02-01'])
    clock.advance(1 * MINUTE)
    await scheduler.look()
    clock.advance(19 * MINUTE)
    await scheduler.look()
    expect(tried).toEqual(['2017-02-01', '2017-02-01'])
    clock.advance(1 * MINUTE)
    await scheduler.look()
    expect(tried).toEqual(['2017-02-01', '2017-02-01', '2017-02-01', '2017-03-01'])
    expect(await history()).toEqual([
      ['2017-02-01', 'failed', 3],
      ['2017-03-01', 'done', 1],
    ])
    expect(events.filter(({ type }) => type === 'retried')).toHaveLength(2)
    await scheduler.close()
  })

  it('waits, without counting it, while another run goes on in the workspace', async () => {
    let busy = true
    const { clock, scheduler, history } = await monthly(async () => {
      if (busy) throw new UserError('run_in_progress', { run: 'r', name: 'n', pid: '1' })
      return DONE
    })
    clock.set('2017-02-01T06:00:00Z')
    await scheduler.look()
    expect(await history()).toEqual([['2017-02-01', 'waiting', 0]])
    busy = false
    clock.advance(MINUTE)
    await scheduler.look()
    expect(await history()).toEqual([['2017-02-01', 'done', 1]])
    await scheduler.close()
  })

  it('does not try again what the user cancelled', async () => {
    const { clock, scheduler, history } = await monthly(async () => {
      throw new CancelledError()
    })
    clock.set('2017-02-01T06:00:00Z')
    await scheduler.look()
    expect(await history()).toEqual([['2017-02-01', 'cancelled', 1]])
    await scheduler.close()
  })

  it('passes over what came due while it was paused', async () => {
    const { clock, scheduler, schedules, history } = await monthly(async () => DONE)
    await schedules.pause('monthly', 'test')
    expect((await schedules.get('monthly')).next).toEqual([])
    clock.set('2017-03-15T06:00:00Z')
    await scheduler.look()
    await schedules.resume('monthly', 'test')
    await scheduler.look()
    expect(await history()).toEqual([])
    clock.set('2017-04-01T05:00:00Z')
    await scheduler.look()
    expect(await history()).toEqual([['2017-04-01', 'done', 1]])
    await scheduler.close()
  })

  it('closed in the middle of a run, leaves it to whoever stood by, who does it once', async () => {
    let begun: () => void = () => {}
    const beginning = new Promise<void>((resolve) => {
      begun = resolve
    })
    const { clock, scheduler, history, events, create } = await monthly(async (_run, _schedule, { signal }) => {
      begun()
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      throw new CancelledError()
    })
    clock.set('2017-02-01T06:00:00Z')
    const looking = scheduler.look()
    await beginning
    let done = 0
    const other = create(async () => {
      done++
      return DONE
    })
    await other.look()
    expect(done).toBe(0)
    expect(events.at(-1)).toMatchObject({ type: 'standby', executor: { kind: 'daemon', pid: process.pid } })
    await Promise.all([looking, scheduler.close()])
    expect(await history()).toEqual([['2017-02-01', 'waiting', 0]])
    await other.look()
    expect(done).toBe(1)
    expect(await history()).toEqual([['2017-02-01', 'done', 1]])
    await other.close()
  })
})
