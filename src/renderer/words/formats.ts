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
  return numberFormat({ maximumFractionDigits: digits }).format(value)
}

/** A metric or score with exactly `digits` decimals: `0.633`. */
export function formatScore(value: number, digits = 3): string {
  return numberFormat({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)
}

/** `19.6 %` of a share in 0-1. */
export function formatShare(share: number, digits = 1): string {
  return numberFormat({ style: 'percent', maximumFractionDigits: digits }).format(share)
}

/** `0.4 s`, `12 s`, `3 min 5 s`, `1 h 2 min`, by the units' international signs. */
export function formatDuration(elapsedMs: number): string {
  const seconds = elapsedMs / 1000
  if (seconds < 9.95) return `${formatScore(seconds, 1)} s`
  if (seconds < 59.5) return `${Math.round(seconds)} s`
  const minutes = Math.floor(Math.round(seconds) / 60)
  if (minutes < 60) return `${minutes} min ${Math.round(seconds) % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** `412 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return numberFormat({ style: 'unit', unit: 'byte', unitDisplay: 'narrow' }).format(bytes)
  const [value, unit] =
    bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : bytes < 1e9 ? [bytes / 1e6, 'megabyte'] : [bytes / 1e9, 'gigabyte']
  return numberFormat({ style: 'unit', unit, maximumFractionDigits: bytes < 1e9 ? 0 : 1 }).format(value)
}

const timeFormats = new Map<string, Intl.DateTimeFormat>()

/** Made once a language: making one takes longer than drawing a row of a table. */
function timeFormat(): Intl.DateTimeFormat {
  const locale = currentLocale()
  const format = timeFormats.get(locale) ?? new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  timeFormats.set(locale, format)
  return format
}

/** Day and time of an instant in this machine's zone: `23 Nov 2026, 17:30`. */
export function formatTime(millisecondsSince1970: number): string {
  return timeFormat().format(millisecondsSince1970)
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
