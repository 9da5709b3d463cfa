/**
 * Asymptotic confidence sequences: intervals of a mean that hold at all times at once, so that looking after every row
 * fools nobody. Gaussian mixture boundary of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit
 * theory and asymptotic confidence sequences", Annals of Statistics 52(6), 2024, theorem 2.2.
 */

/** Half the width of the interval of a mean after `rows` rows of standard deviation `sd`; `rho` says where it is tightest. */
export function halfWidth(rows: number, sd: number, alpha: number, rho: number): number {
  if (rows < 2) return Number.POSITIVE_INFINITY
  const spread = rows * rho * rho + 1
  return sd * Math.sqrt(((2 * spread) / (rows * rows * rho * rho)) * Math.log(Math.sqrt(spread) / alpha))
}

/** The `rho` for which the interval is tightest at `rows` rows (equation 10 of the paper's supplement). */
export function tightestAt(rows: number, alpha: number): number {
  const log = -2 * Math.log(alpha)
  return Math.sqrt((log + Math.log(log) + 1) / rows)
}

/** Of a standard normal: one in five lies above. The power that a contest is planned for is 80 %. */
const POWER_QUANTILE = 0.8416212335729143
const MOST_ROWS = 1e9

/**
 * Rows after which a true difference of `difference` is found in at least 80 % of contests, where a row's standard
 * deviation is `sd`: the half-width, tightest there, plus the 80 % quantile of the mean's error is no more than that.
 */
export function neededRows(difference: number, sd: number, alpha: number): number {
  const enough = (rows: number) =>
    halfWidth(rows, sd, alpha, tightestAt(rows, alpha)) + (POWER_QUANTILE * sd) / Math.sqrt(rows) <= difference
  let low = 2
  let high = 4
  while (!enough(high) && high < MOST_ROWS) {
    low = high
    high *= 2
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}
