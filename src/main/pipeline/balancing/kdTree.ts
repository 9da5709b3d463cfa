import { readFileSync } from 'node:fs'
import { built } from '../../appRoot.ts'
import type { SharedFloats } from '../../sharedFloats.ts'
import type { TaskContext, TaskResult } from '../../workers/tasks.ts'

/**
 * A KD-tree in one flat shared memory, which every worker searches in place by the WASM kernel `neighbours`. Points lie
 * in the order of the tree: a point's place is where it lies there.
 */
export interface KdTree {
  memory: WebAssembly.Memory
  /** Doubles a point, even. */
  width: number
  count: number
  /** Which of the members the tree was built from lies at each place. */
  members: Uint32Array<SharedArrayBuffer>
  /** Byte offsets into the memory. */
  offsets: Record<'points' | 'ranges' | 'right' | 'boxes' | 'free', number>
}

/** Most points in a leaf. */
const LEAF_POINTS = 16

interface Nodes {
  /** Of each node, its first place and the one after its last. */
  ranges: number[]
  /** Of each node, its right child; 0 in a leaf. The left child is the next node. */
  right: number[]
}

/**
 * Builds the tree of the rows `members` of `columns` (column-major, finite). `freeBytes` are left at `offsets.free` for
 * queries and results. The same input gives the same tree.
 */
export function buildKdTree(columns: SharedFloats[], members: Uint32Array, freeBytes: number): KdTree {
  const count = members.length
  const dimensions = columns.length
  const values = rowMajor(columns, members)
  const order = new Uint32Array(new SharedArrayBuffer(count * 4))
  for (let i = 0; i < count; i++) order[i] = i
  const nodes = split(values, dimensions, order)

  const width = dimensions + (dimensions % 2)
  const nodeCount = nodes.right.length
  const offsets = { points: 64, ranges: 0, right: 0, boxes: 0, free: 0 }
  offsets.boxes = aligned(offsets.points + count * width * 8)
  offsets.ranges = aligned(offsets.boxes + nodeCount * 2 * width * 8)
  offsets.right = aligned(offsets.ranges + nodeCount * 8)
  offsets.free = aligned(offsets.right + nodeCount * 4)
  const pages = Math.ceil((offsets.free + freeBytes) / 65_536)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })

  const points = new Float64Array(memory.buffer, offsets.points, count * width)
  for (let place = 0; place < count; place++) {
    const from = order[place]! * dimensions
    for (let d = 0; d < dimensions; d++) points[place * width + d] = values[from + d]!
  }
  new Int32Array(memory.buffer, offsets.ranges, nodeCount * 2).set(nodes.ranges)
  new Int32Array(memory.buffer, offsets.right, nodeCount).set(nodes.right)
  fillBoxes(new Float64Array(memory.buffer, offsets.boxes, nodeCount * 2 * width), nodes, points, width)
  return { memory, width, count, members: order, offsets }
}

/** `buildKdTree`, in a worker. */
export function buildKdTreeTask(
  input: { columns: SharedFloats[]; members: Uint32Array; freeBytes: number },
  _context: TaskContext,
): TaskResult<KdTree> {
  return { output: buildKdTree(input.columns, input.members, input.freeBytes) }
}

export interface NeighbourSearch {
  tree: KdTree
  k: number
  /** How many places are searched for. */
  count: number
  /** Byte offsets of the places (i32), of what is found (k i32 each) and its squared distances (k f64 each). */
  queries: number
  found: number
  distances: number
  /** Byte offset of `SEARCH_STACK_BYTES` that no other search uses. */
  stack: number
}

/** Both sides of a split hold at least an eighth, so 2³² points make a tree of at most (32 − 4) / log2(8/7) = 146 levels. */
export const SEARCH_STACK_BYTES = 160 * 16

/** Finds the k nearest points of those at the places given, the point itself left out. Writes into the tree's memory. */
export function searchKdTreeTask(search: NeighbourSearch, _context: TaskContext): TaskResult<null> {
  const { tree, k, count, queries, found, distances, stack } = search
  const { points, ranges, right, boxes } = tree.offsets
  kernel(tree.memory)(points, tree.width, ranges, right, boxes, queries, count, k, found, distances, stack)
  return { output: null }
}

type Nearest = (...offsetsAndCounts: number[]) => void
let compiled: WebAssembly.Module | undefined

function kernel(memory: WebAssembly.Memory): Nearest {
  compiled ??= new WebAssembly.Module(readFileSync(built('kernels', 'neighbours.wasm')))
  const { nearest } = new WebAssembly.Instance(compiled, { env: { memory } }).exports
  return nearest as Nearest
}

const aligned = (bytes: number) => Math.ceil(bytes / 64) * 64

