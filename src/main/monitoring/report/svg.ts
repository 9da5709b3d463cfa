import type { DistributionDrift, MonthPerformance, PerformanceMetric } from '../../../shared/monitoring/drift.ts'

/** Text as HTML. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

const round = (value: number) => String(Number(value.toFixed(2)))

/** Bars of the training data (filled) and of now (outlined), `width` × `height` pixels. */
export function histogramSvg(
  { labels, reference, current }: DistributionDrift['histogram'],
  { width, height, label }: { width: number; height: number; label: string },
): string {
  const highest = Math.max(...reference, ...current, 1e-9)
  const step = width / Math.max(1, labels.length)
  const bars = labels.map((_, place) => {
    const x = place * step
    const before = (reference[place]! / highest) * (height - 1)
    const now = (current[place]! / highest) * (height - 1)
    return `<rect class="training" x="${round(x)}" y="${round(height - before)}" width="${round(step * 0.9)}" height="${round(before)}"/>
      <path class="now" d="M${round(x)} ${round(height - now)}h${round(step * 0.9)}"/>`
  })
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(label)}">${bars.join('')}</svg>`
}

/** A score by month as a line with intervals, beside that of the same months of the test rows (dotted). */
export function monthsSvg(
  metric: PerformanceMetric,
  months: readonly MonthPerformance[],
  reference: readonly MonthPerformance[],
  { width, height, label }: { width: number; height: number; label: string },
): string {
  const before = months.map(
    ({ month }) => reference.find((candidate) => candidate.month.slice(5) === month.slice(5))?.[metric].value,
  )
  const all = [...months.flatMap((month) => [month[metric].low, month[metric].high]), ...before.filter(isNumber)]
  const low = Math.min(...all)
  const span = Math.max(...all) - low || 1
  const x = (place: number) => ((place + 0.5) * width) / months.length
  const y = (value: number) => 8 + (1 - (value - low) / span) * (height - 16)
  const line = (values: readonly (number | undefined)[]) =>
    values.map((value, place) => (value === undefined ? '' : `${round(x(place))},${round(y(value))}`)).join(' ')
  const marks = months.map(({ [metric]: { value, low: from, high: to }, maturing, month }, place) => {
    const at = round(x(place))
    return `<g><title>${escaped(`${month}: ${value.toFixed(3)} (${from.toFixed(3)}–${to.toFixed(3)})`)}</title>
      <path class="interval" d="M${at} ${round(y(from))}V${round(y(to))}"/>
      <circle class="${maturing ? 'maturing' : 'mark'}" cx="${at}" cy="${round(y(value))}" r="3.5"/></g>`
  })
  return `<svg viewBox="0 0 ${width} ${height}" width="100%" height="${height}" role="img" aria-label="${escaped(label)}">
    <polyline class="before" points="${line(before)}"/>
    <polyline class="line" points="${line(months.map((month) => month[metric].value))}"/>
    ${marks.join('')}</svg>`
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined
}
