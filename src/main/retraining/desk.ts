import type { Executor, ExecutorKind, Schedule, ScheduleRun } from '../../shared/schedule/schedule.ts'
import { type Audit, openAudit } from '../audit/audit.ts'
import { type Clock, systemClock } from '../schedule/clock.ts'
import { runDate } from '../schedule/due.ts'
import { currentExecutor } from '../schedule/executor.ts'
import { type History, openHistory } from '../schedule/history.ts'
import { createScheduler, type SchedulerEvent } from '../schedule/scheduler.ts'
import { openSchedules, type Schedules } from '../schedule/schedules.ts'
import type { Workbench } from '../workbench.ts'
import type { RunWork } from './ports.ts'
import { createRetraining } from './retrain.ts'
import { superviseTrials } from './trials.ts'

/** Schedules, their history and the audit log of a workspace, for every door; and what does the scheduled runs here. */
export interface ScheduleDesk {
  schedules: Schedules
  history: History
  audit: Audit
  clock: Clock
  /** Who does the scheduled runs now; undefined where nobody does, so that what is due waits. */
  executor(): Executor | undefined
  /** Asks for a run of a schedule now, with the run date of today. */
  request(name: string): Promise<ScheduleRun>
}

export interface RunningDesk extends ScheduleDesk {
  /** Names of the schedules that become due and are done here; none where another process does the runs. */
  active(): Promise<string[]>
  /** Does what is due from now on, unless another process does. */
  start(): void
  /** Looks once, and does all that is due. */
  look(): Promise<void>
  close(): Promise<void>
}

/** Reads and changes schedules; what is due is done by whoever executes. */
export function openScheduleDesk(
  workbench: Workbench,
  clock: Clock = systemClock,
  onChange?: () => void,
): ScheduleDesk {
  const { database } = workbench.tracking
  const audit = openAudit(database, clock.now)
  const history = openHistory(database.sql)
  const schedules = openSchedules({ db: database.sql, audit, now: clock.now }, onChange)
  return {
    ...{ schedules, history, audit, clock },
    executor: () => currentExecutor(workbench.workspace),
    async request(name) {
      const schedule: Schedule = await schedules.get(name)
      return history.request(schedule, runDate(schedule, clock.now()), clock.now())
    },
  }
}

/** The same, in a process that does scheduled runs where no other does. */
export function openRunningDesk(options: {
  workbench: Workbench
  kind: ExecutorKind
  runWork: RunWork
  clock?: Clock
  onEvent?: (event: SchedulerEvent) => void
  /** Called when a schedule was changed in this process. */
  onChange?: () => void
}): RunningDesk {
  const { workbench, kind, clock = systemClock, onEvent, onChange } = options
  const execute = createRetraining({ ...options, clock })
  const scheduler = createScheduler({
    ...{ workbench, clock, kind, execute, onEvent },
    attend: (now) => superviseTrials(workbench, now),
  })
  const desk = openScheduleDesk(workbench, clock, onChange)
  return {
    ...desk,
    async active() {
      const executor = desk.executor()
      if (executor !== undefined && executor.pid !== process.pid) return []
      const schedules = await desk.schedules.list()
      return schedules.filter(({ paused }) => !paused).map(({ name }) => name)
    },
    async request(name) {
      const run = await desk.request(name)
      scheduler.wake()
      return run
    },
    start: scheduler.start,
    look: scheduler.look,
    close: scheduler.close,
  }
}