function rowMajor(columns: SharedFloats[], members: Uint32Array): Float64Array {
  const dimensions = columns.length
  const values = new Float64Array(members.length * dimensions)
  for (const [d, column] of columns.entries()) {
    for (let i = 0; i < members.length; i++) values[i * dimensions + d] = column[members[i]!]!
  }
  return values
}

/** Orders the points so that each node's are together, and returns the nodes, a parent before its children. */
function split(values: Float64Array, dimensions: number, order: Uint32Array): Nodes {
  const nodes: Nodes = { ranges: [], right: [] }
  const keys = new Float64Array(order.length)
  // A pending range with the parent whose right child it is (-1: a left child or the root).
  const pending = [{ from: 0, to: order.length, parent: -1 }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { from, to, parent } = next
    const node = nodes.right.length
    if (parent >= 0) nodes.right[parent] = node
    nodes.ranges.push(from, to)
    nodes.right.push(0)
    if (to - from <= LEAF_POINTS) continue
    const d = widest(values, dimensions, order, from, to)
    for (let i = from; i < to; i++) keys[i] = values[order[i]! * dimensions + d]!
    const middle = cut(keys, order, from, to)
    pending.push({ from: middle, to, parent: node }, { from, to: middle, parent: -1 })
  }
  return nodes
}

/** The dimension in which the points of a range differ most. */
function widest(values: Float64Array, dimensions: number, order: Uint32Array, from: number, to: number): number {
  const low = new Float64Array(dimensions).fill(Number.POSITIVE_INFINITY)
  const high = new Float64Array(dimensions).fill(Number.NEGATIVE_INFINITY)
  for (let i = from; i < to; i++) {
    const row = order[i]! * dimensions
    for (let d = 0; d < dimensions; d++) {
      const value = values[row + d]!
      if (value < low[d]!) low[d] = value
      if (value > high[d]!) high[d] = value
    }
  }
  let best = 0
  for (let d = 1; d < dimensions; d++) if (high[d]! - low[d]! > high[best]! - low[best]!) best = d
  return best
}

/**
 * Orders keys (and what they are keys of) around their median and returns where to cut: at the end of the median's run
 * of equal keys that is nearer to the middle, so that equal keys stay together, unless a side got less than an eighth.
 */
function cut(keys: Float64Array, order: Uint32Array, from: number, to: number): number {
  const middle = (from + to) >> 1
  select(keys, order, middle, from, to - 1)
  const median = keys[middle]!
  let start = middle
  for (let i = middle - 1; i >= from; i--) if (keys[i]! === median) swap(keys, order, i, --start)
  let end = middle + 1
  for (let i = middle + 1; i < to; i++) if (keys[i]! === median) swap(keys, order, i, end++)
  const near = middle - start <= end - middle ? start : end
  const least = Math.max(1, (to - from) >> 3)
  return near - from >= least && to - near >= least ? near : middle
}

/** Hoare's quickselect: afterwards keys before `k` are at most, and those behind it at least, `keys[k]`. */
function select(keys: Float64Array, order: Uint32Array, k: number, from: number, to: number): void {
  let left = from
  let right = to
  while (left < right) {
    const pivot = medianOfThree(keys[left]!, keys[(left + right) >> 1]!, keys[right]!)
    let i = left
    let j = right
    while (i <= j) {
      while (keys[i]! < pivot) i++
      while (keys[j]! > pivot) j--
      if (i <= j) swap(keys, order, i++, j--)
    }
    if (k <= j) right = j
    else if (k >= i) left = i
    else return
  }
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}

function swap(keys: Float64Array, order: Uint32Array, i: number, j: number): void {
  const key = keys[i]!
  keys[i] = keys[j]!
  keys[j] = key
  const point = order[i]!
  order[i] = order[j]!
  order[j] = point
}

/** Writes each node's bounding box: for every pair of dimensions its two lows, then its two highs. */
function fillBoxes(boxes: Float64Array, nodes: Nodes, points: Float64Array, width: number): void {
  const size = 2 * width
  for (let node = nodes.right.length - 1; node >= 0; node--) {
    const right = nodes.right[node]!
    for (let d = 0; d < width; d++) {
      const low = (d >> 1) * 4 + (d & 1)
      const high = low + 2
      let least = Number.POSITIVE_INFINITY
      let most = Number.NEGATIVE_INFINITY
      if (right === 0) {
        for (let place = nodes.ranges[2 * node]!; place < nodes.ranges[2 * node + 1]!; place++) {
          const value = points[place * width + d]!
          if (value < least) least = value
          if (value > most) most = value
        }
      } else {
        least = Math.min(boxes[(node + 1) * size + low]!, boxes[right * size + low]!)
        most = Math.max(boxes[(node + 1) * size + high]!, boxes[right * size + high]!)
      }
      boxes[node * size + low] = least
      boxes[node * size + high] = most
    }
  }
}
