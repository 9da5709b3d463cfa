import type { LearnerName } from '../../../shared/pipeline/learnerParams.ts'
import type { Dataset, FitContext } from '../learner.ts'
import type { TreeEnsemble } from '../model.ts'
import { binFeatures } from '../trees/binning.ts'
import type { Bins } from '../trees/bins.ts'
import { checkDataset } from '../trees/checkDataset.ts'
import { assemble } from '../trees/ensemble.ts'
import { allocate } from '../trees/layout.ts'
import { type ForestLayout, planForest } from './forestLayout.ts'

export interface ForestPlan {
  learner: LearnerName
  params: Record<string, unknown>
  trees: number
  bootstrap: boolean
  /** Features tried at each node. */
  maxFeatures: number
  /** null: until the leaves are pure. */
  maxDepth: number | null
  minSamplesSplit: number
  minSamplesLeaf: number
  /** More than 256: two bytes a code. */
  maxBins: number
}

/** A depth that no tree reaches. */
const UNLIMITED = 2 ** 31 - 1
/** Sums of weights are 32-bit numbers in the kernel; a bootstrap may draw heavy rows several times. */
const LARGEST_SUM = 2 ** 28

/**
 * Grows the trees of a plan, each in one worker thread, and averages the shares of positives in their leaves.
 * Impurity is Gini's; the k-th tree draws from its own random numbers, so threads do not matter.
 */
export async function fitForest(plan: ForestPlan, data: Dataset, context: FitContext): Promise<TreeEnsemble> {
  checkDataset(data)
  const { pool, seed, signal, onProgress } = context
  const { rows, featureNames } = data
  const features = data.columns.length
  const wide = plan.maxBins > 256
  const layout = planForest(rows, features, pool.threads, data.weights !== undefined, wide)
  const memory = allocate(layout.bytes)
  const bins = await binFeatures(
    data,
    {
      memory,
      coding: { order: 'columns', wide, maxBins: plan.maxBins, missingCode: 'next', codes: layout.codes },
      next: layout.control,
      scratch: (job) => layout.binning[job]!,
    },
    context,
  )
  writeEdges(memory, layout, bins)
  new Uint8Array(memory.buffer, layout.labels, rows).set(data.labels)
  const unit = writeWeights(memory, layout, data)

  const jobs = Math.min(pool.threads, plan.trees)
  const shares = new Array<number>(jobs).fill(0)
  const grown = await Promise.all(
    shares.map((_, job) =>
      pool.run(
        'growForest',
        {
          ...{ memory, layout, rows, features, wide, seed, job, unit },
          ...limitsOf(plan, data, unit),
        },
        {
          signal,
          onProgress: (share) => {
            shares[job] = share
            onProgress(Math.max(...shares))
          },
        },
      ),
    ),
  )
  onProgress(1)
  const trees = grown.flat().sort((a, b) => a.tree - b.tree)
  return assemble({ learner: plan.learner, featureNames, params: plan.params }, { link: 'mean', base: 0 }, trees)
}

/** What a plan asks of each tree, in the kernel's terms. */
export function limitsOf(plan: ForestPlan, data: Pick<Dataset, 'rows' | 'weights'>, unit: number) {
  return {
    trees: plan.trees,
    bootstrap: plan.bootstrap,
    maxFeatures: plan.maxFeatures,
    maxDepth: plan.maxDepth ?? UNLIMITED,
    minSplit: leastWeight(plan.minSamplesSplit, 2, data, unit),
    minLeaf: leastWeight(plan.minSamplesLeaf, 1, data, unit),
  }
}

/** Tells the kernel the number of codes of each feature and the values at the ends of each bin. */
export function writeEdges(memory: WebAssembly.Memory, layout: ForestLayout, bins: Bins[]): void {
  const counts = new Int32Array(memory.buffer, layout.bins, bins.length)
  const edges = new Uint32Array(memory.buffer, layout.edges, bins.length)
  let at = layout.edgeValues
  for (const [feature, { low, high, missing }] of bins.entries()) {
    // Missing values are a last bin beyond all others: what is present can be parted from it, and goes left of it.
    const count = low.length + (missing ? 1 : 0)
    const values = new Float32Array(memory.buffer, at, 2 * count).fill(Number.POSITIVE_INFINITY)
    values.set(low)
    values.set(high, count)
    counts[feature] = count
    edges[feature] = at
    at += 8 * count
  }
}

/** Writes the weights as whole numbers of a quantum, and returns what weight that is. */
function writeWeights(memory: WebAssembly.Memory, layout: ForestLayout, { weights, rows }: Dataset): number {
  if (weights === undefined) return 1
  const sum = weights.reduce((total, weight) => total + weight, 0)
  // A bootstrap may draw the heaviest rows more often than once.
  const unit = sum / LARGEST_SUM
  const out = new Uint32Array(memory.buffer, layout.weights, rows)
  for (let row = 0; row < rows; row++) out[row] = Math.round(weights[row]! / unit)
  return unit
}

/** A least number of samples as weight in quanta; what no tree can avoid sets no limit, however light the rows are. */
function leastWeight(
  samples: number,
  unavoidable: number,
  { weights, rows }: Pick<Dataset, 'rows' | 'weights'>,
  unit: number,
): number {
  if (samples <= unavoidable) return 0
  const sum = weights?.reduce((total, weight) => total + weight, 0) ?? rows
  return (samples * sum) / rows / unit
}
