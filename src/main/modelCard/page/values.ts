import { currentLocale } from '../../../shared/messages/index.ts'
import { html, type Markup } from './markup.ts'

/** `267,792` */
export function count(value: number): string {
  return new Intl.NumberFormat(currentLocale()).format(value)
}

/** Exactly `digits` decimals, with a proper minus. */
export function number(value: number, digits: number): string {
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return new Intl.NumberFormat(currentLocale(), format).format(value).replace('-', '−')
}

/** `19.6%` of a share in 0-1. */
export function share(value: number): string {
  return new Intl.NumberFormat(currentLocale(), { style: 'percent', maximumFractionDigits: 1 }).format(value)
}

/** `0.61 – 0.65` */
export function interval({ low, high }: { low: number; high: number }, digits: number): string {
  return `${number(low, digits)} – ${number(high, digits)}`
}

/** The day of an ISO date or instant, as it is written there. */
export function day(iso: string): string {
  const instant = Date.parse(`${iso.slice(0, 10)}T00:00:00Z`)
  return new Intl.DateTimeFormat(currentLocale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(instant)
}

/** A row of a table; its first cell names it. */
export function cells(kind: 'th' | 'td', values: string[]): Markup {
  const cell = (value: string, place: number) => {
    if (kind === 'th') return html`<th scope="col">${value}</th>`
    return place === 0 ? html`<th scope="row">${value}</th>` : html`<td>${value}</td>`
  }
  return html`<tr>${values.map(cell)}</tr>`
}
