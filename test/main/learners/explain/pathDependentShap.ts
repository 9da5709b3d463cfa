import type { TreeEnsemble } from '../../../../src/main/learners/model.ts'
import { treeOffset } from '../../../../src/main/learners/scoring/packNodes.ts'

/**
 * The SHAP values of a row by the path-dependent TreeSHAP as it is published (Lundberg and others, 2020, algorithm 2).
 *
 * A path is kept as parallel arrays, a segment a depth: feature, share of rows that pass when it is unknown (zero), and
 * when it is known (one), and the permutation weights.
 */
export function pathDependentShap(model: TreeEnsemble, row: ArrayLike<number>): Float64Array {
  const { feature, threshold, left, defaultLeft, value, cover } = model
  const trees = model.treeStart.length
  const scale = model.link === 'mean' ? 1 / trees : 1
  const starts = Array.from({ length: trees }, (_, t) => treeOffset(model, t))
  const depth = 2 + Math.max(...starts.map((start) => depthOf(model, start, 0)))
  // A segment of the recursion at depth d holds d + 1 entries, after those of all depths above it.
  const size = (depth * (depth + 1)) / 2 + depth
  const features = new Int32Array(size)
  const zeros = new Float64Array(size)
  const ones = new Float64Array(size)
  const weights = new Float64Array(size)
  const x = Float32Array.from(row)

  /** Adds a split to the path of `length` entries at `at`. */
  function extend(at: number, length: number, zero: number, one: number, split: number): void {
    features[at + length] = split
    zeros[at + length] = zero
    ones[at + length] = one
    weights[at + length] = length === 0 ? 1 : 0
    for (let i = length - 1; i >= 0; i--) {
      weights[at + i + 1]! += (one * weights[at + i]! * (i + 1)) / (length + 1)
      weights[at + i] = (zero * weights[at + i]! * (length - i)) / (length + 1)
    }
  }

  /** Takes entry k out of the path whose last entry is `last`. */
  function unwind(at: number, last: number, k: number): void {
    const one = ones[at + k]!
    const zero = zeros[at + k]!
    let next = weights[at + last]!
    for (let i = last - 1; i >= 0; i--) {
      if (one !== 0) {
        const before = weights[at + i]!
        weights[at + i] = (next * (last + 1)) / ((i + 1) * one)
        next = before - (weights[at + i]! * zero * (last - i)) / (last + 1)
      } else weights[at + i] = (weights[at + i]! * (last + 1)) / (zero * (last - i))
    }
    for (let i = k; i < last; i++) {
      features[at + i] = features[at + i + 1]!
      zeros[at + i] = zeros[at + i + 1]!
      ones[at + i] = ones[at + i + 1]!
    }
  }

  /** The sum of the path's weights without entry k. */
  function unwoundSum(at: number, last: number, k: number): number {
    const one = ones[at + k]!
    const zero = zeros[at + k]!
    let next = weights[at + last]!
    let sum = 0
    for (let i = last - 1; i >= 0; i--) {
      if (one !== 0) {
        const weight = (next * (last + 1)) / ((i + 1) * one)
        sum += weight
        next = weights[at + i]! - (weight * zero * (last - i)) / (last + 1)
      } else if (zero !== 0) sum += (weights[at + i]! * (last + 1)) / (zero * (last - i))
    }
    return sum
  }

  /** `length`: entries on the path above, which begins at `above`. */
  function walk(
    start: number,
    node: number,
    above: number,
    length: number,
    zero: number,
    one: number,
    split: number,
    out: Float64Array,
  ): void {
    const at = above + length
    features.copyWithin(at, above, at)
    zeros.copyWithin(at, above, at)
    ones.copyWithin(at, above, at)
    weights.copyWithin(at, above, at)
    extend(at, length, zero, one, split)
    let last = length
    const place = start + node
    const own = feature[place]!
    if (own < 0) {
      for (let k = 1; k <= last; k++) {
        const weight = unwoundSum(at, last, k)
        out[features[at + k]!]! += weight * (ones[at + k]! - zeros[at + k]!) * value[place]! * scale
      }
      return
    }
    const v = x[own]!
    const goesLeft = v < threshold[place]! || (defaultLeft[place] === 1 && !(v >= threshold[place]!))
    const hot = left[place]! + (goesLeft ? 0 : 1)
    const cold = left[place]! + (goesLeft ? 1 : 0)
    let zeroBefore = 1
    let oneBefore = 1
    for (let k = 1; k <= last; k++) {
      if (features[at + k] !== own) continue
      zeroBefore = zeros[at + k]!
      oneBefore = ones[at + k]!
      unwind(at, last, k)
      last--
      break
    }
    const all = cover[place]!
    const share = (child: number) => (all > 0 ? cover[start + child]! / all : 0.5)
    walk(start, hot, at, last + 1, share(hot) * zeroBefore, oneBefore, own, out)
    walk(start, cold, at, last + 1, share(cold) * zeroBefore, 0, own, out)
  }

  const out = new Float64Array(model.featureNames.length)
  for (const start of starts) walk(start, 0, 0, 0, 1, 1, -1, out)
  return out
}

/** Splits on the longest way down from a node. */
function depthOf(model: TreeEnsemble, start: number, node: number): number {
  if (model.feature[start + node]! < 0) return 0
  const child = model.left[start + node]!
  return 1 + Math.max(depthOf(model, start, child), depthOf(model, start, child + 1))
}
