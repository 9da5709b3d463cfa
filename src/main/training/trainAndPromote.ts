import type { Recipe } from '../../shared/recipe.ts'
import { storeReference, tablesOfEtl } from '../monitoring/reference.ts'
import type { EtlResult } from '../pipeline/etl.ts'
import type { RunEnvironment } from '../pipeline/trackedRun.ts'
import { type PromotionMode, type PromotionOutcome, promote } from './promote.ts'
import { train } from './train.ts'
import type { TrainedModel } from './trainedModel.ts'
import { loadTrainingSet } from './trainingSet.ts'

export interface TrainingRequest {
  etl: EtlResult
  recipe: Recipe
  allowSchemaChange: boolean
  promotion?: PromotionMode | undefined
  /** Who runs it, for the registry's events. */
  actor: string
}

export interface TrainingResult {
  runId: string
  /** Run date `YYYY-MM-DD`. */
  date: string
  /** What the rows are, for people. */
  label: string
  generated: boolean
  /** The best by cross-validated MCC first. */
  trained: TrainedModel[]
  promotion: PromotionOutcome
}

/**
 * Trains the recipe's learners on what an ETL run made, scores them on its test rows, and registers the best. What drift
 * is later told against is kept with it.
 */
export async function trainAndPromote(
  { etl, recipe, allowSchemaChange, promotion: mode = 'by_rule', actor }: TrainingRequest,
  environment: RunEnvironment,
): Promise<TrainingResult> {
  const set = await loadTrainingSet(etl, environment.duck)
  const trained = await train(set, recipe, environment)
  const promotion = await promote({ set, best: trained[0]!, recipe, allowSchemaChange, mode, actor }, environment)
  const [best] = trained
  if (promotion.registered) {
    const { signal, tracking } = environment
    const job = { signal, progress() {} }
    await storeReference(best!.runId, await tablesOfEtl(etl), best!.content, tracking, { ...environment, job })
  }
  const { date, label, generated } = etl
  return { runId: environment.run.id, date, label, generated, trained, promotion }
}
