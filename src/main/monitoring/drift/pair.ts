/**
 * What is compared: how often each value or level was seen, in the reference and in what is current. Counts are 0 or
 * more and need not be whole (a reference may be weighted by month).
 */
export type Pair =
  | { kind: 'category'; levels: readonly string[]; reference: Float64Array; current: Float64Array }
  /** `values` ascend, each once. */
  | { kind: 'number'; values: Float64Array; reference: Float64Array; current: Float64Array }

export type PairKind = Pair['kind']

/** Two samples of numbers as a pair: each distinct value with its counts. */
export function pairOfNumbers(reference: ArrayLike<number>, current: ArrayLike<number>): Pair {
  const values = Float64Array.from(new Set([...Array.from(reference), ...Array.from(current)])).sort()
  const places = new Map(Array.from(values, (value, place) => [value, place]))
  const count = (sample: ArrayLike<number>) => {
    const counts = new Float64Array(values.length)
    for (let i = 0; i < sample.length; i++) counts[places.get(sample[i]!)!]! += 1
    return counts
  }
  return { kind: 'number', values, reference: count(reference), current: count(current) }
}

export function total(counts: Float64Array): number {
  let sum = 0
  for (let i = 0; i < counts.length; i++) sum += counts[i]!
  return sum
}

/** Counts as shares that sum to 1. */
export function shares(counts: Float64Array): Float64Array {
  const all = total(counts)
  return counts.map((count) => count / all)
}

/** Bins of numbers for the statistics of categories. */
const BINS = 10

/**
 * The pair as counts of categories: levels as they are; numbers in ten bins of about equal count in the reference, by the
 * share of it that lies below them.
 */
export function binned(pair: Pair): { reference: Float64Array; current: Float64Array } {
  if (pair.kind === 'category') return pair
  const all = total(pair.reference)
  const reference = new Float64Array(BINS)
  const current = new Float64Array(BINS)
  let below = 0
  for (let i = 0; i < pair.values.length; i++) {
    const bin = Math.min(BINS - 1, Math.floor((below / all) * BINS + 1e-9))
    reference[bin]! += pair.reference[i]!
    current[bin]! += pair.current[i]!
    below += pair.reference[i]!
  }
  // A frequent value may fill several bins: those after it hold nothing in either.
  const isHeld = (_: number, bin: number) => reference[bin]! + current[bin]! > 0
  return { reference: reference.filter(isHeld), current: current.filter(isHeld) }
}
