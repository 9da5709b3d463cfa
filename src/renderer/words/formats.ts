import { currentLocale } from '../../shared/messages/index.ts'

const formats = new Map<string, Intl.NumberFormat>()

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${currentLocale()}${JSON.stringify(options)}`
  const format = formats.get(key) ?? new Intl.NumberFormat(currentLocale(), options)
  formats.set(key, format)
  return format
}

/** `267,792`: whole numbers grouped, others with at most `digits` decimals. */
export function formatNumber(value: number, digits = 3): string {
  return numberFormat({ maximumFractionDigits: digits, useGrouping: 'min2' }).format(value)
}

/** A metric or score with exactly `digits` decimals: `0.633`. */
export function formatScore(value: number, digits = 3): string {
  return numberFormat({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)
}

/** `19.6 %` of a share in 0-1. */
export function formatShare(share: number, digits = 1): string {
  return numberFormat({ style: 'percent', maximumFractionDigits: digits }).format(share)
}

/** `0.4 s`, `12 s`, `3 min 5 s`, `1 h 2 min`. */
export function formatDuration(elapsedMs: number): string {
  const unit = (value: number, name: string, digits = 0) =>
    numberFormat({
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value)
  const seconds = elapsedMs / 1000
  if (seconds < 9.95) return unit(seconds, 'second', 1)
  if (seconds < 59.5) return unit(seconds, 'second')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${unit(minutes, 'minute')} ${unit(Math.floor(seconds % 60), 'second')}`
  return `${unit(Math.floor(minutes / 60), 'hour')} ${unit(minutes % 60, 'minute')}`
}

/** `412 MB`. */
export function formatBytes(bytes: number): string {
  const [value, unit] =
    bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : bytes < 1e9 ? [bytes / 1e6, 'megabyte'] : [bytes / 1e9, 'gigabyte']
  return numberFormat({ style: 'unit', unit, maximumFractionDigits: bytes < 1e9 ? 0 : 1 }).format(value)
}

/** Day and time of an instant in this machine's zone: `23 Nov 2026, 17:30`. */
export function formatTime(millisecondsSince1970: number): string {
  return new Intl.DateTimeFormat(currentLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    millisecondsSince1970,
  )
}

/** A calendar day `YYYY-MM-DD`, which lies in no zone: `1 January 2018`. */
export function formatDay(day: string): string {
  const instant = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(instant)) return day
  return new Intl.DateTimeFormat(currentLocale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(instant)
}

/** `3 minutes ago`, `yesterday`. */
export function formatAgo(millisecondsSince1970: number, now = Date.now()): string {
  const format = new Intl.RelativeTimeFormat(currentLocale(), { numeric: 'auto' })
  const seconds = (millisecondsSince1970 - now) / 1000
  const size = Math.abs(seconds)
  if (size < 60) return format.format(Math.round(seconds), 'second')
  if (size < 3600) return format.format(Math.round(seconds / 60), 'minute')
  if (size < 86_400) return format.format(Math.round(seconds / 3600), 'hour')
  return format.format(Math.round(seconds / 86_400), 'day')
}
