import { type Kernels, kernel } from '../trees/kernels.ts'
import { FEATURE_HISTOGRAM_BYTES, SPLIT_BYTES } from './boostingLayout.ts'
import type { BoostingInput } from './boostTrees.ts'
import type { Work } from './crew.ts'
import { BEGIN, decodeRows, decodeScan, KEEP, ROWS, type RowsPhase, type ScanPhase, usedBytes } from './phases.ts'
import { hash, pickFeatures } from './random.ts'
import { blockRows, measureBlock } from './rows.ts'

export interface Quanta {
  gScale: number
  hScale: number
}

/** What a member of a crew does on one unit: a block of rows, or a few pairs of node and feature. It writes to its own memory only. */
export function memberWork(input: BoostingInput, member: number, kernels: BoostingKernels, quanta: Quanta): Work {
  const { layout, bins, params, seed } = input
  const own = layout.members[member]!
  const widths = bins.map(usedBytes)
  // What is summed up for other features of the tree's rows is not read.
  let picked = { tree: -1, features: [] as number[] }
  let rows: RowsPhase | null = null
  let scan: ScanPhase | null = null
  let targets: number[] = []

  return {
    start(phase) {
      if (phase[0] !== ROWS) {
        scan = decodeScan(phase)
        rows = null
        return
      }
      rows = decodeRows(phase)
      targets = rows.builds.map(({ slot }, k) => {
        return member === 0 ? layout.slots + slot * layout.histogramBytes : own.locals + k * layout.histogramBytes
      })
      if (rows.tree !== picked.tree) {
        picked = { tree: rows.tree, features: pickFeatures(bins.length, params.colsample_bytree, seed, rows.tree) }
      }
      for (const target of targets) {
        for (const feature of picked.features) {
          kernels.histogram.clear(target + feature * FEATURE_HISTOGRAM_BYTES, widths[feature]!)
        }
      }
    },
    unit(_, unit) {
      if (rows !== null) buildBlock(input, member, kernels, quanta, rows, targets, unit)
      else if (scan !== null) scanPairs(input, member, kernels, quanta, scan, unit)
    },
  }
}

export type BoostingKernels = Pick<Kernels, 'histogram' | 'partition' | 'splits' | 'gradients'>

/** This thread's kernels for boosting. */
export function boostingKernels(memory: WebAssembly.Memory): BoostingKernels {
  return {
    histogram: kernel('histogram', memory),
    partition: kernel('partition', memory),
    splits: kernel('splits', memory),
    gradients: kernel('gradients', memory),
  }
}

/** Where a block's rows of one depth lie: the numbers of all, and of each place the begin and end (pairs). */
interface Rows {
  order: number
  /** null at depth 0, where there is one place. */
  ranges: Int32Array | null
}

function rowsOf({ memory, layout }: BoostingInput, owner: number, depth: number, block: number): Rows {
  if (depth === 0) return { order: layout.identity, ranges: null }
  const { order, ranges } = layout.members[owner]!
  return {
    order: order[(depth & 1) as 0 | 1],
    ranges: new Int32Array(memory.buffer, ranges[(depth & 1) as 0 | 1] + 8 * block * layout.widest, 2 * layout.widest),
  }
}

function buildBlock(
  input: BoostingInput,
  member: number,
  kernels: BoostingKernels,
  quanta: Quanta,
  phase: RowsPhase,
  targets: number[],
  block: number,
): void {
  const { layout, bins } = input
  const { owners, depth, moves, builds } = phase
  const [first, end] = blockRows(input, block)
  const own = layout.members[member]!
  if (moves === BEGIN) beginTree(input, member, kernels, quanta, phase, block)
  else if (moves !== KEEP) partBlock(input, member, kernels, phase, block)
  const { order, ranges } = rowsOf(input, moves === KEEP ? owners.order[block]! : member, depth, block)
  const gradients = moves === BEGIN ? own.gradients : layout.members[owners.gradients[block]!]!.gradients
  for (const [k, { place }] of builds.entries()) {
    const from = ranges === null ? first : ranges[2 * place]!
    const count = (ranges === null ? end : ranges[2 * place + 1]!) - from
    if (count <= 0) continue
    kernels.histogram.accumulate(targets[k]!, layout.codes, bins.length, order + 4 * from, count, gradients)
  }
}

