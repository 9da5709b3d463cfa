import { boostTreesTask } from '../learners/boosting/boostTrees.ts'
import { coefficientsTask } from '../learners/explain/coefficients.ts'
import { explainRowsTask } from '../learners/explain/contributions.ts'
import { growForestTask } from '../learners/forest/growForest.ts'
import { fitLogisticRegressionTask } from '../learners/logisticRegression.ts'
import { bootstrapTask } from '../learners/metrics/bootstrap.ts'
import { scoreRowsTask } from '../learners/predict.ts'
import { binFeaturesTask } from '../learners/trees/binning.ts'
import { fitFoldTask } from '../learners/tuning/fitFold.ts'
import { scoresOfFoldsTask } from '../learners/validation/foldScores.ts'
import { encodeRowGroupTask } from '../parquet/rowGroup.ts'
import { buildKdTreeTask, searchKdTreeTask } from '../pipeline/balancing/kdTree.ts'
import { interpolateTask } from '../pipeline/balancing/smote.ts'
import { gatherTask } from '../pipeline/balancing/undersample.ts'
import { groupRatesTask } from '../pipeline/encoding/groupRates.ts'
import { mutualInformationTask } from '../pipeline/statistics/mutualInformation.ts'
import { generateYearTask } from '../sources/demo/year.ts'

/**
 * What a worker thread can do, by name. A room adds its functions here; each is pure: everything it needs comes in its
 * input, large arrays as SharedArrayBuffer-backed views so that nothing is copied.
 */
export const tasks = {
  bootstrap: bootstrapTask,
  scoresOfFolds: scoresOfFoldsTask,
  fitLogisticRegression: fitLogisticRegressionTask,
  buildKdTree: buildKdTreeTask,
  searchKdTree: searchKdTreeTask,
  interpolate: interpolateTask,
  gather: gatherTask,
  encodeRowGroup: encodeRowGroupTask,
  groupRates: groupRatesTask,
  mutualInformation: mutualInformationTask,
  binFeatures: binFeaturesTask,
  boostTrees: boostTreesTask,
  growForest: growForestTask,
  fitFold: fitFoldTask,
  scoreRows: scoreRowsTask,
  explainRows: explainRowsTask,
  coefficients: coefficientsTask,
  generateYear: generateYearTask,
} satisfies Record<string, Task<never, unknown>>

/** Runs in a worker. `transfer` lists the buffers of the output that move instead of being copied. */
export type Task<I, O> = (input: I, context: TaskContext) => TaskResult<O> | Promise<TaskResult<O>>

export interface TaskContext {
  /** Reports a share of the work done, 0-1; cheap enough to call a few times a second. */
  progress(share: number): void
}

export interface TaskResult<O> {
  output: O
  transfer?: ArrayBuffer[]
}

export type TaskName = keyof typeof tasks
export type TaskInput<N extends TaskName> = (typeof tasks)[N] extends Task<infer I, unknown> ? I : never
export type TaskOutput<N extends TaskName> = (typeof tasks)[N] extends Task<never, infer O> ? O : never
