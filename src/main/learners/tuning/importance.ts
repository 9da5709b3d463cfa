import { createRandom, type Random } from '../../random.ts'

/** A box of the unit cube in which a tree's value is the same. */
interface Leaf {
  low: number[]
  high: number[]
  value: number
}

const TREES = 64
const MOST_DEPTH = 64
/** Share of the dimensions that a node may be split on, as in Hutter's own code. */
const TRIED = 5 / 6

/**
 * How much of the variance of a function each of its inputs explains alone, over the whole space: functional ANOVA
 * (Hutter, Hoos and Leyton-Brown, 2014) on a forest of regression trees, whose marginals are exact. The shares are of the
 * forest's own variance; what is missing to 1 is due to inputs acting together. All 0 where nothing varies.
 *
 * @param points rows × dimensions, each value 0-1
 */
export function functionalAnova(points: readonly number[][], values: readonly number[], seed: number): number[] {
  const dimensions = points[0]?.length ?? 0
  if (points.length === 0) return []
  const sums = new Array<number>(dimensions).fill(0)
  let counted = 0
  for (let tree = 0; tree < TREES; tree++) {
    const random = createRandom(seed, 'importance', tree)
    const rows = Array.from(points, () => random.below(points.length))
    const leaves = growTree(points, values, rows, random)
    const shares = varianceShares(leaves, dimensions)
    if (shares === undefined) continue
    counted += 1
    for (const [k, share] of shares.entries()) sums[k]! += share
  }
  return sums.map((sum) => (counted === 0 ? 0 : sum / counted))
}

/** Grows a tree to pure leaves, splitting on the best of some of the dimensions at each node, half-way between values. */
function growTree(points: readonly number[][], values: readonly number[], rows: number[], random: Random): Leaf[] {
  const dimensions = points[0]!.length
  const leaves: Leaf[] = []
  const open = [
    { rows, low: new Array<number>(dimensions).fill(0), high: new Array<number>(dimensions).fill(1), depth: 0 },
  ]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const { low, high, depth } = node
    const order = Array.from({ length: dimensions }, (_, k) => k)
    random.shuffle(order)
    const split = depth < MOST_DEPTH ? bestSplit(points, values, node.rows, order) : undefined
    if (split === undefined) {
      leaves.push({ low, high, value: node.rows.reduce((sum, row) => sum + values[row]!, 0) / node.rows.length })
      continue
    }
    const { dimension, cut } = split
    const isLeft = (row: number) => points[row]![dimension]! < cut
    open.push({ rows: node.rows.filter(isLeft), low, high: high.with(dimension, cut), depth: depth + 1 })
    open.push({ rows: node.rows.filter((row) => !isLeft(row)), low: low.with(dimension, cut), high, depth: depth + 1 })
  }
  return leaves
}

/** The cut with the least squared error within its sides, of the first dimensions of `order`, or of the first that has one. */
function bestSplit(
  points: readonly number[][],
  values: readonly number[],
  rows: readonly number[],
  order: readonly number[],
): { dimension: number; cut: number } | undefined {
  const tried = Math.max(1, Math.ceil(TRIED * order.length))
  let best: { dimension: number; cut: number; gain: number } | undefined
  const total = rows.reduce((sum, row) => sum + values[row]!, 0)
  for (const [place, dimension] of order.entries()) {
    if (place >= tried && best !== undefined) break
    const sorted = [...rows].sort((a, b) => points[a]![dimension]! - points[b]![dimension]! || a - b)
    let left = 0
    for (let k = 1; k < sorted.length; k++) {
      left += values[sorted[k - 1]!]!
      const [below, above] = [points[sorted[k - 1]!]![dimension]!, points[sorted[k]!]![dimension]!]
      if (below === above) continue
      const right = total - left
      const gain = left ** 2 / k + right ** 2 / (sorted.length - k) - total ** 2 / sorted.length
      if (gain > 1e-15 && gain > (best?.gain ?? 0)) best = { dimension, cut: (below + above) / 2, gain }
    }
  }
  return best
}

/** The share of the tree's variance over the unit cube that is due to each dimension alone; undefined where it is flat. */
function varianceShares(leaves: readonly Leaf[], dimensions: number): number[] | undefined {
  const volumeOf = ({ low, high }: Leaf) => low.reduce((volume, from, k) => volume * (high[k]! - from), 1)
  const volumes = leaves.map(volumeOf)
  const mean = leaves.reduce((sum, { value }, leaf) => sum + value * volumes[leaf]!, 0)
  const variance = leaves.reduce((sum, { value }, leaf) => sum + (value - mean) ** 2 * volumes[leaf]!, 0)
  if (!(variance > 0)) return undefined
  return Array.from({ length: dimensions }, (_, k) => {
    const cuts = [...new Set(leaves.flatMap(({ low, high }) => [low[k]!, high[k]!]))].sort((a, b) => a - b)
    let own = 0
    for (let i = 1; i < cuts.length; i++) {
      const [from, to] = [cuts[i - 1]!, cuts[i]!]
      // The mean over all other dimensions: of each leaf that covers this stretch, its share of the slice.
      let marginal = 0
      for (const [leaf, { low, high, value }] of leaves.entries()) {
        if (low[k]! <= from && high[k]! >= to) marginal += (value * volumes[leaf]!) / (high[k]! - low[k]!)
      }
      own += (marginal - mean) ** 2 * (to - from)
    }
    return own / variance
  })
}
