/** The days from `from` up to, but not including, `to`; both `YYYY-MM-DD`. */
export interface DayWindow {
  from: string
  to: string
}

const DAY_MS = 86_400_000

/** The `days` days before the run date `date` (`YYYY-MM-DD`, exclusive). */
export function windowBefore(date: string, days: number): DayWindow {
  return { from: addDays(date, -days), to: date }
}

/** `date` (`YYYY-MM-DD`) moved by a number of days. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The months (`YYYY-MM`) that a window touches, oldest first. */
export function monthsOf({ from, to }: DayWindow): string[] {
  const months: string[] = []
  for (let month = from.slice(0, 7); `${month}-01` < to; month = nextMonth(month)) months.push(month)
  return months
}

/** The month (`YYYY-MM`) after `month`. */
export function nextMonth(month: string): string {
  return addDays(`${month}-01`, 31).slice(0, 7)
}

/** The calendar day in Chicago at an instant, `YYYY-MM-DD`, whatever this machine's time zone is. */
export function dayInChicago(instant: Date): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'America/Chicago',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(instant)
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}
