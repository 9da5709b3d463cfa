import type { Recipe } from '../../shared/pipeline/recipe.ts'
import { storeReference } from '../monitoring/reference.ts'
import type { EtlResult } from '../pipeline/etl.ts'
import type { RunEnvironment } from '../pipeline/trackedRun.ts'
import { type PromotionMode, type PromotionOutcome, promote } from './promote.ts'
import { train } from './train.ts'
import type { TrainedModel } from './trainedModel.ts'
import { loadTrainingSet, type TrainingSet } from './trainingSet.ts'

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
  { etl, ...request }: TrainingRequest,
  environment: RunEnvironment,
): Promise<TrainingResult> {
  return trainSetAndPromote({ ...request, set: await loadTrainingSet(etl, environment.duck) }, environment)
}

/** The same on a training set that is loaded already. */
export async function trainSetAndPromote(
  {
    set,
    recipe,
    allowSchemaChange,
    promotion: mode = 'by_rule',
    actor,
  }: Omit<TrainingRequest, 'etl'> & { set: TrainingSet },
  environment: RunEnvironment,
): Promise<TrainingResult> {
  const trained = await train(set, recipe, environment)
  const promotion = await promote({ set, best: trained[0]!, recipe, allowSchemaChange, mode, actor }, environment)
  const [best] = trained
  if (promotion.registered) {
    const { signal, tracking } = environment
    const { merged, testIds } = set.tables
    const tables = { merged, testIds, months: await set.rawMonths() }
    await storeReference(best!.runId, tables, best!.content, tracking, {
      ...environment,
      job: { signal, progress() {} },
    })
  }
  const { date, label, generated } = set
  return { runId: environment.run.id, date, label, generated, trained, promotion }
}
