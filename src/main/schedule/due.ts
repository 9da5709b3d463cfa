import type { Schedule, ScheduleCause } from '../../shared/schedule/schedule.ts'
import { PORTAL_DAYS_BEHIND } from '../sources/socrata/socrata.ts'
import { addDays } from '../sources/window.ts'
import { dayIn, lastTimeBefore, type Timetable } from './cron.ts'

/** A time of a schedule that has come. */
export interface DueTime {
  /** Milliseconds since 1970. */
  time: number
  cause: Exclude<ScheduleCause, 'manual'>
  /** Missed too many months ago: recorded, and not run. */
  skipped: boolean
}

/** A run that starts later than this was missed, and is caught up. */
const LATE_MS = 10 * 60_000
/** Months that are caught up; a run takes the twelve months before its date, so that older ones add nothing. */
export const MOST_MONTHS = 12

/**
 * What is to be done of the times in (`handledUntil`, `now`], oldest first: of each calendar month (in the schedule's
 * zone) only the last time, since a run takes in all that was reported until then. So each month that was missed is
 * caught up once and in order, and a machine that slept over many times of a month does one run, not one for each.
 */
export function dueTimes(timetable: Timetable, handledUntil: number, now: number): DueTime[] {
  const newestFirst: number[] = []
  let before = now + 1
  for (;;) {
    const time = lastTimeBefore(timetable, before)
    if (time === undefined || time <= handledUntil) break
    newestFirst.push(time)
    // Skips what else there is of that month, a day at a time at most.
    before = startOfMonth(timetable.zone, time)
  }
  return newestFirst
    .map((time, index): DueTime => {
      const cause = now - time > LATE_MS ? 'catch_up' : 'schedule'
      return { time, cause, skipped: index >= MOST_MONTHS }
    })
    .reverse()
}

/** The run date that belongs to a time: its day in the schedule's zone, and for the portal the week before that it lacks. */
export function runDate({ zone, request }: Schedule, time: number): string {
  return addDays(dayIn(zone, time), request.source.kind === 'socrata' ? -PORTAL_DAYS_BEHIND : 0)
}

/** The first instant of the calendar month of `time` in a zone. */
function startOfMonth(zone: string, time: number): number {
  return lastTimeBefore({ cron: '0 0 1 * *', zone }, time + 1) ?? time
}
