import type { TreeEnsemble } from '../model.ts'
import { type Kernels, kernel } from '../trees/kernels.ts'
import { createLayout } from '../trees/layout.ts'
import { BLOCK_ROWS, NODE_BYTES, packNodes, treeDepths, treeOffset } from './packNodes.ts'

const PAGE_BYTES = 65536
/** Nodes that are scored in one go: 1 MB, so that they stay in the cache while rows pass. One tree alone may be larger. */
const CHUNK_NODES = 65536
/** Rows that are scored in one go. */
const CHUNK_ROWS = 65536

/** This thread's memory for scoring; it grows to what is asked of it and stays. */
let scratch: { memory: WebAssembly.Memory; scoring: Kernels['scoring'] } | null = null

function scratchOf(bytes: number): { memory: WebAssembly.Memory; scoring: Kernels['scoring'] } {
  if (scratch === null) {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true })
    scratch = { memory, scoring: kernel('scoring', memory) }
  }
  const missing = Math.ceil((bytes - scratch.memory.buffer.byteLength) / PAGE_BYTES)
  if (missing > 0) scratch.memory.grow(missing)
  return scratch
}

/**
 * Writes the sum of the trees' leaf values, without the base, for rows first … end of `columns` to the same places of `out`.
 * Leaves are added in the order of the trees, in float64.
 */
export function sumTrees(
  model: TreeEnsemble,
  columns: Float64Array[],
  [first, end]: [number, number],
  out: Float64Array,
): void {
  const trees = model.treeStart.length
  const features = columns.length
  const chunks = treeChunks(model)
  const largest = Math.max(...chunks.map(([from, to]) => treeOffset(model, to) - treeOffset(model, from)))
  const layout = createLayout()
  const nodes = layout.take(largest * NODE_BYTES)
  const roots = layout.take(8 * trees)
  const most = BLOCK_ROWS * Math.ceil(Math.min(CHUNK_ROWS, end - first) / BLOCK_ROWS)
  const rows = layout.take(most * features * 4)
  const sums = layout.take(most * 8)
  const { memory, scoring } = scratchOf(layout.bytes)
  const rootList = new Uint32Array(memory.buffer, roots, 2 * trees)
  const depths = treeDepths(model)

  for (let from = first; from < end; from += CHUNK_ROWS) {
    const to = Math.min(end, from + CHUNK_ROWS)
    const blocks = Math.ceil((to - from) / BLOCK_ROWS)
    const values = new Float32Array(memory.buffer, rows, blocks * BLOCK_ROWS * features)
    const missing = fillBlocks(values, columns, from, to)
    const result = new Float64Array(memory.buffer, sums, to - from).fill(0)
    for (const [firstTree, endTree] of chunks) {
      const base = treeOffset(model, firstTree)
      const size = (treeOffset(model, endTree) - base) * 4
      packNodes(
        model,
        [firstTree, endTree],
        new Int32Array(memory.buffer, nodes, size),
        new Float32Array(memory.buffer, nodes, size),
      )
      for (let t = firstTree; t < endTree; t++) {
        rootList[2 * (t - firstTree)] = treeOffset(model, t) - base
        rootList[2 * (t - firstTree) + 1] = depths[t]!
      }
      const width = 4 * BLOCK_ROWS * features
      scoring.addTrees(nodes, roots, endTree - firstTree, rows, blocks, width, sums, missing ? 1 : 0)
    }
    out.set(result, from)
  }
}

/** Consecutive trees with at most CHUNK_NODES nodes together, or one larger tree. */
function treeChunks(model: TreeEnsemble): [first: number, end: number][] {
  const chunks: [number, number][] = []
  let first = 0
  for (let t = 1; t <= model.treeStart.length; t++) {
    const full = t < model.treeStart.length && treeOffset(model, t + 1) - treeOffset(model, first) > CHUNK_NODES
    if (!full && t < model.treeStart.length) continue
    chunks.push([first, t])
    first = t
  }
  return chunks
}

/**
 * Writes rows from … to as float32 in blocks, whose last may be filled up with what was there before; tells whether any
 * value is missing.
 */
function fillBlocks(out: Float32Array, columns: Float64Array[], from: number, to: number): boolean {
  const width = BLOCK_ROWS * columns.length
  let missing = false
  for (const [feature, column] of columns.entries()) {
    for (let first = from, block = feature * BLOCK_ROWS; first < to; first += BLOCK_ROWS, block += width) {
      const count = Math.min(BLOCK_ROWS, to - first)
      for (let row = 0; row < count; row++) {
        const value = column[first + row]!
        out[block + row] = value
        missing ||= Number.isNaN(value)
      }
    }
  }
  return missing
}
