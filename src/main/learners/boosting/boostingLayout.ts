import type { BoostingParams } from '../../../shared/pipeline/learnerParams.ts'
import { binningScratchBytes } from '../trees/binning.ts'
import { createLayout } from '../trees/layout.ts'
import { controlWords, MAX_UNITS } from './crew.ts'

/** A histogram of one feature: 256 bins of two i64. */
export const FEATURE_HISTOGRAM_BYTES = 4096
/** A split as `bestSplit` writes it: eight f64. */
export const SPLIT_BYTES = 64

const KEPT_BYTES = 48 * 2 ** 20
const BATCH_BYTES = 8 * 2 ** 20
/** Large, so that a thread fills a histogram with many rows at once; small enough that threads end a phase together. */
const BLOCK_ROWS = 32_768
const LEAST_BLOCKS = 6
const LEAST_BLOCK_ROWS = 1024

/** What one member writes while it does its units, by address. Nobody else writes there. */
export interface MemberLayout {
  /** f32 margins of two trees by turns. */
  margins: [number, number]
  /** i32 pairs a row: quantised gradient and hessian. */
  gradients: number
  /** Row numbers (u32) of two levels by turns, those of a node next to each other within a block. */
  order: [number, number]
  /** i32 pairs of two levels by turns: begin and end of a node's rows, by block and place in the level. */
  ranges: [number, number]
  /** `batch` histograms; none of the leader, who fills their final places. */
  locals: number
  /** Splits by place among those that are looked for, and feature. */
  splits: number
  /** Two f64 a block: log loss and weight of its validation rows. */
  losses: number
}

/** Where everything of one training lies in the shared memory: addresses in bytes. */
export interface BoostingLayout {
  bytes: number
  blocks: number
  /** Rows of each block but the last; a multiple of 64. */
  blockRows: number
  /** Most nodes in a level. */
  widest: number
  /** Bytes of a node's histogram. */
  histogramBytes: number
  /** Histograms kept of each of two levels, for the subtraction in the next. */
  kept: number
  /** Histograms that a batch builds from rows. */
  batch: number
  /** The crew's words, and its phase of at most `phaseWords` words. */
  control: number
  phase: number
  phaseWords: number
  /** Codes, row-major, u8. */
  codes: number
  /** u8. */
  labels: number
  /** f32; 0 where all weights are 1. */
  weights: number
  /** The row numbers in their order (u32). */
  identity: number
  /** The shuffles that the partition kernel reads: 256 bytes. */
  shuffles: number
  /** Histograms: `kept` of even levels, `kept` of odd ones, 2 `batch` that are not kept. */
  slots: number
  members: MemberLayout[]
  /** Scratch of each member while it bins; lies where training works later. */
  binning: number[]
}

/** Plans the memory of a training: about 14 bytes a row, 24 a row and member, and 60 MB of histograms; what is not touched costs nothing. */
export function planBoosting(
  rows: number,
  features: number,
  members: number,
  weighted: boolean,
  { max_depth }: Pick<BoostingParams, 'max_depth'>,
): BoostingLayout {
  const layout = createLayout()
  const wanted = Math.max(LEAST_BLOCKS, Math.min(MAX_UNITS, Math.ceil(rows / BLOCK_ROWS)))
  const blockRows = Math.ceil(Math.max(rows / wanted, LEAST_BLOCK_ROWS) / 64) * 64
  const blocks = Math.ceil(rows / blockRows)
  const widest = Math.min(2 ** (max_depth - 1), rows)
  const histogramBytes = features * FEATURE_HISTOGRAM_BYTES
  const kept = Math.min(widest, Math.floor(KEPT_BYTES / histogramBytes))
  const batch = Math.max(2, Math.min(widest, Math.floor(BATCH_BYTES / histogramBytes)))
  const phaseWords = 64 + 3 * blocks + 6 * widest + 12 * batch + features
  const control = layout.take(4 * controlWords(members))
  const phase = layout.take(4 * phaseWords)
  const codes = layout.take(rows * features)
  const labels = layout.take(rows)
  const weights = weighted ? layout.take(4 * rows) : 0
  const working = createLayout(layout.bytes)
  const scratch = createLayout(layout.bytes)
  const binning = Array.from({ length: members }, () => scratch.take(binningScratchBytes(rows)))
  const twice = (bytes: number): [number, number] => [working.take(bytes), working.take(bytes)]
  const areas = {
    identity: working.take(4 * rows),
    shuffles: working.take(256),
    slots: working.take(2 * (kept + batch) * histogramBytes),
    members: Array.from({ length: members }, (_, member) => ({
      margins: twice(4 * rows),
      gradients: working.take(8 * rows),
      order: twice(4 * rows),
      ranges: twice(8 * blocks * widest),
      locals: working.take(member === 0 ? 0 : batch * histogramBytes),
      splits: working.take(2 * batch * features * SPLIT_BYTES),
      losses: working.take(16 * blocks),
    })),
  }
  const bytes = Math.max(working.bytes, scratch.bytes)
  return {
    ...{ bytes, blocks, blockRows, widest, histogramBytes, kept, batch },
    ...{ control, phase, phaseWords, codes, labels, weights, binning },
    ...areas,
  }
}
