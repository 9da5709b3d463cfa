import { binningScratchBytes } from '../trees/binning.ts'
import { createLayout } from '../trees/layout.ts'
import { crewSize } from './crew.ts'
import type { BoostingParams } from './params.ts'

/** A histogram of one feature: 256 bins of two i64. */
export const FEATURE_HISTOGRAM_BYTES = 4096
/** A split as `bestSplit` writes it: eight f64. */
export const SPLIT_BYTES = 64

const KEPT_BYTES = 48 * 2 ** 20
const BATCH_BYTES = 8 * 2 ** 20
/** Few, so that a thread fills a histogram with many rows at once; enough that a thread on a busy core does not hold the others. */
const BLOCKS = 6
const LEAST_BLOCK_ROWS = 1024

/** Where everything of one training lies in the shared memory: addresses in bytes. */
export interface BoostingLayout {
  bytes: number
  blocks: number
  /** Rows of each block but the last; a multiple of 64. */
  blockRows: number
  /** Most nodes in a level that are looked at for a split. */
  widest: number
  /** Bytes of a node's histogram. */
  histogramBytes: number
  /** Histograms kept of each of two levels, for the subtraction in the next. */
  kept: number
  /** Histograms that a batch builds from rows. */
  batch: number
  control: number
  /** Four f64 a block: log loss and weight of its validation rows, after this tree and the one before. */
  losses: number
  /** Codes, row-major, u8. */
  codes: number
  /** u8. */
  labels: number
  /** f32; 0 where all weights are 1. */
  weights: number
  /** f32. */
  margins: number
  /** i32 pairs: quantised gradient and hessian. */
  gradients: number
  /** Row numbers (u32), those of a node next to each other within a block, and a spare copy. */
  order: number
  spare: number
  /** Two tables (this level, the next) of i32 pairs: begin and end of a node's rows, by block and place in the level. */
  ranges: [number, number]
  /** Histograms: `kept` of even levels, `kept` of odd ones, 2 `batch` that are not kept. */
  slots: number
  /** `batch` histograms of each member; none if it is alone. */
  locals: number
  /** Splits by node of the batch and feature. */
  splits: number
  /** Scratch of each member while it bins; lies where training works later. */
  binning: number[]
}

/** Plans the memory of a training: about 45 bytes a row and 60 MB for histograms, of which what is not needed is not touched. */
export function planBoosting(
  rows: number,
  features: number,
  members: number,
  weighted: boolean,
  { max_depth }: Pick<BoostingParams, 'max_depth'>,
): BoostingLayout {
  const layout = createLayout()
  const blockRows = Math.ceil(Math.max(rows / BLOCKS, LEAST_BLOCK_ROWS) / 64) * 64
  const blocks = Math.ceil(rows / blockRows)
  const widest = Math.min(2 ** (max_depth - 1), rows)
  const histogramBytes = features * FEATURE_HISTOGRAM_BYTES
  const kept = Math.min(widest, Math.floor(KEPT_BYTES / histogramBytes))
  const batch = Math.max(2, Math.min(widest, Math.floor(BATCH_BYTES / histogramBytes)))
  const control = layout.take(4 * crewSize(blocks))
  const losses = layout.take(32 * blocks)
  const codes = layout.take(rows * features)
  const labels = layout.take(rows)
  const weights = weighted ? layout.take(4 * rows) : 0
  const working = createLayout(layout.bytes)
  const scratch = createLayout(layout.bytes)
  const binning = Array.from({ length: members }, () => scratch.take(binningScratchBytes(rows)))
  const range = () => working.take(8 * blocks * widest)
  const areas = {
    margins: working.take(4 * rows),
    gradients: working.take(8 * rows),
    order: working.take(4 * rows),
    spare: working.take(4 * rows),
    ranges: [range(), range()] satisfies [number, number],
    slots: working.take(2 * (kept + batch) * histogramBytes),
    locals: working.take(members === 1 ? 0 : members * batch * histogramBytes),
    splits: working.take(2 * batch * features * SPLIT_BYTES),
  }
  const bytes = Math.max(working.bytes, scratch.bytes)
  return {
    ...{ bytes, blocks, blockRows, widest, histogramBytes, kept, batch },
    ...{ control, losses, codes, labels, weights, binning },
    ...areas,
  }
}
