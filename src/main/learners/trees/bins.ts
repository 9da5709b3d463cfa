/** The bins of one feature, in ascending order. */
export interface Bins {
  /** Smallest training value of each bin; a value x belongs to the last bin whose `low` is <= x. */
  low: Float32Array
  /** Largest training value of each bin. */
  high: Float32Array
  /** Whether the training column has missing values. */
  missing: boolean
}

/**
 * Cuts ascending values (no NaN) into at most `maxBins` bins.
 * Up to `maxBins` distinct values: a bin each. More: a value frequent enough to fill a bin ends one, with at most half a
 * bin of smaller values, and the others share the remaining bins by rank, with as equal numbers of rows as can be
 * (LightGBM's greedy quantiles).
 */
export function quantileBins(sorted: Float32Array, maxBins: number): Omit<Bins, 'missing'> {
  const distinct = new Float32Array(sorted.length)
  const counts = new Uint32Array(sorted.length)
  let size = 0
  for (let i = 0; i < sorted.length; size++) {
    const value = sorted[i]!
    const first = i
    while (i < sorted.length && sorted[i] === value) i++
    distinct[size] = value
    counts[size] = i - first
  }
  const starts = size <= maxBins ? null : greedyStarts(counts.subarray(0, size), sorted.length, maxBins)
  if (starts === null) return { low: distinct.slice(0, size), high: distinct.slice(0, size) }
  return {
    low: Float32Array.from(starts, (start) => distinct[start]!),
    high: Float32Array.from(starts, (_, k) => distinct[(starts[k + 1] ?? size) - 1]!),
  }
}

/** The index of the first distinct value of each bin. */
function greedyStarts(counts: Uint32Array, rows: number, maxBins: number): number[] {
  const frequent = new Uint8Array(counts.length)
  let restRows = rows
  let restBins = maxBins
  for (let found = true; found; ) {
    found = false
    const share = restRows / restBins
    for (let k = 0; k < counts.length; k++) {
      if (frequent[k] === 1 || counts[k]! < share) continue
      frequent[k] = 1
      restRows -= counts[k]!
      restBins--
      found = true
    }
  }
  const starts = [0]
  let inBin = 0
  let share = restRows / restBins
  for (let k = 0; k + 1 < counts.length && starts.length < maxBins; k++) {
    if (frequent[k] === 0) {
      restRows -= counts[k]!
      inBin += counts[k]!
    }
    const beforeFrequent = frequent[k + 1] === 1 && inBin >= Math.max(1, share / 2)
    if (frequent[k] === 0 && inBin < share && !beforeFrequent) continue
    starts.push(k + 1)
    inBin = 0
    if (frequent[k] === 1) continue
    restBins--
    share = restRows / Math.max(1, restBins)
  }
  return starts
}

/**
 * The thresholds of a boosted tree as XGBoost's hist has them: a row is in bins 0…b when its value is < threshold b.
 * The last one lies beyond all values: it parts what is present from what is missing.
 */
export function thresholds({ low, high }: Bins): Float32Array {
  const largest = high.at(-1) ?? 0
  return Float32Array.from(low, (_, bin) => low[bin + 1] ?? largest + (Math.abs(largest) + 1e-5))
}
