const HOUR_MS = 3_600_000
const format = new Intl.DateTimeFormat('en-US', {
  ...{ timeZone: 'America/Chicago', hourCycle: 'h23' },
  ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
})
/** What Chicago's clock is ahead of UTC, by hour: zones change on the hour, and asking takes some microseconds. */
const offsets = new Map<number, number>()

/** An instant as Chicago's wall clock, in ms since 1970 as if that were UTC: as the portal's dates are read. */
export function chicagoTime(instant: number): number {
  const hour = Math.floor(instant / HOUR_MS)
  let offset = offsets.get(hour)
  if (offset === undefined) {
    const parts = new Map(format.formatToParts(hour * HOUR_MS).map(({ type, value }) => [type, Number(value)]))
    const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
    const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
    offset = local - hour * HOUR_MS
    if (offsets.size > 100_000) offsets.clear()
    offsets.set(hour, offset)
  }
  return instant + offset
}
