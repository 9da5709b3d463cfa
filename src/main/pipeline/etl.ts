import { throwIfCancelled } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/pipeline/recipe.ts'
import { STAGES, type StageName } from '../../shared/pipeline/runState.ts'
import type { Source } from '../sources/source.ts'
import { createBackground } from './stage/background.ts'
import { runStage, type StageEnvironment, type StageResult } from './stage/runStage.ts'
import type { Fitted } from './stage/stage.ts'
import type { StageRecord } from './stage/stageCache.ts'
import { reportStage } from './stage/stageReport.ts'
import { download, downloadedSchema } from './stages/download.ts'
import { stages as tableStages } from './stages/index.ts'
import { setup } from './stages/setup.ts'
import type { RunStep } from './steps.ts'

export interface EtlRequest {
  source: Source
  stationsFile: string | undefined
  /** Run date `YYYY-MM-DD`; the source's default where undefined. */
  date: string | undefined
  recipe: Recipe
  /** First stage that runs even if its result is stored. */
  fromStage: StageName | undefined
  /** Last stage that runs. */
  toStage: StageName
  /** Told when it is known what is worked on, before the stages after the download. */
  onDownloaded?(known: Pick<EtlResult, 'date' | 'label' | 'generated'>): Promise<void>
}

export interface EtlResult {
  /** Run date `YYYY-MM-DD`. */
  date: string
  /** What the rows are, for people. */
  label: string
  generated: boolean
  /** Results by stage, in the order in which they ran. */
  stages: Map<StageName, StageResult>
  /** What the stages fitted, by stage name. */
  fitted: Record<string, Fitted>
}

/**
 * Runs the stages up to `toStage`, each on the outputs of the one before. A stage whose inputs, parameters and version
 * are unchanged is not run again: its content hash chains those of the stages before it. Outputs are stored while the
 * next stage runs, and all are stored when this resolves; when it rejects too, unless that takes too long.
 */
export async function runEtl(
  request: EtlRequest,
  environment: Omit<StageEnvironment, 'inBackground' | 'storeSignal'> & { now: Date },
  runStep: RunStep,
): Promise<EtlResult> {
  const { recipe } = request
  const background = createBackground(environment.signal)
  const stageEnvironment: StageEnvironment = {
    ...environment,
    signal: background.signal,
    storeSignal: background.storeSignal,
    inBackground: background.start,
  }
  const { store, now } = environment
  const stages: EtlResult['stages'] = new Map()
  const fitted: EtlResult['fitted'] = {}

  /** Runs one stage as a step, and keeps its result. */
  async function step(name: StageName, date: () => string, work: () => Promise<StageResult>): Promise<StageResult> {
    try {
      throwIfCancelled(background.signal)
      return await runStep(name, async () => {
        const result = await work()
        stages.set(name, result)
        fitted[name] = result.record.fitted ?? null
        return { result, report: reportStage(result, date()) }
      })
    } catch (error) {
      throw background.failure() ?? error
    }
  }

  const forced = (stage: StageName) =>
    request.fromStage !== undefined && STAGES.indexOf(stage) >= STAGES.indexOf(request.fromStage)

  try {
    const runDate = () => request.date ?? downloadedSchema.parse(fitted.download).date
    await step(
      'setup',
      () => request.date ?? now.toISOString().slice(0, 10),
      () => setup(store, now, background.signal),
    )
    let previous = await step('download', runDate, () =>
      download({ ...request, days: recipe.merge.days, force: forced('download') }, stageEnvironment),
    )
    const { label, generated } = downloadedSchema.parse(fitted.download)
    const date = runDate()
    await request.onDownloaded?.({ date, label, generated })
    for (const stage of Object.values(tableStages)) {
      if (STAGES.indexOf(stage.name) > STAGES.indexOf(request.toStage)) break
      const from = previous
      previous = await step(stage.name, runDate, () =>
        runStage(
          stage,
          {
            params: parametersOf(recipe, stage.name),
            seed: recipe.seed,
            date,
            previous: from,
            fitted,
            force: forced(stage.name),
          },
          stageEnvironment,
        ),
      )
      from.release()
    }
    previous.release()
    await background.settled()
    return { date, label, generated, stages, fitted }
  } finally {
    await background.end()
  }
}

function parametersOf(recipe: Recipe, stage: StageName): StageRecord['params'] {
  const sections: Partial<Record<string, unknown>> = recipe
  return JSON.parse(JSON.stringify(sections[stage] ?? {}))
}
