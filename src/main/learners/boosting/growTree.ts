import type { Bins } from '../trees/bins.ts'
import type { Kernels } from '../trees/kernels.ts'
import { type BoostingLayout, FEATURE_HISTOGRAM_BYTES, SPLIT_BYTES } from './boostingLayout.ts'
import type { Crew } from './crew.ts'
import { leafWeight } from './leafWeight.ts'
import type { BoostingParams } from './params.ts'

/** What trees are grown with; equal on every member of the crew, but for its own kernels. */
export interface Grower {
  memory: WebAssembly.Memory
  layout: BoostingLayout
  crew: Crew
  kernels: Pick<Kernels, 'histogram' | 'partition' | 'splits'>
  bins: Bins[]
  /** By feature and bin: the threshold of the cut after that bin. */
  thresholds: Float32Array[]
  /** Monotone constraint by feature: -1, 0, 1. */
  directions: number[]
  constrained: boolean
  params: BoostingParams
  /** Gradient and hessian that one quantum stands for. */
  gUnit: number
  hUnit: number
}

/** A tree node by node; the root is node 0, a right child follows its left one. */
export interface GrownTree {
  feature: number[]
  threshold: number[]
  left: number[]
  defaultLeft: number[]
  value: number[]
  gain: number[]
  cover: number[]
}

/** Something to be done on the rows of a block. */
export type BlockWork = (block: number) => void

interface LevelNode {
  id: number
  /** Sums of quantised gradients and hessians: whole numbers below 2^53. */
  g: number
  h: number
  /** Bounds of its weight under monotone constraints. */
  lower: number
  upper: number
  /** Index of its histogram, or -1 where it is not kept. */
  slot: number
  split: { feature: number; bin: number; defaultLeft: number; left: LevelNode; right: LevelNode } | null
}

/** Siblings, or the root alone: `small` is built from its rows, `big` as parent minus small where the parent was kept. */
interface Family {
  small: LevelNode
  big: LevelNode | null
  parentSlot: number
}

/** Families whose histograms are in memory at the same time. `builds`: the nodes that are built from rows. */
interface Batch {
  families: Family[]
  nodes: LevelNode[]
  builds: LevelNode[]
}

/**
 * Grows one tree level by level, all members together: histograms over blocks of rows, then splits over features.
 * `begin` sets a block's gradients, its order, and its range of the root (table 0, place 0).
 * Returns the tree, and the work that adds its last leaves to the margins.
 */
