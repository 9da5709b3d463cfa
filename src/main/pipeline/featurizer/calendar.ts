/**
 * Times of the portal: local, without zone. Inside they are milliseconds from 1970-01-01T00:00 on that same clock, so no
 * zone and no daylight saving ever takes part.
 */
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

export const SEASONS = ['Winter', 'Spring', 'Summer', 'Autumn'] as const
export const DAY_TIMES = ['Early Morning', 'Morning', 'Afternoon', 'Night'] as const

const LOCAL_TIME = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?$/
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Milliseconds of a local ISO time like `2017-03-05T14:30:00.000`; NaN where the text is no such time. */
export function parseLocalTime(text: string): number {
  const parts = LOCAL_TIME.exec(text)
  if (parts === null) return Number.NaN
  const year = Number(parts[1])
  const month = Number(parts[2])
  const day = Number(parts[3])
  const hour = Number(parts[4])
  const minute = Number(parts[5])
  const second = Number(parts[6] ?? 0)
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = (MONTH_DAYS[month - 1] ?? 0) + (leap ? 1 : 0)
  if (day < 1 || day > days || hour > 23 || minute > 59 || second > 59) return Number.NaN
  return Date.UTC(year, month - 1, day, hour, minute, second, Math.floor(Number(`0.${parts[7] ?? 0}`) * 1000))
}

/** 0 = Monday … 6 = Sunday. */
export function dayOfWeek(localMs: number): number {
  const days = Math.floor(localMs / DAY_MS)
  // 1970-01-01 was a Thursday.
  return (((days + 3) % 7) + 7) % 7
}

/** Index into SEASONS: winter is December to February. */
export function seasonIndex(localMs: number): number {
  return Math.floor((monthOf(localMs) % 12) / 3)
}

/** Index into DAY_TIMES: the quarter of the day, of six hours each. */
export function dayTimeIndex(localMs: number): number {
  const sinceMidnight = localMs - Math.floor(localMs / DAY_MS) * DAY_MS
  return Math.floor(sinceMidnight / (6 * HOUR_MS))
}

/** Hour of the day, 0-23. */
export function hourOf(localMs: number): number {
  return Math.floor((localMs - Math.floor(localMs / DAY_MS) * DAY_MS) / HOUR_MS)
}

/** Minute of the hour, 0-59. */
export function minuteOf(localMs: number): number {
  return Math.floor((localMs - Math.floor(localMs / HOUR_MS) * HOUR_MS) / MINUTE_MS)
}

/** 1 = 1 January … 366. */
export function dayOfYear(localMs: number): number {
  const day = Math.floor(localMs / DAY_MS)
  const january = Math.floor(Date.UTC(new Date(localMs).getUTCFullYear(), 0, 1) / DAY_MS)
  return day - january + 1
}

/** 1 = January … 12. Counts days from 1 March of a year 0 of 400-year eras, so that leap days come last. */
function monthOf(localMs: number): number {
  const day = Math.floor(localMs / DAY_MS) + 719_468
  const dayOfEra = day - Math.floor(day / 146_097) * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  return fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
}