/** Adds the leaves of the tree before to the margins of a block and sets the gradients of the next. */
function beginTree(
  input: BoostingInput,
  member: number,
  kernels: BoostingKernels,
  { gScale, hScale }: Quanta,
  phase: RowsPhase,
  block: number,
): void {
  const { layout, params, seed, bins } = input
  const { owners, tree, places, finishedDepth } = phase
  const [first, end] = blockRows(input, block)
  const own = layout.members[member]!
  const from = layout.members[owners.margins[block]!]!.margins[((tree + 1) & 1) as 0 | 1]
  const margins = own.margins[(tree & 1) as 0 | 1]
  kernels.partition.copy(from + 4 * first, end - first, margins + 4 * first)
  const { order, ranges } = rowsOf(input, owners.order[block]!, finishedDepth, block)
  for (const [k, place] of places.entries()) {
    const at = ranges === null ? first : ranges[2 * k]!
    const count = (ranges === null ? end : ranges[2 * k + 1]!) - at
    if (count <= 0) continue
    if (place.feature < 0) kernels.partition.addLeaf(margins, order + 4 * at, count, place.value)
    else {
      kernels.partition.addLeaves(
        ...[margins, order + 4 * at, count, layout.codes + place.feature, bins.length],
        ...[place.bin, place.defaultLeft, place.leftValue, place.rightValue],
      )
    }
  }
  if (params.early_stopping_rounds > 0) measureBlock(input, member, block, margins)
  const share = params.subsample < 1 ? Math.floor(params.subsample * 2 ** 32) : 0xffffffff
  kernels.gradients.logistic(
    ...[margins, layout.labels, layout.weights, own.gradients, first, end],
    ...[gScale, hScale, hash(seed, tree), share],
  )
}

/** Parts the rows of a block among the children of the level before; leaves keep theirs. */
function partBlock(
  input: BoostingInput,
  member: number,
  kernels: BoostingKernels,
  phase: RowsPhase,
  block: number,
): void {
  const { layout, bins } = input
  const { owners, depth, places } = phase
  const [first, end] = blockRows(input, block)
  const from = rowsOf(input, owners.order[block]!, depth - 1, block)
  const to = rowsOf(input, member, depth, block)
  const next = to.ranges!
  let k = 0
  for (const [place, { feature, bin, defaultLeft }] of places.entries()) {
    const at = from.ranges === null ? first : from.ranges[2 * place]!
    const count = (from.ranges === null ? end : from.ranges[2 * place + 1]!) - at
    const source = from.order + 4 * at
    const target = to.order + 4 * at
    next[k++] = at
    if (feature >= 0) {
      const left =
        count <= 0
          ? 0
          : kernels.partition.partition(
              ...[source, count, layout.codes + feature, bins.length, bin, defaultLeft, target, layout.shuffles],
            )
      next[k++] = at + left
      next[k++] = at + left
    } else if (count > 0) kernels.partition.copy(source, count, target)
    next[k++] = at + count
  }
}

/** Finds the best splits of a unit's pairs of node and feature. */
function scanPairs(
  input: BoostingInput,
  member: number,
  kernels: BoostingKernels,
  { gScale, hScale }: Quanta,
  { nodes, features, pairsAUnit }: ScanPhase,
  unit: number,
): void {
  const { layout, bins, params, directions } = input
  const constrained = directions.some((direction) => direction !== 0) ? 1 : 0
  const end = Math.min((unit + 1) * pairsAUnit, nodes.length * features.length)
  for (let pair = unit * pairsAUnit; pair < end; pair++) {
    const { slot, lower, upper } = nodes[Math.floor(pair / features.length)]!
    const feature = features[pair % features.length]!
    const { low, missing } = bins[feature]!
    kernels.splits.bestSplit(
      layout.slots + slot * layout.histogramBytes + feature * FEATURE_HISTOGRAM_BYTES,
      ...[low.length, missing ? 1 : 0, layout.members[member]!.splits + pair * SPLIT_BYTES, 1 / gScale, 1 / hScale],
      ...[params.reg_lambda, params.reg_alpha, params.min_child_weight],
      ...[constrained, directions[feature]!, lower, upper],
    )
  }
}
