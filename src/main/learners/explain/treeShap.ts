import type { TreeEnsemble } from '../model.ts'
import { treeOffset } from '../scoring/packNodes.ts'
import { kernel } from '../trees/kernels.ts'
import { allocate, createLayout } from '../trees/layout.ts'
import { gaussLegendre } from './gaussLegendre.ts'
import { leftShare, meansBelow } from './meansBelow.ts'

/** Of a packed node, and rows of a depth; see `src/kernels/treeShap.ts`. */
const NODE_BYTES = 32
const LEVEL_ROWS = 3
/** The feature from which on all share a bit that says nothing. */
const LAST_BIT = 31
/** Splits on a path, beyond which the kernel, which calls itself for each, may run out of stack. */
const MOST_DEPTH = 256

/**
 * Exact SHAP values of trees: how much each feature moves a row's output from the mean over the training rows, where rows
 * are sent down both sides of a split on an unknown feature in proportion to the covers (Lundberg and others, 2020).
 * Equal to XGBoost's `pred_contribs`.
 *
 * They are not summed over paths of sets, but integrated: the Shapley value of feature i is ∫₀¹ ∂f/∂xᵢ(t, …, t) dt of the
 * game's multilinear extension f (Owen, 1972). A leaf's part of f is a product of one factor o·t + z·(1 − t) for each
 * feature on its path, where o tells whether the row passes the feature's splits and z is the share of rows that pass
 * them. Without its own factor that is a polynomial in t whose degree is below the number of features on the path, which
 * Gauss-Legendre quadrature with half as many nodes integrates exactly. So a node costs a few operations,
 * where algorithm 2 of Lundberg takes the square of the depth.
 */
export interface TreeShap {
  /** Mean output: the margin for boosting, the probability for forests and trees. */
  expected: number
  /** Writes a row's SHAP values to `out`, one a feature; with `expected` they sum to the row's output. */
  explain(row: ArrayLike<number>, out: Float64Array): void
}

/** Prepares the SHAP values of a model: its trees as the kernel reads them, 32 bytes a node. */
export function createTreeShap(model: TreeEnsemble): TreeShap {
  const trees = model.treeStart.length
  const features = model.featureNames.length
  const quadrature = quadratureOf(model)
  const width = 8 * quadrature[0]!.length
  const layout = createLayout()
  const at = {
    nodes: layout.take(NODE_BYTES * model.feature.length),
    roots: layout.take(4 * trees),
    row: layout.take(4 * features),
    shares: layout.take(8 * features),
    flags: layout.take(features),
    quadrature: layout.take(quadrature.length * width),
    levels: layout.take((deepest(model) + 1) * LEVEL_ROWS * width),
    values: layout.take(8 * features),
  }
  const memory = allocate(layout.bytes)
  const { buffer } = memory
  const means = meansBelow(model)
  writeNodes(model, means, buffer, at.nodes)
  const starts = Array.from({ length: trees }, (_, t) => treeOffset(model, t))
  new Int32Array(buffer, at.roots, trees).set(starts)
  new Float64Array(buffer, at.shares, features).fill(1)
  new Float64Array(buffer, at.levels, width / 8).fill(1)
  for (const [k, values] of quadrature.entries()) new Float64Array(buffer, at.quadrature + k * width).set(values)
  const row = new Float32Array(buffer, at.row, features)
  const values = new Float64Array(buffer, at.values, features)
  const shap = kernel('treeShap', memory)
  const base = model.link === 'mean' ? 0 : model.base
  const scale = model.link === 'mean' ? 1 / trees : 1
  return {
    expected: base + scale * starts.reduce((sum, start) => sum + means[start]!, 0),
    explain(given, out) {
      row.set(given)
      values.fill(0)
      const { nodes, roots, shares, flags, levels } = at
      shap.explain(nodes, roots, trees, at.row, shares, flags, at.quadrature, width, levels, at.values)
      for (let k = 0; k < features; k++) out[k] = scale * values[k]!
    },
  }
}

/** Writes all nodes as the kernel reads them. */
function writeNodes(model: TreeEnsemble, means: Float64Array, buffer: ArrayBufferLike, at: number): void {
  const { feature, threshold, left, defaultLeft } = model
  const ints = new Int32Array(buffer, at, (feature.length * NODE_BYTES) / 4)
  const floats = new Float32Array(buffer, at, (feature.length * NODE_BYTES) / 4)
  const doubles = new Float64Array(buffer, at, (feature.length * NODE_BYTES) / 8)
  for (let t = 0; t < model.treeStart.length; t++) {
    const start = treeOffset(model, t)
    // Children come after their parents.
    for (let node = treeOffset(model, t + 1) - 1; node >= start; node--) {
      doubles[4 * node + 3] = means[node]!
      const own = feature[node]!
      if (own < 0) continue
      const child = start + left[node]!
      ints[8 * node] = child
      ints[8 * node + 1] = 2 * own + (defaultLeft[node] === 1 ? 0 : 1)
      floats[8 * node + 2] = threshold[node]!
      ints[8 * node + 3] = ints[8 * child + 3]! | ints[8 * child + 11]! | (1 << Math.min(own, LAST_BIT))
      doubles[4 * node + 2] = leftShare(model, node, child)
    }
  }
}

/**
 * Points t of the quadrature, 1 - t, weights, weights / (1 - t): an even number of them, as the kernel takes two at a time,
 * the last of which may have no weight.
 */
function quadratureOf(model: TreeEnsemble): Float64Array[] {
  const { points, weights } = gaussLegendre(pointsOf(model))
  const even = (values: Float64Array, last: number) =>
    values.length % 2 === 0 ? values : Float64Array.of(...values, last)
  const all = even(points, 0.5)
  const rests = all.map((t) => 1 - t)
  const weight = even(weights, 0)
  return [all, rests, weight, weight.map((w, k) => w / rests[k]!)]
}

/** Points that integrate exactly: half the number of features on the longest path. */
function pointsOf(model: TreeEnsemble): number {
  return Math.max(1, Math.ceil(Math.min(deepest(model), model.featureNames.length) / 2))
}

/** About how many steps the SHAP values of a row take at most: one a node and point. Infinity for trees that are too deep. */
export function shapSteps(model: TreeEnsemble): number {
  return deepest(model) > MOST_DEPTH ? Number.POSITIVE_INFINITY : model.feature.length * pointsOf(model)
}

/** Splits on the longest way down of all trees. */
function deepest(model: TreeEnsemble): number {
  let most = 0
  for (let t = 0; t < model.treeStart.length; t++) {
    most = Math.max(most, depthOf(model, treeOffset(model, t), treeOffset(model, t + 1)))
  }
  return most
}

/** Splits on the longest way down. Children come after their parents. */
function depthOf({ feature, left }: TreeEnsemble, start: number, end: number): number {
  const depths = new Uint16Array(end - start)
  let deepest = 0
  for (let node = 0; node < end - start; node++) {
    if (feature[start + node]! < 0) continue
    const below = depths[node]! + 1
    depths[left[start + node]!] = below
    depths[left[start + node]! + 1] = below
    deepest = Math.max(deepest, below)
  }
  return deepest
}
