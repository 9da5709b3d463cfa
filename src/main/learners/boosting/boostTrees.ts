import type { BoostingParams } from '../../../shared/pipeline/learnerParams.ts'
import type { Task } from '../../workers/tasks.ts'
import { type Bins, thresholds } from '../trees/bins.ts'
import type { BoostingLayout } from './boostingLayout.ts'
import { controlWords, helpCrew, type Leader, leadCrew } from './crew.ts'
import { type Finish, type Grower, type GrownTree, growTree } from './growTree.ts'
import { type BoostingKernels, boostingKernels, memberWork, type Quanta } from './memberWork.ts'
import { BEGIN, encodeRows } from './phases.ts'
import { pickFeatures } from './random.ts'
import { loadRows, meanLoss } from './rows.ts'

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
 * Task: trains the trees of one model on a shared memory whose codes are set. Member 0 leads and returns the trees; the
 * others help where they can, and return none.
 */
export const boostTreesTask: Task<BoostingInput, GrownTree[]> = (input, { progress }) => {
  const { memory, layout, member } = input
  const quanta = quantisation(input.rows, input.largestWeight)
  const kernels = boostingKernels(memory)
  const work = memberWork(input, member, kernels, quanta)
  const meeting = {
    control: new Int32Array(memory.buffer, layout.control, controlWords(input.members)),
    phase: new Int32Array(memory.buffer, layout.phase, layout.phaseWords),
  }
  if (member !== 0) {
    helpCrew(meeting, member, work)
    return { output: [] }
  }
  const crew = leadCrew(meeting, input.members, work)
  let reportedMs = 0
  const onTree = (trees: readonly GrownTree[]) => {
    if (performance.now() - reportedMs > PROGRESS_MS) {
      reportedMs = performance.now()
      progress(trees.length / input.params.n_estimators)
    }
    return true
  }
  try {
    return { output: boost(input, crew, kernels, quanta, onTree) }
  } finally {
    crew.stop()
  }
}

/** All trees of one model on one thread, whose memory's codes are set. `onTree` is told of each, and may end it all. */
export function boostAlone(input: BoostingInput, onTree: (trees: readonly GrownTree[]) => boolean): GrownTree[] {
  const { memory, layout } = input
  const quanta = quantisation(input.rows, input.largestWeight)
  const kernels = boostingKernels(memory)
  const meeting = {
    control: new Int32Array(memory.buffer, layout.control, controlWords(1)),
    phase: new Int32Array(memory.buffer, layout.phase, layout.phaseWords),
  }
  return boost(input, leadCrew(meeting, 1, memberWork(input, 0, kernels, quanta)), kernels, quanta, onTree)
}

/** The leader's part: decides what is grown. */
function boost(
  input: BoostingInput,
  crew: Leader,
  kernels: BoostingKernels,
  { gScale, hScale }: Quanta,
  onTree: (trees: readonly GrownTree[]) => boolean,
): GrownTree[] {
  const { memory, layout, params, seed } = input
  const owners = {
    order: new Uint8Array(layout.blocks),
    margins: new Uint8Array(layout.blocks),
    gradients: new Uint8Array(layout.blocks),
  }
  const grower: Grower = {
    ...{ memory, layout, crew, params, owners, bins: input.bins, directions: input.directions },
    histogram: kernels.histogram,
    thresholds: input.bins.map(thresholds),
    gUnit: 1 / gScale,
    hUnit: 1 / hScale,
  }
  loadRows(input)
  kernels.partition.writeShuffles(layout.shuffles)
  const stopsEarly = params.early_stopping_rounds > 0
  const trees: GrownTree[] = []
  let best = { trees: 0, loss: Number.POSITIVE_INFINITY }
  /** Whether the trees so far, of which the last is now part of the margins, are worth going on with. */
  const goesOn = () => {
    const count = trees.length
    if (!stopsEarly || count === 0) return true
    const loss = meanLoss(input, owners.margins)
    if (loss < best.loss) best = { trees: count, loss }
    return count - best.trees < params.early_stopping_rounds
  }
  let finish: Finish = { depth: 0, places: [] }
  for (let t = 0; t < params.n_estimators; t++) {
    const features = pickFeatures(input.bins.length, params.colsample_bytree, seed, t)
    const grown = growTree(grower, t, features, finish, goesOn)
    if (grown === null) break
    trees.push(grown.tree)
    finish = grown.finish
    if (!onTree(trees)) return trees
  }
  if (!stopsEarly) return trees
  if (trees.length === params.n_estimators) {
    const phase = { tree: trees.length, depth: 0, moves: BEGIN, finishedDepth: finish.depth, owners, builds: [] }
    owners.margins.set(
      crew.run(encodeRows({ ...phase, places: finish.places }), layout.blocks).subarray(0, layout.blocks),
    )
    goesOn()
  }
  return trees.slice(0, best.trees || trees.length)
}

/**
 * Factors that turn gradients and hessians into whole numbers of at most 30 bits, and their sums over all rows of at
 * most 51, which the kernels turn into float64: about 1e-9 of the largest weight. Integers add up to the same sum in any order.
 */
function quantisation(rows: number, largestWeight: number): Quanta {
  const bits = Math.min(30, 51 - Math.ceil(Math.log2(rows + 1)))
  const gScale = 2 ** (bits - Math.ceil(Math.log2(largestWeight)))
  return { gScale, hScale: 4 * gScale }
}
