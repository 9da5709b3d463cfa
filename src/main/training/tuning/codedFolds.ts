import { UserError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/pipeline/recipe.ts'
import type { TunedLearner } from '../../../shared/pipeline/tuningState.ts'
import type { Coding } from '../../learners/trees/binning.ts'
import { type CodedFold, codeFold } from '../../learners/tuning/codedFold.ts'
import { foldData } from '../../learners/validation/foldData.ts'
import type { WorkerPool } from '../../workers/pool.ts'
import { type FoldedRows, foldsOf } from '../folds.ts'
import type { TrainingSet } from '../trainingSet.ts'

/** What folds are made of. */
type FoldedSet = FoldedRows &
  Pick<TrainingSet, 'real' | 'foldFeatures'> & { featurizer: Pick<TrainingSet['featurizer'], 'features'> }

/**
 * The folds that trials are scored on, each encoded, scaled and balanced by its own training rows alone, and binned: once
 * for all trials.
 *
 * @throws UserError `learners.*`, `tuning.constant_features`
 */
export async function codedFolds(
  set: FoldedSet,
  { recipe, learner, maxBins, folds }: { recipe: Recipe; learner: TunedLearner; maxBins: number; folds: number },
  options: { pool: WorkerPool; signal: AbortSignal; onProgress(share: number): void },
): Promise<CodedFold[]> {
  const { real, foldFeatures, featurizer } = set
  const { features } = featurizer
  const source = { ...real, foldFeatures, features, balance: recipe.balance, seed: recipe.seed }
  const coded: CodedFold[] = []
  for (const rows of await foldsOf(set, recipe, folds)) {
    const data = await foldData(source, rows, { pool: options.pool, signal: options.signal })
    const labels = new Uint8Array(new SharedArrayBuffer(rows.heldOut.length))
    for (let i = 0; i < labels.length; i++) labels[i] = real.labels[rows.heldOut[i]!]!
    coded.push(await codeFold(data, labels, codingOf(learner, maxBins), options))
    options.onProgress(coded.length / folds)
  }
  const isConstant = coded.every(({ bins }) => bins.every(({ low, missing }) => low.length + (missing ? 1 : 0) < 2))
  if (isConstant) throw new UserError('tuning.constant_features', { features: features.join(', ') })
  return coded
}

/** As each learner's own fit codes its rows. */
function codingOf(learner: TunedLearner, maxBins: number): Omit<Coding, 'codes'> {
  return learner === 'gradient-boosting'
    ? { order: 'rows', wide: false, maxBins, missingCode: 'last' }
    : { order: 'columns', wide: maxBins > 256, maxBins, missingCode: 'next' }
}
