import { CancelledError, UserError } from '../../shared/errors.ts'
import type { Said } from '../../shared/pipeline/runState.ts'
import type { Executor, ExecutorKind, Schedule, ScheduleRun } from '../../shared/schedule/schedule.ts'
import { describeError } from '../tracking/run.ts'
import type { Workbench } from '../workbench.ts'
import type { Lock } from '../workspace/lock.ts'
import type { Clock } from './clock.ts'
import { dueTimes, runDate } from './due.ts'
import { claimExecution, currentExecutor } from './executor.ts'
import { type History, openHistory } from './history.ts'
import { activeSchedules, findSchedule } from './schedules.ts'

/** Does one scheduled run; resolves with what came of it, in words. */
export type Execute = (
  run: ScheduleRun,
  schedule: Schedule,
  watch: { signal: AbortSignal; onRun(runId: string): void },
) => Promise<Said>

export interface SchedulerOptions {
  workbench: Workbench
  clock: Clock
  kind: ExecutorKind
  execute: Execute
  /** Called while this process has the right to execute, at most once an hour: what goes on between the runs. */
  attend?: ((now: number, signal: AbortSignal) => Promise<void>) | undefined
  /** Hears of each scheduled run that begins, ends, or will be tried again. */
  onEvent?: ((event: SchedulerEvent) => void) | undefined
}

export type SchedulerEvent =
  | { type: 'started'; run: ScheduleRun }
  | { type: 'ended'; run: ScheduleRun }
  | { type: 'retried'; run: ScheduleRun }
  /** Another process does the runs, until it ends. */
  | { type: 'standby'; executor: Executor | undefined }
  | { type: 'executing' }

/** Makes the runs that are due, one after the other, in exactly one of the processes that have the workspace open. */
export interface Scheduler {
  /** Looks, and does what is due, until `close`. */
  start(): void
  /** Looks at once. */
  wake(): void
  /** Looks once, and does all that is due. For a clock that is moved by hand. */
  look(): Promise<void>
  /** Stops the run that goes on, which then waits to be gone on with, and gives up the right to execute. */
  close(): Promise<void>
}

/** How often it is looked whether something is due: after the machine slept, too, when timers are late. */
const LOOK_MS = 5_000
const ATTEND_MS = 3_600_000
/** A run that is found going on in the workspace is waited for. */
const BUSY_MS = 30_000
const FIRST_RETRY_MS = 10 * 60_000
const LONGEST_RETRY_MS = 6 * 3_600_000

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { workbench, clock, kind, execute, attend, onEvent } = options
  const { sql: db } = workbench.tracking.database
  const { workspace, logger } = workbench
  const history: History = openHistory(db)
  const closing = new AbortController()
  let lock: Lock | undefined
  let standby = false
  let attended = Number.NEGATIVE_INFINITY
  let looping: Promise<void> | undefined
  let looks: Promise<void> = Promise.resolve()
  let waking = new AbortController()

  /** Takes the right to execute, where nobody has it; then what a process that was killed left running waits again. */
  async function hasRight(): Promise<boolean> {
    if (lock !== undefined) return true
    lock = claimExecution(workspace, kind, clock.now())
    if (lock === undefined) {
      if (!standby) onEvent?.({ type: 'standby', executor: currentExecutor(workspace) })
      standby = true
      return false
    }
    standby = false
    onEvent?.({ type: 'executing' })
    await history.recover(clock.now())
    return true
  }

  async function recordDue(): Promise<void> {
    const now = clock.now()
    for (const { schedule, handledUntil } of await activeSchedules(db, now)) {
      const due = dueTimes(schedule, handledUntil, now)
      if (due.length === 0) continue
      const dated = due.map((time) => ({ time, date: runDate(schedule, time.time) }))
      await history.record(schedule, dated, now)
    }
  }

  async function lookOnce(): Promise<void> {
    if (closing.signal.aborted || !(await hasRight())) return
    for (;;) {
      await recordDue()
      const run = await history.next(clock.now())
      if (run === undefined) break
      await perform(run)
      if (closing.signal.aborted) return
    }
    if (attend === undefined || clock.now() - attended < ATTEND_MS) return
    attended = clock.now()
    await attend(attended, closing.signal)
  }

  async function perform(run: ScheduleRun): Promise<void> {
    const { id } = run
    const attempts = run.attempts + 1
    const schedule = await findSchedule(db, run.schedule, clock.now())
    if (schedule === undefined) return end(run, { status: 'cancelled' })
    if (attempts > schedule.retries + 1) {
      // Each attempt ended with its process.
      return end(run, { status: 'failed', error: { code: 'run_interrupted', params: {} } })
    }
    await history.update(id, { status: 'running', attempts, startedAt: clock.now(), error: null })
    onEvent?.({ type: 'started', run: await history.get(id) })
    try {
      const onRun = (runId: string) => void history.update(id, { runId })
      const outcome = await execute(run, schedule, { signal: closing.signal, onRun })
      await end(run, { status: 'done', outcome })
    } catch (error) {
      await failed(run, attempts, schedule, error)
    }
  }

  async function end({ id }: ScheduleRun, how: Pick<ScheduleRun, 'status'> & Partial<ScheduleRun>): Promise<void> {
    await history.update(id, { ...how, endedAt: clock.now() })
    onEvent?.({ type: 'ended', run: await history.get(id) })
  }

  /** Lets a run that did not get through wait for its next attempt, or ends it. */
  async function failed(run: ScheduleRun, attempts: number, schedule: Schedule, error: unknown): Promise<void> {
    const { id } = run
    const now = clock.now()
    if (closing.signal.aborted) {
      await history.update(id, { status: 'waiting', attempts: run.attempts, notBefore: now })
      return
    }
    if (error instanceof UserError && error.code === 'run_in_progress') {
      await history.update(id, { status: 'waiting', attempts: run.attempts, notBefore: now + BUSY_MS })
      return
    }
    const said = describeError(error)
    const isCancelled = error instanceof CancelledError
    const again = !isCancelled && attempts <= schedule.retries
    logger.error({ schedule: run.schedule, date: run.date, attempts, again, err: error }, 'scheduled run ended early')
    if (!again) return end(run, { status: isCancelled ? 'cancelled' : 'failed', error: said })
    const notBefore = now + Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1))
    await history.update(id, { status: 'waiting', notBefore, error: said })
    onEvent?.({ type: 'retried', run: await history.get(id) })
  }

  return {
    start() {
      looping ??= loop()
    },
    wake: () => waking.abort(),
    look,
    async close() {
      closing.abort()
      waking.abort()
      await looping
      await looks
      lock?.release()
      lock = undefined
    },
  }

  /** One look after the other. */
  function look(): Promise<void> {
    looks = looks.catch(() => {}).then(lookOnce)
    return looks
  }

  async function loop(): Promise<void> {
    while (!closing.signal.aborted) {
      waking = new AbortController()
      await look().catch((error: unknown) => logger.error({ err: error }, 'the schedule could not be looked at'))
      await clock.sleep(LOOK_MS, AbortSignal.any([waking.signal, closing.signal]))
    }
  }
}