export function growTree(grower: Grower, features: number[], begin: BlockWork): { tree: GrownTree; finish: BlockWork } {
  const { crew, params } = grower
  const tree: GrownTree = { feature: [], threshold: [], left: [], defaultLeft: [], value: [], gain: [], cover: [] }
  const root = addNode(tree, 0, 0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
  let level = [root]
  let families: Family[] = [{ small: root, big: null, parentSlot: -1 }]
  for (let depth = 0; ; depth++) {
    const places = new Map(level.map((node, place) => [node, place]))
    for (const [k, batch] of inBatches(grower, families, depth).entries()) {
      buildHistograms(grower, batch, depth, places, depth === 0 && k === 0 ? begin : null)
      crew.barrier()
      crew.eachUnit(batch.families.length * features.length, (unit) =>
        findSplits(grower, batch, Math.floor(unit / features.length), features[unit % features.length]!),
      )
      crew.barrier()
      for (const [place, node] of batch.nodes.entries()) chooseSplit(grower, node, place, features, tree)
    }
    const last = depth + 1 === params.max_depth
    const move = rowMover(grower, level, depth, last, tree)
    const parents = level.filter((node) => node.split !== null)
    if (last || parents.length === 0) return { tree, finish: move }
    crew.eachBlock(move)
    crew.barrier()
    families = parents.flatMap((node, k) => familyOf(grower, node, k, depth + 1))
    level = parents.flatMap(({ split }) => (split === null ? [] : [split.left, split.right]))
  }
}

function addNode(tree: GrownTree, g: number, h: number, lower: number, upper: number): LevelNode {
  const id = tree.feature.push(-1) - 1
  tree.threshold.push(0)
  tree.left.push(0)
  tree.defaultLeft.push(0)
  tree.value.push(0)
  tree.gain.push(0)
  tree.cover.push(0)
  return { id, g, h, lower, upper, slot: -1, split: null }
}

/** The children of the k-th node that was split, the one with fewer rows first. */
function familyOf({ memory, layout }: Grower, { split, slot }: LevelNode, k: number, depth: number): Family[] {
  if (split === null) return []
  const ranges = new Int32Array(memory.buffer, layout.ranges[depth & 1], 2 * layout.blocks * layout.widest)
  let more = 0
  for (let block = 0; block < layout.blocks; block++) {
    const at = 2 * (block * layout.widest + 2 * k)
    more += ranges[at + 1]! - ranges[at]! - (ranges[at + 3]! - ranges[at + 2]!)
  }
  const [small, big] = more <= 0 ? [split.left, split.right] : [split.right, split.left]
  return [{ small, big, parentSlot: slot < 2 * layout.kept ? slot : -1 }]
}

/** Gives each node of a level a place for its histogram, and groups families so that scratch and local histograms suffice. */
function inBatches({ layout }: Grower, families: Family[], depth: number): Batch[] {
  const batches: Batch[] = []
  let batch: Batch = { families: [], nodes: [], builds: [] }
  let kept = 0
  let scratch = 0
  for (const family of families) {
    const nodes = family.big === null ? [family.small] : [family.small, family.big]
    const builds = family.parentSlot >= 0 ? [family.small] : nodes
    if (batch.builds.length + builds.length > layout.batch) {
      batches.push(batch)
      batch = { families: [], nodes: [], builds: [] }
      scratch = 0
    }
    const keep = kept + nodes.length <= layout.kept
    for (const node of nodes) {
      node.slot = keep ? (depth & 1) * layout.kept + kept++ : 2 * layout.kept + scratch++
    }
    batch.families.push(family)
    batch.nodes.push(...nodes)
    batch.builds.push(...builds)
  }
  batches.push(batch)
  return batches
}

/** Where this member adds up a node that is built from rows: alone in its final place, else in its own copy. */
function buildAddress({ layout, crew }: Grower, batch: Batch, k: number): number {
  if (crew.members === 1) return slotAddress(layout, batch.builds[k]!.slot)
  return layout.locals + (crew.member * layout.batch + k) * layout.histogramBytes
}

function slotAddress(layout: BoostingLayout, slot: number): number {
  return layout.slots + slot * layout.histogramBytes
}

function buildHistograms(
  grower: Grower,
  batch: Batch,
  depth: number,
  places: Map<LevelNode, number>,
  begin: BlockWork | null,
): void {
  const { memory, layout, crew, kernels } = grower
  const featureCount = grower.bins.length
  const ranges = new Int32Array(memory.buffer, layout.ranges[depth & 1], 2 * layout.blocks * layout.widest)
  const targets = batch.builds.map((_, k) => buildAddress(grower, batch, k))
  for (const target of targets) new Uint8Array(memory.buffer, target, layout.histogramBytes).fill(0)
  crew.eachBlock((block) => {
    begin?.(block)
    for (const [k, node] of batch.builds.entries()) {
      const at = 2 * (block * layout.widest + places.get(node)!)
      const first = ranges[at]!
      const count = ranges[at + 1]! - first
      if (count === 0) continue
      const order = layout.order + 4 * first
      kernels.histogram.accumulate(targets[k]!, layout.codes, featureCount, order, count, layout.gradients)
    }
  })
}

/** Completes the histograms of a family on one feature and finds their best splits on it. */
function findSplits(grower: Grower, batch: Batch, familyIndex: number, feature: number): void {
  const { layout, crew, kernels } = grower
  const { small, big, parentSlot } = batch.families[familyIndex]!
  const offset = feature * FEATURE_HISTOGRAM_BYTES
  for (const node of big === null ? [small] : [small, big]) {
    const target = slotAddress(layout, node.slot) + offset
    if (node === big && parentSlot >= 0) {
      kernels.histogram.subtract(
        target,
        slotAddress(layout, parentSlot) + offset,
        slotAddress(layout, small.slot) + offset,
      )
    } else if (crew.members > 1) {
      const local = layout.locals + batch.builds.indexOf(node) * layout.histogramBytes + offset
      kernels.histogram.merge(target, local, crew.members, layout.batch * layout.histogramBytes)
    }
    scan(grower, node, batch.nodes.indexOf(node), feature, target)
  }
}

function scan(grower: Grower, node: LevelNode, place: number, feature: number, histogram: number): void {
  const { bins, params, layout, kernels, directions, constrained, gUnit, hUnit } = grower
  const { low, missing } = bins[feature]!
  const out = layout.splits + (place * bins.length + feature) * SPLIT_BYTES
  const { reg_lambda, reg_alpha, min_child_weight } = params
  kernels.splits.bestSplit(
    ...[histogram, low.length, missing ? 1 : 0, out, gUnit, hUnit, reg_lambda, reg_alpha, min_child_weight],
    ...[constrained ? 1 : 0, directions[feature]!, node.lower, node.upper],
  )
}

/** Splits a node on the feature of largest gain, if that is worth it; of equal gains the first feature wins. */
function chooseSplit(grower: Grower, node: LevelNode, place: number, features: number[], tree: GrownTree): void {
  const { memory, layout, bins, params, gUnit, hUnit } = grower
  const splits = new Float64Array(memory.buffer, layout.splits, 2 * layout.batch * bins.length * 8)
  let best = -1
  let bestGain = Number.NEGATIVE_INFINITY
  for (const feature of features) {
    const at = (place * bins.length + feature) * 8
    // XGBoost compares gains as float32, and so finds the same ties.
    const gain = Math.fround(splits[at]!)
    if (gain > bestGain) {
      bestGain = gain
      best = at
    }
  }
  const first = (place * bins.length + features[0]!) * 8
  node.g = splits[first + 5]!
  node.h = splits[first + 6]!
  setLeaf(grower, node, tree)
  if (!(bestGain > 1e-6) || bestGain < params.gamma) return

  const feature = best / 8 - place * bins.length
  const bin = splits[best + 1]!
  const defaultLeft = splits[best + 2]!
  const [leftG, leftH] = [splits[best + 3]!, splits[best + 4]!]
  const [rightG, rightH] = [node.g - leftG, node.h - leftH]
  const bounds = childBounds(grower, node, feature, [leftG * gUnit, leftH * hUnit], [rightG * gUnit, rightH * hUnit])
  const left = addNode(tree, leftG, leftH, ...bounds[0])
  const right = addNode(tree, rightG, rightH, ...bounds[1])
  setLeaf(grower, left, tree)
  setLeaf(grower, right, tree)
  node.split = { feature, bin, defaultLeft, left, right }
  tree.feature[node.id] = feature
  tree.threshold[node.id] = grower.thresholds[feature]![bin]!
  tree.left[node.id] = left.id
  tree.defaultLeft[node.id] = defaultLeft
  tree.value[node.id] = 0
  tree.gain[node.id] = bestGain
}

/** Sets a node's value and cover as if it were a leaf. */
function setLeaf({ params, gUnit, hUnit }: Grower, node: LevelNode, tree: GrownTree): void {
  const weight = leafWeight(node.g * gUnit, node.h * hUnit, params, node.lower, node.upper)
  tree.value[node.id] = Math.fround(Math.fround(weight) * Math.fround(params.learning_rate))
  tree.cover[node.id] = node.h * hUnit
}

type Bounds = [lower: number, upper: number]
type Sums = [g: number, h: number]

/** Below a split on a constrained feature both sides stay on their side of the middle of the two weights. */
function childBounds(grower: Grower, node: LevelNode, feature: number, left: Sums, right: Sums): [Bounds, Bounds] {
  const { lower, upper } = node
  const direction = grower.directions[feature]!
  if (direction === 0)
    return [
      [lower, upper],
      [lower, upper],
    ]
  const weightOf = (sums: Sums) => leafWeight(...sums, grower.params, lower, upper)
  const middle = (weightOf(left) + weightOf(right)) / 2
  return direction > 0
    ? [
        [lower, middle],
        [middle, upper],
      ]
    : [
        [middle, upper],
        [lower, middle],
      ]
}

/** Adds the leaves of a level to the margins of their rows and parts the rows of the nodes that were split. */
function rowMover(grower: Grower, level: LevelNode[], depth: number, last: boolean, tree: GrownTree): BlockWork {
  const { memory, layout, kernels, bins } = grower
  const size = 2 * layout.blocks * layout.widest
  const ranges = new Int32Array(memory.buffer, layout.ranges[depth & 1], size)
  const next = new Int32Array(memory.buffer, layout.ranges[(depth + 1) & 1], size)
  return (block) => {
    const start = 2 * block * layout.widest
    let to = start
    for (let place = 0; place < level.length; place++) {
      const { id, split } = level[place]!
      const first = ranges[start + 2 * place]!
      const count = ranges[start + 2 * place + 1]! - first
      const order = layout.order + 4 * first
      if (split === null) {
        kernels.partition.addLeaf(layout.margins, order, count, tree.value[id]!)
        continue
      }
      const rule = [layout.codes + split.feature, bins.length, split.bin, split.defaultLeft] as const
      if (last) {
        const [left, right] = [tree.value[split.left.id]!, tree.value[split.right.id]!]
        kernels.partition.addLeaves(layout.margins, order, count, ...rule, left, right)
        continue
      }
      const goLeft = kernels.partition.partition(order, count, ...rule, layout.spare + 4 * first)
      next[to++] = first
      next[to++] = first + goLeft
      next[to++] = first + goLeft
      next[to++] = first + count
    }
  }
}
