import type { Task } from '../../workers/tasks.ts'
import type { TreeNodes } from '../trees/ensemble.ts'
import { kernel } from '../trees/kernels.ts'
import type { ForestLayout } from './forestLayout.ts'

export interface ForestInput {
  memory: WebAssembly.Memory
  layout: ForestLayout
  rows: number
  features: number
  wide: boolean
  trees: number
  bootstrap: boolean
  /** Features tried at each node. */
  maxFeatures: number
  maxDepth: number
  /** Least weight, in quanta, of a node that is split, and of a child. */
  minSplit: number
  minLeaf: number
  /** Weight of one quantum. */
  unit: number
  seed: number
  job: number
}

/** The arrays of a grown tree, each with a buffer of its own. */
export interface NumberedTree extends TreeNodes {
  tree: number
  feature: Int16Array<ArrayBuffer>
  threshold: Float32Array<ArrayBuffer>
  left: Int32Array<ArrayBuffer>
  value: Float32Array<ArrayBuffer>
  gain: Float32Array<ArrayBuffer>
  cover: Float32Array<ArrayBuffer>
}

/** Task: takes trees one by one and grows them, each from its own random numbers, until none is left. */
export const growForestTask: Task<ForestInput, NumberedTree[]> = (input, { progress }) => {
  const output = growTrees(input, progress)
  const buffers = output.flatMap(({ feature, threshold, left, value, gain, cover }) =>
    [feature, threshold, left, value, gain, cover].map((array) => array.buffer),
  )
  return { output, transfer: buffers }
}

/** Grows the trees that nobody has taken, until none is left. */
export function growTrees(input: ForestInput, progress: (share: number) => void): NumberedTree[] {
  const { memory, layout, rows, features } = input
  const forest = kernel('forest', memory)
  const turn = new Int32Array(memory.buffer, layout.control + 4, 1)
  const scratch = layout.jobs[input.job]!
  // Binning may have left something here.
  new Uint8Array(memory.buffer, scratch.histogram, scratch.shuffle - scratch.histogram).fill(0)
  const grow = input.wide ? forest.growWide : forest.growNarrow
  const output: NumberedTree[] = []
  for (let tree = Atomics.add(turn, 0, 1); tree < input.trees; tree = Atomics.add(turn, 0, 1)) {
    forest.seed(input.seed, tree)
    const { entries, counts } = scratch
    const drawn = forest.drawRows(entries, rows, layout.labels, layout.weights, input.bootstrap ? 1 : 0, counts)
    const nodes = grow(
      ...[layout.codes, rows, features, layout.bins, layout.edges, entries, drawn],
      ...[input.maxFeatures, input.maxDepth, input.minSplit, input.minLeaf, input.unit],
      ...[scratch.spare, scratch.histogram, scratch.bitmap, scratch.shuffle, scratch.stack],
      ...[scratch.feature, scratch.threshold, scratch.left, scratch.value, scratch.cover, scratch.gain],
    )
    const buffer = memory.buffer
    const grown = {
      tree,
      feature: new Int16Array(buffer, scratch.feature, nodes).slice(),
      threshold: new Float32Array(buffer, scratch.threshold, nodes).slice(),
      left: new Int32Array(buffer, scratch.left, nodes).slice(),
      value: new Float32Array(buffer, scratch.value, nodes).slice(),
      gain: new Float32Array(buffer, scratch.gain, nodes).slice(),
      cover: new Float32Array(buffer, scratch.cover, nodes).slice(),
    }
    output.push(grown)
    progress(Math.min(1, (tree + 1) / input.trees))
  }
  return output
}
