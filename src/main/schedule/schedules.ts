import { type Kysely, sql } from 'kysely'
import { UserError } from '../../shared/errors.ts'
import { type Schedule, type ScheduleRequest, scheduleRequestSchema } from '../../shared/schedule/schedule.ts'
import { scheduleSentence } from '../../shared/schedule/scheduleSentence.ts'
import type { Audit } from '../audit/audit.ts'
import { adjustRecipe } from '../pipeline/loadRecipe.ts'
import type { Schema } from '../tracking/schema.ts'
import { checkTimetable, nextTimes } from './cron.ts'

/** What of a schedule can be set; what is left out stays as it is, or is the default of a new one. */
export interface ScheduleChange {
  cron?: string | undefined
  zone?: string | undefined
  request?: ScheduleRequest | undefined
  retrain?: Schedule['retrain'] | undefined
  retries?: number | undefined
}

/** The schedules of a workspace. Each change is an event of the audit log. */
export interface Schedules {
  list(): Promise<Schedule[]>
  /** Throws UserError `schedule.unknown`. */
  get(name: string): Promise<Schedule>
  /**
   * Changes a schedule, or makes a new one, and starts it: what was due before is not caught up. Throws UserError
   * `schedule.invalid_*`, `schedule.never`, `recipe.*`.
   */
  set(name: string, change: ScheduleChange, actor: string): Promise<Schedule>
  /** Stops it from becoming due. What waits already is still done. */
  pause(name: string, actor: string): Promise<Schedule>
  /** Lets it become due again, from now on. */
  resume(name: string, actor: string): Promise<Schedule>
  /** Removes it; its history stays. */
  remove(name: string, actor: string): Promise<void>
}

/** How many coming times are shown. */
const SHOWN = 3
export const DEFAULT_RETRIES = 3
const DEFAULTS = {
  cron: '@monthly',
  zone: 'America/Chicago',
  request: scheduleRequestSchema.parse({ source: { kind: 'socrata' } }),
  retrain: 'always',
  retries: DEFAULT_RETRIES,
} as const

/** @param onChange called when one was changed through these schedules */
export function openSchedules(
  { db, audit, now }: { db: Kysely<Schema>; audit: Audit; now: () => number },
  onChange: () => void = () => {},
): Schedules {
  const find = (name: string) => findSchedule(db, name, now())

  async function get(name: string): Promise<Schedule> {
    const found = await find(name)
    if (found !== undefined) return found
    const known = await db.selectFrom('schedules').select('name').orderBy('name').execute()
    throw new UserError('schedule.unknown', { name, known: known.map((row) => row.name).join(', ') || '–' })
  }

  async function setPaused(name: string, paused: boolean, actor: string): Promise<Schedule> {
    const before = await get(name)
    if (before.paused === paused) return before
    const handled_until = now()
    const change = paused ? { paused: 1 } : { paused: 0, handled_until }
    await db.updateTable('schedules').set(change).where('name', '=', name).execute()
    const kind = paused ? 'schedule_paused' : 'schedule_resumed'
    await audit.append({ kind, schedule: name, reason: '', actor })
    onChange()
    return get(name)
  }

  return {
    async list() {
      const rows = await db.selectFrom('schedules').selectAll().orderBy('created_at').orderBy('name').execute()
      return rows.map((row) => scheduleOf(row, now()))
    },
    get,
    async set(name, change, actor) {
      if (!/^[a-z0-9][a-z0-9_-]{0,49}$/.test(name)) throw new UserError('schedule.invalid_name', { name })
      const before = await find(name)
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      const wanted = { ...(before ?? DEFAULTS), ...given }
      const { cron, zone, retrain, retries } = wanted
      checkTimetable({ cron, zone }, now())
      const request = scheduleRequestSchema.parse(wanted.request)
      adjustRecipe(request.recipe, [])
      const timing = { cron: cron.trim(), zone, request: JSON.stringify(request), retrain, retries }
      const values = { ...timing, paused: 0, handled_until: now() }
      await db
        .insertInto('schedules')
        .values({ name, ...values, created_at: now() })
        .onConflict((conflict) => conflict.doUpdateSet(values))
        .execute()
      const details = { cron: values.cron, zone, retrain, retries, source: request.source.kind }
      await audit.append({ kind: 'schedule_changed', schedule: name, reason: scheduleSentence(values), actor, details })
      onChange()
      return get(name)
    },
    pause: (name, actor) => setPaused(name, true, actor),
    resume: (name, actor) => setPaused(name, false, actor),
    async remove(name, actor) {
      await get(name)
      await db.deleteFrom('schedules').where('name', '=', name).execute()
      await audit.append({ kind: 'schedule_changed', schedule: name, reason: '', actor, details: { removed: true } })
      onChange()
    },
  }
}

/** A schedule by its name; undefined where there is none. */
export async function findSchedule(db: Kysely<Schema>, name: string, now: number): Promise<Schedule | undefined> {
  const row = await db.selectFrom('schedules').selectAll().where('name', '=', name).executeTakeFirst()
  return row && scheduleOf(row, now)
}

/** A schedule and up to where its times are handled, for whoever runs them. */
export async function activeSchedules(
  db: Kysely<Schema>,
  now: number,
): Promise<{ schedule: Schedule; handledUntil: number }[]> {
  const rows = await db.selectFrom('schedules').selectAll().where('paused', '=', 0).orderBy('name').execute()
  return rows.map((row) => ({ schedule: scheduleOf(row, now), handledUntil: row.handled_until }))
}

/** Remembers that the times up to an instant are recorded; never goes back. */
export async function handledUntil(db: Kysely<Schema>, name: string, until: number): Promise<void> {
  await db
    .updateTable('schedules')
    .set({ handled_until: sql<number>`max(handled_until, ${until})` })
    .where('name', '=', name)
    .execute()
}

function scheduleOf(row: Schema['schedules'], now: number): Schedule {
  const { name, cron, zone, retrain, retries } = row
  const paused = row.paused === 1
  const request = scheduleRequestSchema.parse(JSON.parse(row.request))
  return { name, cron, zone, request, retrain, retries, paused, next: paused ? [] : nextTimes(row, now, SHOWN) }
}
