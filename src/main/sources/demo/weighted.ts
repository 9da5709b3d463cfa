import type { Random } from '../../random.ts'

/** Draws positions of a list in proportion to their weights. */
export interface Weighted {
  /** Sum of the weights; nothing can be drawn where it is 0. */
  readonly total: number
  draw(random: Random): number
}

/** Cumulative weights and bisection: sums of a fixed order only, so that every machine draws the same. */
export function weighted(weights: ArrayLike<number>): Weighted {
  const cumulative = new Float64Array(weights.length)
  let total = 0
  for (let i = 0; i < weights.length; i++) {
    total += weights[i]!
    cumulative[i] = total
  }
  return {
    total,
    draw(random) {
      const aim = random.uniform() * total
      let low = 0
      let high = cumulative.length - 1
      while (low < high) {
        const middle = (low + high) >>> 1
        if (cumulative[middle]! > aim) high = middle
        else low = middle + 1
      }
      return low
    },
  }
}
