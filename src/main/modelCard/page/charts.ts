import type { CardGroup, ModelCard } from '../../../shared/modelCard/modelCard.ts'
import { html, type Markup } from './markup.ts'

const SIZE = 360
const MARGIN = { left: 48, bottom: 40, top: 12, right: 12 }

export interface AxisWords {
  x: string
  y: string
  /** One sentence for those who do not see the chart. */
  summary: string
}

/** The share of arrests against the mean probability, by bin, with intervals; the diagonal is perfect calibration. */
export function calibrationChart(bins: ModelCard['calibration'], words: AxisWords): Markup {
  const x = (share: number) => round(MARGIN.left + share * (SIZE - MARGIN.left - MARGIN.right))
  const y = (share: number) => round(SIZE - MARGIN.bottom - share * (SIZE - MARGIN.top - MARGIN.bottom))
  const ticks = [0, 0.25, 0.5, 0.75, 1]
  const points = bins.map(({ predicted, observed }) => `${x(predicted)},${y(observed)}`).join(' ')
  return html`<svg viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}" role="img" aria-label="${words.summary}">
${ticks.map(
  (tick) => html`<line class="axis" x1="${x(tick)}" x2="${x(tick)}" y1="${y(0)}" y2="${y(1)}"/>
<line class="axis" x1="${x(0)}" x2="${x(1)}" y1="${y(tick)}" y2="${y(tick)}"/>
<text x="${x(tick)}" y="${y(0) + 16}" text-anchor="middle">${tick}</text>
<text x="${x(0) - 6}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`,
)}
<text x="${x(0.5)}" y="${SIZE - 6}" text-anchor="middle">${words.x}</text>
<text transform="translate(12 ${y(0.5)}) rotate(-90)" text-anchor="middle">${words.y}</text>
<line class="ideal" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"/>
<polyline class="curve" points="${points}"/>
${bins.map(
  ({ predicted, observed, low, high }) =>
    html`<line class="own" x1="${x(predicted)}" x2="${x(predicted)}" y1="${y(low)}" y2="${y(high)}"/>
<circle class="own" cx="${x(predicted)}" cy="${y(observed)}" r="3"/>`,
)}
</svg>`
}

const ROW = 18
const WIDTH = 640
const LABEL = 220
/** Differences beyond this are drawn at the edge. */
const REACH = 0.3

/** The calibration of groups, a line each: the difference with its interval, marked where it is a gap. */
export function gapChart(groups: { label: string; group: CardGroup }[], summary: string): Markup {
  const height = groups.length * ROW + 34
  const widest = Math.max(...groups.flatMap(({ group: { calibration } }) => edges(calibration)))
  // Half of it is written with two decimals.
  const span = Math.min(REACH, Math.max(0.04, Math.ceil(widest * 50) / 50))
  const x = (difference: number) => {
    const share = (Math.max(-span, Math.min(span, difference)) + span) / (2 * span)
    return round(LABEL + share * (WIDTH - LABEL - 16))
  }
  const y = (place: number) => place * ROW + 14
  const ticks = [-span, -span / 2, 0, span / 2, span]
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${summary}">
${ticks.map(
  (tick) => html`<line class="axis" x1="${x(tick)}" x2="${x(tick)}" y1="4" y2="${height - 24}"/>
<text x="${x(tick)}" y="${height - 8}" text-anchor="middle">${signed(tick)}</text>`,
)}
<line class="ideal" x1="${x(0)}" x2="${x(0)}" y1="4" y2="${height - 24}"/>
${groups.map(({ label, group: { calibration, gaps } }, place) => {
  const marked = gaps.includes('calibration')
  const look = marked ? 'marked' : 'own'
  return html`<text class="${marked ? 'marked-label' : ''}" x="${LABEL - 8}" y="${y(place) + 4}" text-anchor="end">${short(label)}</text>
<line class="${look}" x1="${x(calibration.low)}" x2="${x(calibration.high)}" y1="${y(place)}" y2="${y(place)}"/>
<circle class="${look}" cx="${x(calibration.value)}" cy="${y(place)}" r="3.5"/>`
})}
</svg>`
}

function edges({ low, high }: { low: number; high: number }): number[] {
  return [Math.abs(low), Math.abs(high)]
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${value.toFixed(2)}`.replace('-', '−')
}

function short(label: string): string {
  return label.length > 32 ? `${label.slice(0, 31)}…` : label
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}
