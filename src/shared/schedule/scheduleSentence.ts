import { currentLocale, text } from '../messages/index.ts'

const PRESETS: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@hourly': '0 * * * *',
}

/** When a schedule is due, in plain words: `on day 1 of each month at 00:00, Chicago time`. */
export function scheduleSentence({ cron, zone }: { cron: string; zone: string }): string {
  const place = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone
  return text('schedule.sentence.zoned', { when: whenOf(cron.trim()), zone: place })
}

function whenOf(cron: string): string {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = (PRESETS[cron] ?? cron).split(/\s+/)
  const free = (...fields: string[]) => fields.every((field) => field === '*')
  const every = /^\*\/(\d+)$/.exec(minute)?.[1]
  if (every !== undefined && free(hour, day, month, weekday)) {
    return text('schedule.sentence.minutes', { minutes: every })
  }
  if (free(minute, hour, day, month, weekday)) return text('schedule.sentence.minute')
  if (isNumber(minute) && free(hour, day, month, weekday)) {
    return text('schedule.sentence.hourly', { minute })
  }
  if (isNumber(minute) && isNumber(hour)) {
    const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
    if (free(day, month, weekday)) return text('schedule.sentence.daily', { time })
    if (isNumber(day) && free(month, weekday)) return text('schedule.sentence.monthly', { day, time })
    if (isNumber(day) && isNumber(month) && free(weekday)) {
      return text('schedule.sentence.yearly', { day, month: monthName(Number(month)), time })
    }
    if (free(day, month) && /^\d(,\d)*$/.test(weekday)) {
      const weekdays = new Intl.ListFormat(currentLocale()).format(
        weekday.split(',').map((number) => weekdayName(Number(number))),
      )
      return text('schedule.sentence.weekly', { weekdays, time })
    }
  }
  return text('schedule.sentence.cron', { cron })
}

function isNumber(field: string): boolean {
  return /^\d+$/.test(field)
}

/** 0 and 7 are Sunday. */
function weekdayName(weekday: number): string {
  return name({ weekday: 'long' }, Date.UTC(2017, 0, 1 + (weekday % 7)))
}

/** 1 is January. */
function monthName(month: number): string {
  return name({ month: 'long' }, Date.UTC(2017, month - 1, 1))
}

function name(options: Intl.DateTimeFormatOptions, instant: number): string {
  return new Intl.DateTimeFormat(currentLocale(), { ...options, timeZone: 'UTC' }).format(instant)
}
