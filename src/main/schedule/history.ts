import type { Kysely, Selectable } from 'kysely'
import { z } from 'zod'
import type { Said } from '../../shared/pipeline/runState.ts'
import type { Schedule, ScheduleCause, ScheduleRun } from '../../shared/schedule/schedule.ts'
import type { Schema } from '../tracking/schema.ts'
import type { DueTime } from './due.ts'
import { handledUntil } from './schedules.ts'

/** What was due, what became of it, and what waits. */
export interface History {
  /** Newest first. */
  list(options?: { schedule?: string | undefined; limit?: number }): Promise<ScheduleRun[]>
  get(id: number): Promise<ScheduleRun>
  /** Records times that have come, once each, in whichever process. */
  record(schedule: Schedule, due: { date: string; time: DueTime }[], until: number): Promise<void>
  /** Records a run that was asked for by hand. */
  request(schedule: Schedule, date: string, now: number): Promise<ScheduleRun>
  /** What is to be done next: the oldest of each schedule, unless it waits for a later attempt; by hand before all else. */
  next(now: number): Promise<ScheduleRun | undefined>
  update(id: number, change: Partial<Pick<ScheduleRun, ChangeableColumn>>): Promise<void>
  /** Lets wait again what was running in a process that ended: only who has the right to execute may call it. */
  recover(now: number): Promise<void>
}

type ChangeableColumn = 'status' | 'attempts' | 'notBefore' | 'runId' | 'startedAt' | 'endedAt' | 'error' | 'outcome'

const PAGE = 100

export function openHistory(db: Kysely<Schema>): History {
  async function get(id: number): Promise<ScheduleRun> {
    return runOf(await db.selectFrom('schedule_runs').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
  }

  return {
    async list({ schedule, limit = PAGE } = {}) {
      let query = db.selectFrom('schedule_runs').selectAll().orderBy('id', 'desc').limit(limit)
      if (schedule !== undefined) query = query.where('schedule', '=', schedule)
      return (await query.execute()).map(runOf)
    },
    get,
    async record({ name }, due, until) {
      await db.transaction().execute(async (transaction) => {
        for (const { date, time } of due) {
          await transaction
            .insertInto('schedule_runs')
            .values(newRun(name, time.time, date, time.cause, time.skipped ? 'skipped' : 'waiting'))
            .onConflict((conflict) => conflict.doNothing())
            .execute()
        }
        await handledUntil(transaction, name, until)
      })
    },
    async request({ name }, date, now) {
      const { id } = await db
        .insertInto('schedule_runs')
        .values(newRun(name, now, date, 'manual', 'waiting'))
        .returning('id')
        .executeTakeFirstOrThrow()
      return get(id)
    },
    async next(now) {
      const rows = await db
        .selectFrom('schedule_runs')
        .selectAll()
        .where('status', '=', 'waiting')
        .orderBy('scheduled_for')
        .orderBy('id')
        .execute()
      const manual = rows.find(({ cause, not_before }) => cause === 'manual' && not_before <= now)
      if (manual !== undefined) return runOf(manual)
      const seen = new Set<string>()
      const first = rows.find(({ cause, schedule, not_before }) => {
        if (cause === 'manual' || seen.has(schedule)) return false
        seen.add(schedule)
        return not_before <= now
      })
      return first && runOf(first)
    },
    async update(id, { notBefore, runId, startedAt, endedAt, error, outcome, ...change }) {
      await db
        .updateTable('schedule_runs')
        .set({
          ...change,
          ...(notBefore === undefined ? {} : { not_before: notBefore }),
          ...(runId === undefined ? {} : { run_id: runId }),
          ...(startedAt === undefined ? {} : { started_at: startedAt }),
          ...(endedAt === undefined ? {} : { ended_at: endedAt }),
          ...(error === undefined ? {} : { error: error && JSON.stringify(error) }),
          ...(outcome === undefined ? {} : { outcome: outcome && JSON.stringify(outcome) }),
        })
        .where('id', '=', id)
        .execute()
    },
    async recover(now) {
      await db
        .updateTable('schedule_runs')
        .set({ status: 'waiting', not_before: now })
        .where('status', '=', 'running')
        .execute()
    },
  }
}

function newRun(
  schedule: string,
  scheduled_for: number,
  date: string,
  cause: ScheduleCause,
  status: ScheduleRun['status'],
) {
  return {
    ...{ schedule, scheduled_for, date, cause, status, attempts: 0, not_before: scheduled_for },
    ...{ run_id: null, started_at: null, ended_at: null, error: null, outcome: null },
  }
}

const saidSchema = z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })

function runOf(row: Selectable<Schema['schedule_runs']>): ScheduleRun {
  const { id, schedule, date, cause, status, attempts } = row
  return {
    ...{ id, schedule, scheduledFor: row.scheduled_for, date, cause, status, attempts, notBefore: row.not_before },
    ...{ runId: row.run_id, startedAt: row.started_at, endedAt: row.ended_at },
    error: said(row.error),
    outcome: said(row.outcome),
  }
}

function said(json: string | null): Said | null {
  return json === null ? null : saidSchema.parse(JSON.parse(json))
}
