import type { DistributionDrift } from '../../../shared/monitoring/drift.ts'
import { type Pair, shares } from '../drift/pair.ts'

/** Levels, or ranges of values, that a chart shows. */
const BARS = 24

/** Shares for a chart: the levels with most rows, or ranges of equal width over the middle 99 % of the reference. */
export function histogram(pair: Pair): DistributionDrift['histogram'] {
  return pair.kind === 'category' ? ofLevels(pair) : ofNumbers(pair)
}

function ofLevels(pair: Pair & { kind: 'category' }): DistributionDrift['histogram'] {
  const reference = shares(pair.reference)
  const current = shares(pair.current)
  const all = pair.levels.map((level, place) => ({ level, place }))
  const weight = (place: number) => Math.max(reference[place]!, current[place]!)
  // Hours and weekdays stand in their order, whatever their rows.
  const isOrdered = pair.levels.length <= BARS && pair.levels.every((level) => /^\d{1,2}$/.test(level))
  const shown = isOrdered
    ? all.sort((a, b) => Number(a.level) - Number(b.level))
    : all.sort((a, b) => weight(b.place) - weight(a.place)).slice(0, BARS)
  return {
    labels: shown.map(({ level }) => level),
    reference: shown.map(({ place }) => reference[place]!),
    current: shown.map(({ place }) => current[place]!),
  }
}

function ofNumbers({ values, ...counts }: Pair & { kind: 'number' }): DistributionDrift['histogram'] {
  const reference = shares(counts.reference)
  const current = shares(counts.current)
  if (values.length <= BARS) {
    return { labels: Array.from(values, label), reference: Array.from(reference), current: Array.from(current) }
  }
  const low = quantile(values, reference, 0.005)
  const high = quantile(values, reference, 0.995)
  const width = (high - low) / BARS
  const sides = [new Array<number>(BARS).fill(0), new Array<number>(BARS).fill(0)] as const
  for (let i = 0; i < values.length; i++) {
    const bar = Math.min(BARS - 1, Math.max(0, Math.floor((values[i]! - low) / width)))
    sides[0][bar]! += reference[i]!
    sides[1][bar]! += current[i]!
  }
  const labels = Array.from({ length: BARS }, (_, bar) => label(low + (bar + 0.5) * width))
  return { labels, reference: sides[0], current: sides[1] }
}

function label(value: number): string {
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}

function quantile(values: Float64Array, portions: Float64Array, share: number): number {
  let below = 0
  for (let i = 0; i < values.length; i++) {
    below += portions[i]!
    if (below >= share) return values[i]!
  }
  return values.at(-1)!
}
