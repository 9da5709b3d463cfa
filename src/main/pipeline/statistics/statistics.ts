/** Sums run over the rows in their order on one thread: the same rows give the same bits, whatever the machine. */

export function mean(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum / values.length
}

/** Standard deviation with `ddof` degrees of freedom taken off: 1 as pandas, 0 as StandardScaler. In two passes. */
export function standardDeviation(values: Float64Array, ddof: 0 | 1): number {
  const centre = mean(values)
  let squares = 0
  for (let i = 0; i < values.length; i++) {
    const deviation = values[i]! - centre
    squares += deviation * deviation
  }
  return Math.sqrt(squares / (values.length - ddof))
}

/** Quantile of ascending values by linear interpolation, as numpy's and pandas' default. */
export function quantile(ascending: Float64Array, share: number): number {
  const place = (ascending.length - 1) * share
  const below = Math.floor(place)
  const low = ascending[below]!
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!
  return low + (high - low) * (place - below)
}
