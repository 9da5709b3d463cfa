import type { Task } from '../../workers/tasks.ts'
import { type Bins, thresholds } from '../trees/bins.ts'
import { kernel } from '../trees/kernels.ts'
import type { BoostingLayout } from './boostingLayout.ts'
import { crewSize, joinCrew } from './crew.ts'
import { type BlockWork, type Grower, type GrownTree, growTree } from './growTree.ts'
import type { BoostingParams } from './params.ts'
import { hash, pickFeatures } from './random.ts'
import { blockRows, loadBlock, validationLoss } from './rows.ts'

export interface BoostingInput {
  memory: WebAssembly.Memory
  layout: BoostingLayout
  rows: number
  labels: Uint8Array<SharedArrayBuffer>
  weights: Float64Array<SharedArrayBuffer> | null
  /** Largest weight of a row, `scale_pos_weight` included. */
  largestWeight: number
  bins: Bins[]
  /** Monotone constraint by feature. */
  directions: number[]
  params: BoostingParams
  seed: number
  member: number
  members: number
}

const PROGRESS_MS = 100

/**
 * Task: trains the trees of one model, as one member of a crew on a shared memory whose codes are set.
 * Every member takes the same decisions; member 0 returns the trees, the others none.
 */
export const boostTreesTask: Task<BoostingInput, GrownTree[]> = (input, { progress }) => {
  const { memory, layout, params, member, members, seed } = input
  const crew = joinCrew(
    new Int32Array(memory.buffer, layout.control, crewSize(layout.blocks)),
    member,
    members,
    layout.blocks,
  )
  const gradients = kernel('gradients', memory)
  const partition = kernel('partition', memory)
  const { gScale, hScale } = quantisation(input.rows, input.largestWeight)
  const grower: Grower = {
    ...{ memory, layout, crew, params, bins: input.bins, directions: input.directions },
    kernels: { partition, histogram: kernel('histogram', memory), splits: kernel('splits', memory) },
    thresholds: input.bins.map(thresholds),
    constrained: input.directions.some((direction) => direction !== 0),
    gUnit: 1 / gScale,
    hUnit: 1 / hScale,
  }
  const ranges = new Int32Array(memory.buffer, layout.ranges[0], 2 * layout.blocks * layout.widest)
  const validation = params.early_stopping_rounds > 0 ? validationLoss(input) : null
  const share = params.subsample < 1 ? Math.floor(params.subsample * 2 ** 32) : 0xffffffff

  /** Ends the last tree on a block and sets up the next one there: one pass while the rows are in the cache. */
  const beginTree =
    (tree: number, finishLast: BlockWork): BlockWork =>
    (block) => {
      const [first, end] = blockRows(input, block)
      finishLast(block)
      validation?.measure(block, tree)
      gradients.logistic(
        ...[layout.margins, layout.labels, layout.weights, layout.gradients, first, end],
        ...[gScale, hScale, hash(seed, tree), share],
      )
      partition.identity(layout.order + 4 * first, first, end - first)
      const root = 2 * block * layout.widest
      ranges[root] = first
      ranges[root + 1] = end
    }

  const trees: GrownTree[] = []
  let best = { trees: 0, loss: Number.POSITIVE_INFINITY }
  const improves = (count: number, loss: number) => {
    if (loss < best.loss) best = { trees: count, loss }
    return count - best.trees < params.early_stopping_rounds
  }
  let finish: BlockWork = (block) => loadBlock(input, block)
  let reportedMs = 0
  for (let t = 0; t < params.n_estimators; t++) {
    const features = pickFeatures(input.bins.length, params.colsample_bytree, seed, t)
    const grown = growTree(grower, features, beginTree(t, finish))
    if (validation !== null && t > 0 && !improves(t, validation.mean(t))) break
    trees.push(grown.tree)
    finish = grown.finish
    if (member === 0 && performance.now() - reportedMs > PROGRESS_MS) {
      reportedMs = performance.now()
      progress((t + 1) / params.n_estimators)
    }
  }
  if (validation !== null && trees.length === params.n_estimators) {
    crew.eachBlock((block) => {
      finish(block)
      validation.measure(block, trees.length)
    })
    crew.barrier()
    improves(trees.length, validation.mean(trees.length))
  }
  if (member !== 0) return { output: [] }
  return { output: validation === null ? trees : trees.slice(0, best.trees || trees.length) }
}

/**
 * Factors that turn gradients and hessians into whole numbers of at most 30 bits, and their sums over all rows of at
 * most 53: about 1e-9 of the largest weight. Integers add up to the same sum in any order.
 */
function quantisation(rows: number, largestWeight: number): { gScale: number; hScale: number } {
  const bits = Math.min(30, 53 - Math.ceil(Math.log2(rows + 1)))
  const gScale = 2 ** (bits - Math.ceil(Math.log2(largestWeight)))
  return { gScale, hScale: 4 * gScale }
}
