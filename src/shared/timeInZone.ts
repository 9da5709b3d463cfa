import { currentLocale } from './messages/index.ts'

/** An instant in a time zone, with the zone's short name: `Fri, Dec 1, 2017, 00:00 CST`. */
export function timeInZone(instant: number, zone: string): string {
  return new Intl.DateTimeFormat(currentLocale(), {
    ...{ timeZone: zone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
  }).format(instant)
}
