import { binningScratchBytes } from '../trees/binning.ts'
import { createLayout } from '../trees/layout.ts'

const HISTOGRAM_BYTES = 65536 * 8
const BITMAP_BYTES = 65536 / 8 + 128
/** 2 log2(n) + 2 nodes of 16 bytes are enough. */
const STACK_BYTES = 2048

/** Addresses of what one job grows its trees with. */
export interface ForestScratch {
  entries: number
  spare: number
  counts: number
  histogram: number
  bitmap: number
  shuffle: number
  stack: number
  /** The nodes of the tree being grown, by field. */
  feature: number
  threshold: number
  left: number
  value: number
  cover: number
  gain: number
}

/** Where everything of one forest lies in the shared memory: addresses in bytes. */
export interface ForestLayout {
  bytes: number
  /** Two i32: the next feature to bin and the next tree to grow. */
  control: number
  codes: number
  labels: number
  /** u32; 0 where all weights are 1. */
  weights: number
  /** i32 a feature: number of its codes. */
  bins: number
  /** u32 a feature: address of its bins' smallest values (f32), followed by their largest. */
  edges: number
  edgeValues: number
  jobs: ForestScratch[]
  /** Scratch of each binning job; lies where its trees grow later. */
  binning: number[]
}

/** Plans the memory of a forest: codes, and about 60 bytes a row for each job. */
export function planForest(
  rows: number,
  features: number,
  jobs: number,
  weighted: boolean,
  wide: boolean,
): ForestLayout {
  const layout = createLayout()
  const edgeCount = features * 2 * (wide ? Math.min(rows + 1, 65536) : 257)
  const fixed = {
    control: layout.take(8),
    codes: layout.take(features * rows * (wide ? 2 : 1)),
    labels: layout.take(rows),
    weights: weighted ? layout.take(4 * rows) : 0,
    bins: layout.take(4 * features),
    edges: layout.take(4 * features),
    edgeValues: layout.take(4 * edgeCount),
  }
  const binningLayout = createLayout(layout.bytes)
  const binning = Array.from({ length: jobs }, () => binningLayout.take(binningScratchBytes(rows)))
  const growing = createLayout(layout.bytes)
  const nodes = 2 * rows
  const scratch = Array.from({ length: jobs }, () => ({
    entries: growing.take(8 * rows),
    spare: growing.take(8 * rows),
    counts: growing.take(rows),
    histogram: growing.take(HISTOGRAM_BYTES),
    bitmap: growing.take(BITMAP_BYTES),
    shuffle: growing.take(4 * features),
    stack: growing.take(STACK_BYTES),
    feature: growing.take(2 * nodes),
    threshold: growing.take(4 * nodes),
    left: growing.take(4 * nodes),
    value: growing.take(4 * nodes),
    cover: growing.take(4 * nodes),
    gain: growing.take(4 * nodes),
  }))
  return { ...fixed, jobs: scratch, binning, bytes: Math.max(growing.bytes, binningLayout.bytes) }
}
