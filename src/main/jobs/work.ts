import type { Recipe } from '../../shared/recipe.ts'
import { checkDrift, type DriftRequest } from '../monitoring/checkDrift.ts'
import { newestRun } from '../monitoring/newestRun.ts'
import type { RunListener } from '../pipeline/events.ts'
import { runPipeline } from '../pipeline/runPipeline.ts'
import type { StageName } from '../pipeline/stage.ts'
import type { Progress } from '../progress.ts'
import { openSource } from '../sources/openSource.ts'
import type { PromotionMode } from '../training/promote.ts'
import type { Workbench } from '../workbench.ts'
import { type Scored, type ScoreRequest, scoreToCache } from './scoreToCache.ts'

/** A run of the pipeline as a window asks for it: plain values, to be sent to a thread. */
export interface PipelineWork {
  kind: 'pipeline'
  source: { kind: 'demo' } | { kind: 'socrata'; portal: string | undefined } | { kind: 'file'; path: string }
  stationsFile: string | undefined
  date: string | undefined
  recipe: Recipe
  fromStage: StageName | undefined
  toStage: StageName | undefined
  csv: boolean
  allowSchemaChange: boolean
  promotion: PromotionMode
  /** Who asked for it, for the registry's events. */
  actor: string
  /** Folder that relative file names start from. */
  cwd: string
  /** Milliseconds since 1970; the machine's clock where absent. */
  now?: number | undefined
}

/** A check of drift as a window asks for it: of the newest run where nothing else is named. */
export interface DriftWork extends Pick<DriftRequest, 'model' | 'since' | 'until'> {
  kind: 'drift'
  current: DriftRequest['current'] | { kind: 'newest' }
  /** Milliseconds since 1970; the machine's clock where absent. */
  now?: number | undefined
}

export type Work = PipelineWork | DriftWork | ({ kind: 'score' } & ScoreRequest)

/** What came of a piece of work beyond what is tracked. */
export type WorkResult = Scored | { checkRunId: string } | undefined

export interface WorkWatch {
  signal: AbortSignal
  onEvent: RunListener
  onProgress(progress: Progress): void
}

const RETRY_WAIT_MS = 5 * 60_000

/** Does what a window asked for, on a workbench of its own. */
export async function doWork(work: Work, workbench: Workbench, watch: WorkWatch): Promise<WorkResult> {
  switch (work.kind) {
    case 'pipeline':
      await runPipelineWork(work, workbench, watch)
      return undefined
    case 'drift': {
      const { current, now = Date.now(), ...request } = work
      const compared = current.kind === 'newest' ? await newestRun(work.model, workbench) : current
      const check = await checkDrift({ ...request, current: compared, now: new Date(now) }, workbench, {
        signal: watch.signal,
        progress: watch.onProgress,
      })
      return { checkRunId: check.runId }
    }
    case 'score':
      return scoreToCache(work, workbench, { signal: watch.signal, progress: watch.onProgress })
  }
}

async function runPipelineWork(
  { source, cwd, now = Date.now(), ...request }: PipelineWork,
  workbench: Workbench,
  { signal, onEvent }: WorkWatch,
): Promise<void> {
  const opened = openSource({
    source: source.kind === 'file' ? source.path : source.kind,
    portal: source.kind === 'socrata' ? source.portal : undefined,
    appToken: workbench.workspace.environment.SOCRATA_APP_TOKEN,
    cwd,
    now: () => new Date(now),
  })
  await runPipeline({ ...request, source: opened, retryWaitMs: RETRY_WAIT_MS, now: new Date(now) }, workbench, {
    signal,
    onEvent,
  })
}
