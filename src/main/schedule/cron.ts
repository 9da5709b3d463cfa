import { Cron } from 'croner'
import { UserError } from '../../shared/errors.ts'
import { SCHEDULE_PRESETS } from '../../shared/schedule/schedule.ts'

/** When a schedule is due: five cron fields or a preset, in a time zone. */
export interface Timetable {
  cron: string
  /** IANA time zone. */
  zone: string
}

/**
 * Checks what a user typed. Throws UserError `schedule.invalid_cron`, `schedule.invalid_zone`, `schedule.never`.
 *
 * At a change to daylight-saving time, a time that does not exist is due at the first one that does, and one that comes
 * twice is due the first time; times given as every hour are due each hour that passes.
 */
export function checkTimetable(timetable: Timetable, now: number): void {
  const { cron, zone } = timetable
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
  } catch (error) {
    throw new UserError('schedule.invalid_zone', { zone }).causedBy(error)
  }
  try {
    if (nextTimes(timetable, now, 1).length > 0) return
  } catch (error) {
    const problem = error instanceof Error ? error.message.replace(/^\w+: /, '') : ''
    throw new UserError('schedule.invalid_cron', { cron, problem, presets: SCHEDULE_PRESETS.join(', ') }).causedBy(
      error,
    )
  }
  throw new UserError('schedule.never', { cron })
}

/** The next `count` times after an instant, in milliseconds since 1970. */
export function nextTimes(timetable: Timetable, after: number, count: number): number[] {
  return parse(timetable)
    .nextRuns(count, new Date(after))
    .map((time) => time.getTime())
}

/** The last time before an instant; undefined where there is none. */
export function lastTimeBefore(timetable: Timetable, before: number): number | undefined {
  return parse(timetable).previousRuns(1, new Date(before))[0]?.getTime()
}

/** The calendar day of an instant in a time zone, `YYYY-MM-DD`. */
export function dayIn(zone: string, instant: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(instant)
    .map(({ type, value }): [string, string] => [type, value])
  const { year, month, day } = Object.fromEntries(parts)
  return `${year}-${month}-${day}`
}

function parse({ cron, zone }: Timetable): Cron {
  return new Cron(cron.trim(), { timezone: zone, mode: '5-part', paused: true })
}
