import { UserError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/pipeline/recipe.ts'
import { STAGES } from '../../shared/pipeline/runState.ts'
import type { EtlResult } from '../pipeline/etl.ts'
import type { RunListener } from '../pipeline/events.ts'
import { adjustRecipe } from '../pipeline/loadRecipe.ts'
import { readManifest } from '../pipeline/publish.ts'
import { storedResult } from '../pipeline/stage/runStage.ts'
import { findStage } from '../pipeline/stage/stageCache.ts'
import { inTrackedRun } from '../pipeline/trackedRun.ts'
import type { Workbench } from '../workbench.ts'
import { type TrainingResult, trainAndPromote } from './trainAndPromote.ts'

export interface TrainPublishedRequest {
  /** Run date of the ml-ready set; the newest where undefined. */
  date: string | undefined
  /** `stage.param=value` each, on top of the recipe that made the set. */
  settings: string[]
  allowSchemaChange: boolean
  /** Who runs it, for the registry's events. */
  actor: string
}

/**
 * Trains on an ml-ready set that an earlier run published.
 *
 * @throws UserError `training.no_set` or `training.set_expired` where there is none, `training.other_stage` where a
 *   setting would change the set itself
 */
export async function trainPublished(
  request: TrainPublishedRequest,
  workbench: Workbench,
  { signal, onEvent }: { signal: AbortSignal; onEvent: RunListener },
): Promise<TrainingResult> {
  const { etl, recipe } = await loadPublished(request, workbench, signal)
  const params = { date: etl.date, data: etl.label, recipe: recipe.name, seed: recipe.seed }
  return inTrackedRun(
    workbench,
    { name: `training_${etl.date}`, params, signal, onEvent, retryWaitMs: 0 },
    async (environment) => {
      await environment.run.logJson('recipe.json', recipe)
      return trainAndPromote({ ...request, etl, recipe }, environment)
    },
  )
}

/** A published run's stages as they are stored, and the recipe that made them with settings on top. @throws UserError as `trainPublished` */
export async function loadPublished(
  { date, settings }: Pick<TrainPublishedRequest, 'date' | 'settings'>,
  { store }: Workbench,
  signal: AbortSignal,
): Promise<{ etl: EtlResult; recipe: Recipe }> {
  const other = settings.find((setting) => !/^(train|promote)\./.test(setting))
  if (other !== undefined) throw new UserError('training.other_stage', { setting: other })
  const manifest = await readManifest(store, date, signal)
  if (manifest === undefined) {
    throw new UserError('training.no_set', { date: date ?? '–', location: store.location })
  }
  const stages: EtlResult['stages'] = new Map()
  const fitted: EtlResult['fitted'] = {}
  for (const stage of STAGES) {
    const hash = manifest.hashes[stage]
    if (hash === undefined || stage === 'setup') continue
    const record = await findStage(store, stage, hash, signal)
    if (record === undefined) throw new UserError('training.set_expired', { date: manifest.date, stage })
    stages.set(stage, storedResult(store, record, signal))
    fitted[stage] = record.fitted ?? null
  }
  if (!stages.has('features')) throw new UserError('training.no_set', { date: manifest.date, location: store.location })
  const { label, generated } = manifest
  return {
    etl: { date: manifest.date, label, generated, stages, fitted },
    recipe: adjustRecipe(manifest.recipe, settings),
  }
}
