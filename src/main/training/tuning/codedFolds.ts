import { UserError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/pipeline/recipe.ts'
import type { TunedLearner } from '../../../shared/pipeline/tuningState.ts'
import type { Coding } from '../../learners/trees/binning.ts'
import { type CodedFold, codeFold } from '../../learners/tuning/codedFold.ts'
import { foldData } from '../../learners/validation/foldData.ts'
import { type FoldRows, rowsOfFold, stratifiedFolds, timeFolds } from '../../learners/validation/folds.ts'
import { readParquet } from '../../parquet/reader.ts'
import { timestamps } from '../../parquet/table.ts'
import type { WorkerPool } from '../../workers/pool.ts'
import type { TrainingSet } from '../trainingSet.ts'

/** What folds are made of. */
type FoldedSet = Pick<TrainingSet, 'real' | 'foldFeatures'> & {
  featurizer: Pick<TrainingSet['featurizer'], 'features'>
  tables: Pick<TrainingSet['tables'], 'incidents'>
}

/**
 * The folds that trials are scored on, each encoded, scaled and balanced by its own training rows alone, and binned: once
 * for all trials. Stratified, or in the order of time where the recipe tests on the newest incidents.
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
  for (const rows of await rowsOfFolds(set, recipe, folds)) {
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

async function rowsOfFolds({ real, tables }: FoldedSet, recipe: Recipe, folds: number): Promise<FoldRows[]> {
  if (recipe.split.strategy === 'time') {
    return timeFolds(timestamps(await readParquet(tables.incidents), 'date'), real.labels, folds)
  }
  const foldOf = stratifiedFolds(real.labels, folds, recipe.seed)
  return Array.from({ length: folds }, (_, fold) => rowsOfFold(foldOf, fold))
}

/** As each learner's own fit codes its rows. */
function codingOf(learner: TunedLearner, maxBins: number): Omit<Coding, 'codes'> {
  return learner === 'gradient-boosting'
    ? { order: 'rows', wide: false, maxBins, missingCode: 'last' }
    : { order: 'columns', wide: maxBins > 256, maxBins, missingCode: 'next' }
}
