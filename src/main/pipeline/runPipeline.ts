import type { Recipe } from '../../shared/pipeline/recipe.ts'
import { REQUEST_FILE, type RunRequest } from '../../shared/pipeline/runRequest.ts'
import { STAGES, type StageName } from '../../shared/pipeline/runState.ts'
import { labelPredictions } from '../predictions/labelPredictions.ts'
import type { Source } from '../sources/source.ts'
import type { PromotionMode } from '../training/promote.ts'
import { type TrainingResult, trainAndPromote } from '../training/trainAndPromote.ts'
import type { Workbench } from '../workbench.ts'
import { type EtlRequest, type EtlResult, runEtl } from './etl.ts'
import type { RunListener } from './events.ts'
import { publish } from './publish.ts'
import { summarizeRun } from './stages/summary.ts'
import { inTrackedRun, type RunEnvironment } from './trackedRun.ts'

export interface PipelineRequest {
  source: Source
  /** Absolute. */
  stationsFile: string | undefined
  /** Run date `YYYY-MM-DD`; the source's default where undefined. */
  date: string | undefined
  recipe: Recipe
  /** First stage that runs even if its result is stored. */
  fromStage: StageName | undefined
  /** Last stage; undefined goes on to train, evaluate and promote. */
  toStage: StageName | undefined
  /** Publish every table as CSV too. */
  csv: boolean
  allowSchemaChange: boolean
  /** Whether a better model becomes champion at once, as it does where nothing is said. */
  promotion?: PromotionMode | undefined
  /** How long to wait before the one retry of a step whose failure may pass, in ms. */
  retryWaitMs: number
  now: Date
  /** Who runs it, for the registry's events. */
  actor: string
}

export interface PipelineResult {
  runId: string
  etl: EtlResult
  /** Absent when the run stopped before training. */
  training: TrainingResult | undefined
}

/** Takes incidents through all stages, trains, evaluates and promotes: one tracked run with a run a step within it. */
export function runPipeline(
  request: PipelineRequest,
  workbench: Workbench,
  { signal, onEvent }: { signal: AbortSignal; onEvent: RunListener },
): Promise<PipelineResult> {
  const { recipe, source, now, retryWaitMs } = request
  const toStage = request.toStage ?? 'summary'
  const params = { recipe: recipe.name, seed: recipe.seed, source: source.request.kind }
  return inTrackedRun(workbench, { name: 'pipeline', params, signal, onEvent, retryWaitMs }, async (environment) => {
    const { run, runStep, duck } = environment
    await run.logJson('recipe.json', recipe)
    await run.logJson(REQUEST_FILE, requestOf(request))
    const onDownloaded: EtlRequest['onDownloaded'] = async ({ date, label, generated }) => {
      await run.rename(`pipeline_${date}`)
      await run.logParams({ date, data: label, generated })
    }
    const etl = await runEtl({ ...request, toStage, onDownloaded }, { ...environment, now }, runStep)
    if (STAGES.indexOf(toStage) >= STAGES.indexOf('summary')) {
      await runStep('summary', async () => ({ result: undefined, report: await summarizeRun(etl, duck) }))
    }
    const training = request.toStage === undefined ? await trainAndPromote({ ...request, etl }, environment) : undefined
    await publish(etl, { id: run.id, recipe, csv: request.csv }, environment)
    await tellOutcomes(etl, now, environment)
    return { runId: run.id, etl, training }
  })
}

function requestOf({ source, stationsFile, date, recipe, csv, allowSchemaChange }: PipelineRequest): RunRequest {
  return {
    source: source.request,
    ...(stationsFile === undefined ? {} : { stationsFile }),
    ...(date === undefined ? {} : { date }),
    recipe: JSON.parse(JSON.stringify(recipe)),
    csv,
    allowSchemaChange,
  }
}

/** What happened to the incidents that were predicted; a run is no failure because that could not be told. */
async function tellOutcomes({ stages, generated }: EtlResult, now: Date, environment: RunEnvironment): Promise<void> {
  const merged = stages.get('merge')
  if (merged === undefined) return
  const { tracking, duck, run } = environment
  const { database } = tracking
  const labelled = await labelPredictions(await merged.file('crimes'), { database, duck, generated, now })
  if (labelled > 0) await run.logMetrics({ predictions_labelled: labelled })
}
