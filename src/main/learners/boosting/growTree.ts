import type { BoostingParams } from '../../../shared/pipeline/learnerParams.ts'
import type { Bins } from '../trees/bins.ts'
import type { Kernels } from '../trees/kernels.ts'
import { type BoostingLayout, FEATURE_HISTOGRAM_BYTES } from './boostingLayout.ts'
import { type Leader, MAX_UNITS } from './crew.ts'
import { leafWeight } from './leafWeight.ts'
import { BEGIN, encodeRows, encodeScan, KEEP, type Owners, PART, type PlaceRule, usedBytes } from './phases.ts'

/** What the leader grows trees with. */
export interface Grower {
  memory: WebAssembly.Memory
  layout: BoostingLayout
  crew: Leader
  histogram: Kernels['histogram']
  bins: Bins[]
  /** By feature and bin: the threshold of the cut after that bin. */
  thresholds: Float32Array[]
  /** Monotone constraint by feature: -1, 0, 1. */
  directions: number[]
  params: BoostingParams
  /** Gradient and hessian that one quantum stands for. */
  gUnit: number
  hUnit: number
  owners: Owners
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

/** The last level of a tree, whose leaves are added to the margins when the next tree begins. */
export interface Finish {
  depth: number
  places: PlaceRule[]
}

interface LevelNode {
  id: number
  /** Sums of quantised gradients and hessians: whole numbers below 2^51. */
  g: number
  h: number
  /** Bounds of its weight under monotone constraints. */
  lower: number
  upper: number
  /** Whether it may be split: heavy enough for two children. */
  open: boolean
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

/** Families whose histograms are in memory at the same time. `nodes`: those that may be split; `builds`: those built from rows. */
interface Batch {
  families: Family[]
  nodes: LevelNode[]
  builds: LevelNode[]
}

/** Fewer pairs of node and feature than this are not worth telling others. */
const LEAST_SHARED_PAIRS = 48

/**
 * Grows one tree level by level: histograms over blocks of rows, then splits over nodes and features.
 * `last`: the tree before, which is finished on the way. `onBegun` is told once its margins are known, and may end it all.
 */
export function growTree(
  grower: Grower,
  tree: number,
  features: number[],
  last: Finish,
  onBegun: () => boolean,
): { tree: GrownTree; finish: Finish } | null {
  const { crew, params, owners, layout } = grower
  const grown: GrownTree = { feature: [], threshold: [], left: [], defaultLeft: [], value: [], gain: [], cover: [] }
  const root = addNode(grown, 0, 0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
  /** Nodes by place; leaves of earlier levels keep one. */
  let level = [root]
  let families: Family[] = [{ small: root, big: null, parentSlot: -1 }]
  let parted: PlaceRule[] = last.places
  for (let depth = 0; ; depth++) {
    const placeOf = new Map(level.map((node, place) => [node, place]))
    for (const [k, batch] of inBatches(grower, families, depth).entries()) {
      const moves = k > 0 ? KEEP : depth === 0 ? BEGIN : PART
      const builds = batch.builds.map((node) => ({ place: placeOf.get(node)!, slot: node.slot }))
      const places = moves === KEEP ? [] : parted
      const phase = encodeRows({ tree, depth, moves, finishedDepth: last.depth, owners, places, builds })
      const doers = crew.run(phase, layout.blocks)
      if (moves === PART) owners.order.set(doers.subarray(0, layout.blocks))
      if (moves === BEGIN) {
        owners.margins.set(doers.subarray(0, layout.blocks))
        owners.gradients.set(doers.subarray(0, layout.blocks))
        if (!onBegun()) return null
      }
      completeHistograms(grower, batch, features, new Set(doers.subarray(0, layout.blocks)))
      chooseSplits(grower, batch.nodes, features, grown)
    }
    parted = level.map((node) => ruleOf(node, grown))
    const parents = families.flatMap(({ small, big }) => (big === null ? [small] : [small, big])).filter(isSplit)
    families = parents.map(familyOf(grower)).filter(({ small, big }) => small.open || big?.open)
    if (depth + 1 === params.max_depth || families.length === 0)
      return { tree: grown, finish: { depth, places: parted } }
    level = level.flatMap((node) => (node.split === null ? [node] : [node.split.left, node.split.right]))
  }
}

function isSplit({ split }: LevelNode): boolean {
  return split !== null
}

function ruleOf({ id, split }: LevelNode, { value }: GrownTree): PlaceRule {
  if (split === null) return { feature: -1, bin: 0, defaultLeft: 0, value: value[id]!, leftValue: 0, rightValue: 0 }
  const { feature, bin, defaultLeft, left, right } = split
  return { feature, bin, defaultLeft, value: 0, leftValue: value[left.id]!, rightValue: value[right.id]! }
}

function addNode(tree: GrownTree, g: number, h: number, lower: number, upper: number): LevelNode {
  const id = tree.feature.push(-1) - 1
  tree.threshold.push(0)
  tree.left.push(0)
  tree.defaultLeft.push(0)
  tree.value.push(0)
  tree.gain.push(0)
  tree.cover.push(0)
  return { id, g, h, lower, upper, open: true, slot: -1, split: null }
}

/** The children of a node, the one with the smaller sum of hessians first: it tends to have fewer rows. */
const familyOf =
  ({ layout, params, hUnit }: Grower) =>
  ({ split, slot }: LevelNode): Family => {
    const { left, right } = split!
    // What is too light for any split needs no histogram; rounding must not make it so.
    for (const child of [left, right]) child.open = child.h * hUnit >= 2 * params.min_child_weight * (1 - 1e-9)
    const [small, big] = left.h <= right.h ? [left, right] : [right, left]
    return { small, big, parentSlot: slot < 2 * layout.kept ? slot : -1 }
  }

/** Gives each node of a level a place for its histogram, and groups families so that scratch and local histograms suffice. */
function inBatches({ layout }: Grower, families: Family[], depth: number): Batch[] {
  const batches: Batch[] = []
  let batch: Batch = { families: [], nodes: [], builds: [] }
  let kept = 0
  let scratch = 0
  for (const family of families) {
    const nodes = [family.small, family.big].filter((node) => node !== null).filter(({ open }) => open)
    const builds = family.parentSlot >= 0 ? [family.small] : nodes
    const held = family.parentSlot >= 0 && !family.small.open ? [family.small, ...nodes] : nodes
    if (batch.builds.length + builds.length > layout.batch) {
      batches.push(batch)
      batch = { families: [], nodes: [], builds: [] }
      scratch = 0
    }
    const keep = kept + held.length <= layout.kept
    for (const node of held) {
      node.slot = keep ? (depth & 1) * layout.kept + kept++ : 2 * layout.kept + scratch++
    }
    batch.families.push(family)
    batch.nodes.push(...nodes)
    batch.builds.push(...builds)
  }
  batches.push(batch)
  return batches
}

function slotAddress(layout: BoostingLayout, slot: number): number {
  return layout.slots + slot * layout.histogramBytes
}

/** Adds what helpers summed up to the leader's sums, then takes big siblings from their parents. */
function completeHistograms(
  { layout, histogram, bins }: Grower,
  batch: Batch,
  features: number[],
  doers: Set<number>,
): void {
  const widths = features.map((feature): [number, number] => [feature, usedBytes(bins[feature]!)])
  for (const [k, { slot }] of batch.builds.entries()) {
    for (const member of doers) {
      if (member === 0) continue
      const from = layout.members[member]!.locals + k * layout.histogramBytes
      for (const [feature, width] of widths) {
        const offset = feature * FEATURE_HISTOGRAM_BYTES
        histogram.merge(slotAddress(layout, slot) + offset, from + offset, width)
      }
    }
  }
  for (const { small, big, parentSlot } of batch.families) {
    if (big === null || parentSlot < 0 || !big.open) continue
    const [target, parent, sibling] = [big.slot, parentSlot, small.slot].map((slot) => slotAddress(layout, slot))
    for (const [feature, width] of widths) {
      const offset = feature * FEATURE_HISTOGRAM_BYTES
      histogram.subtract(target! + offset, parent! + offset, sibling! + offset, width)
    }
  }
}

/** Finds the best split of each node on each feature, and splits those that are worth it. */
function chooseSplits(grower: Grower, nodes: LevelNode[], features: number[], tree: GrownTree): void {
  const { crew, memory, layout } = grower
  const pairs = nodes.length * features.length
  const pairsAUnit = pairs < LEAST_SHARED_PAIRS ? pairs : Math.ceil(pairs / MAX_UNITS)
  const phase = encodeScan({ pairsAUnit, features, nodes })
  const doers = crew.run(phase, Math.ceil(pairs / pairsAUnit))
  const splits = layout.members.map((member) => new Float64Array(memory.buffer, member.splits, pairs * 8))
  /** The eight numbers of a pair's split. */
  const splitOf = (pair: number) => {
    return splits[doers[Math.floor(pair / pairsAUnit)]!]!.subarray(8 * pair, 8 * pair + 8)
  }
  for (const [k, node] of nodes.entries())
    chooseSplit(grower, node, (f) => splitOf(k * features.length + f), features, tree)
}

/** Splits a node on the feature of largest gain, if that is worth it; of equal gains the first feature wins. */
function chooseSplit(
  grower: Grower,
  node: LevelNode,
  splitOn: (feature: number) => Float64Array,
  features: number[],
  tree: GrownTree,
): void {
  const { params, gUnit, hUnit } = grower
  let best = splitOn(0)
  let feature = features[0]!
  for (const [k, candidate] of features.entries()) {
    const split = splitOn(k)
    // XGBoost compares gains as float32, and so finds the same ties.
    if (Math.fround(split[0]!) <= Math.fround(best[0]!)) continue
    best = split
    feature = candidate
  }
  const bestGain = Math.fround(best[0]!)
  node.g = best[5]!
  node.h = best[6]!
  setLeaf(grower, node, tree)
  if (!(bestGain > 1e-6) || bestGain < params.gamma) return

  const [bin, defaultLeft, leftG, leftH] = [best[1]!, best[2]!, best[3]!, best[4]!]
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
