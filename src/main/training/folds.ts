import type { Recipe } from '../../shared/pipeline/recipe.ts'
import { type FoldRows, rowsOfFolds, stratifiedFolds, timeFolds } from '../learners/validation/folds.ts'
import { readParquet } from '../parquet/reader.ts'
import { timestamps } from '../parquet/table.ts'
import type { TrainingSet } from './trainingSet.ts'

/** What folds are cut from. */
export interface FoldedRows {
  real: Pick<TrainingSet['real'], 'labels'>
  tables: Pick<TrainingSet['tables'], 'incidents'>
}

/**
 * The folds that choose, tune and calibrate: made as the recipe makes its test rows, so that they tell what to expect
 * there. Stratified, or in the order of time where the recipe tests on the newest incidents.
 *
 * @throws UserError `learners.too_few_for_folds`, `learners.one_class_in_time`
 */
export async function foldsOf({ real, tables }: FoldedRows, recipe: Recipe, count: number): Promise<FoldRows[]> {
  if (recipe.split.strategy === 'time') {
    return timeFolds(timestamps(await readParquet(tables.incidents), 'date'), real.labels, count)
  }
  return rowsOfFolds(stratifiedFolds(real.labels, count, recipe.seed), count)
}
