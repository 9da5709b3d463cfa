import { boostingParams, randomForestParams } from '../../../shared/pipeline/learnerParams.ts'
import type { TunedLearner } from '../../../shared/pipeline/tuningState.ts'
import type { Task } from '../../workers/tasks.ts'
import { planBoosting } from '../boosting/boostingLayout.ts'
import { boostAlone } from '../boosting/boostTrees.ts'
import type { GrownTree } from '../boosting/growTree.ts'
import { logit } from '../boosting/rows.ts'
import { limitsOf, writeEdges } from '../forest/fitForest.ts'
import { planForest } from '../forest/forestLayout.ts'
import { growTrees, type NumberedTree } from '../forest/growForest.ts'
import { averagePrecision } from '../metrics/metrics.ts'
import { predictProbabilities } from '../predict.ts'
import { planOf } from '../randomForest.ts'
import { assemble, type TreeNodes } from '../trees/ensemble.ts'
import { allocate } from '../trees/layout.ts'
import type { CodedFold } from './codedFold.ts'

export interface FoldFit {
  learner: TunedLearner
  /** All parameters of the learner, defaults included. */
  params: unknown
  fold: CodedFold
  seed: number
  /** Score after half of the trees below which it ends there; null where that is not to be measured. */
  leastHalf: number | null
}

/** Average precision on the held-out rows; `score` is null where it ended half-way. */
export interface FoldScore {
  half: number | null
  score: number | null
}

/** Task: fits a learner to a coded fold on this thread alone, as `fit` would on all of them, and scores the held-out rows. */
export const fitFoldTask: Task<FoldFit, FoldScore> = (input) => ({
  output: input.learner === 'gradient-boosting' ? boost(input) : growForest(input),
})

function boost({ params: given, fold, seed, leastHalf }: FoldFit): FoldScore {
  const params = boostingParams.parse(given)
  const { rows, bins, labels, featureNames, codes } = fold
  const weighted = params.scale_pos_weight !== 1 || params.early_stopping_rounds > 0
  const layout = planBoosting(rows, featureNames.length, 1, weighted, params)
  const memory = memoryOf(layout.bytes)
  new Uint8Array(memory.buffer, layout.codes, codes.length).set(codes)
  new Uint8Array(memory.buffer, layout.control, layout.codes - layout.control).fill(0)
  const middle = Math.ceil(params.n_estimators / 2)
  let half: number | null = null
  const scoreOf = (trees: readonly GrownTree[]) =>
    score(trees, { link: 'logistic', base: logit(params.base_score) }, fold)
  const trees = boostAlone(
    {
      ...{ memory, layout, rows, labels, bins, params, seed, weights: null },
      largestWeight: Math.max(1, params.scale_pos_weight),
      directions: featureNames.map((name) => params.monotone_constraints[name] ?? 0),
      ...{ member: 0, members: 1 },
    },
    (grown) => {
      if (leastHalf === null || grown.length !== middle) return true
      half = scoreOf(grown)
      return half >= leastHalf
    },
  )
  const ended = half !== null && leastHalf !== null && half < leastHalf
  return { half, score: ended ? null : scoreOf(trees) }
}

function growForest({ params: given, fold, seed, leastHalf }: FoldFit): FoldScore {
  const params = randomForestParams.parse(given)
  const { rows, bins, labels, featureNames, codes } = fold
  const features = featureNames.length
  const plan = planOf(params, features)
  const wide = plan.maxBins > 256
  const layout = planForest(rows, features, 1, false, wide)
  const memory = memoryOf(layout.bytes)
  new Uint8Array(memory.buffer, layout.codes, codes.length).set(codes)
  new Uint8Array(memory.buffer, layout.labels, rows).set(labels)
  writeEdges(memory, layout, bins)
  const limits = limitsOf(plan, { rows }, 1)
  const grown: NumberedTree[] = []
  /** Grows the trees that are missing to so many. */
  const growTo = (trees: number) => {
    new Int32Array(memory.buffer, layout.control, 2)[1] = grown.length
    const input = { memory, layout, rows, features, wide, seed, job: 0, unit: 1, ...limits, trees }
    grown.push(...growTrees(input, () => {}))
  }
  const link = { link: 'mean', base: 0 } as const
  let half: number | null = null
  if (leastHalf !== null) {
    growTo(Math.ceil(plan.trees / 2))
    half = score(grown, link, fold)
    if (half < leastHalf) return { half, score: null }
  }
  growTo(plan.trees)
  return { half, score: score(grown, link, fold) }
}

function score(
  trees: readonly TreeNodes[],
  link: Parameters<typeof assemble>[1],
  { featureNames, heldOut, heldOutLabels }: CodedFold,
): number {
  const model = assemble({ learner: 'gradient-boosting', featureNames, params: {} }, link, [...trees])
  return averagePrecision(heldOutLabels, predictProbabilities(model, heldOut, heldOutLabels.length))
}

/** This thread's memory, kept from fit to fit: what one leaves there, the next writes over. */
let kept: WebAssembly.Memory | undefined
/** Pages that are never touched cost nothing. */
const LEAST_BYTES = 256 * 2 ** 20

function memoryOf(bytes: number): WebAssembly.Memory {
  if (kept === undefined || kept.buffer.byteLength < bytes) kept = allocate(Math.max(bytes, LEAST_BYTES))
  return kept
}
