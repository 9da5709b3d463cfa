import { userInfo } from 'node:os'
import type { Recipe } from '../../shared/pipeline/recipe.ts'
import type { SourceRequest } from '../../shared/pipeline/runRequest.ts'
import type { StageName } from '../../shared/pipeline/runState.ts'
import { checkDrift, type DriftRequest } from '../monitoring/checkDrift.ts'
import { newestRun } from '../monitoring/newestRun.ts'
import type { RunListener } from '../pipeline/events.ts'
import { runPipeline } from '../pipeline/runPipeline.ts'
import type { Progress } from '../progress.ts'
import { openSource } from '../sources/openSource.ts'
import type { Source } from '../sources/source.ts'
import { type CompareRequest, compare } from '../training/compare.ts'
import type { PromotionMode } from '../training/promote.ts'
import { type TuneRequest, tunePublished } from '../training/tuning/tune.ts'
import type { Workbench } from '../workbench.ts'
import { type Scored, type ScoreRequest, scoreToCache } from './scoreToCache.ts'

/** Where a window's work takes incidents from. */
interface IncidentsWork {
  source: SourceRequest
  stationsFile: string | undefined
  date: string | undefined
  /** Folder that relative file names start from. */
  cwd: string
}

/** A run of the pipeline as a window asks for it: plain values, to be sent to a thread. */
export interface PipelineWork extends IncidentsWork {
  kind: 'pipeline'
  recipe: Recipe
  fromStage: StageName | undefined
  toStage: StageName | undefined
  csv: boolean
  allowSchemaChange: boolean
  promotion: PromotionMode
  /** Who asked for it, for the registry's events. */
  actor: string
  /** Milliseconds since 1970; the machine's clock where absent. */
  now?: number | undefined
}

/** A search for parameters as a window asks for it. */
export type TuneWork = { kind: 'tune' } & Omit<TuneRequest, 'actor'>

/** A comparison as a window asks for it. */
export interface CompareWork
  extends IncidentsWork,
    Pick<CompareRequest, 'recipes' | 'learners' | 'seeds' | 'without' | 'baseline' | 'resamples'> {
  kind: 'compare'
}

/** A check of drift as a window asks for it: of the newest run where nothing else is named. */
export interface DriftWork extends Pick<DriftRequest, 'model' | 'since' | 'until'> {
  kind: 'drift'
  current: DriftRequest['current'] | { kind: 'newest' }
  /** Milliseconds since 1970; the machine's clock where absent. */
  now?: number | undefined
}

export type Work = PipelineWork | TuneWork | CompareWork | DriftWork | ({ kind: 'score' } & ScoreRequest)

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
    case 'tune': {
      const { signal, onEvent } = watch
      await tunePublished({ ...work, actor: userInfo().username }, workbench, { signal, onEvent })
      return undefined
    }
    case 'compare':
      await compareAsWork(work, workbench, watch)
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
  const opened = sourceOf({ source, cwd, now }, workbench)
  await runPipeline({ ...request, source: opened, retryWaitMs: RETRY_WAIT_MS, now: new Date(now) }, workbench, {
    signal,
    onEvent,
  })
}

/** A comparison's progress is told as that of its training, which takes nearly all of its time. */
async function compareAsWork(
  { source, cwd, ...request }: CompareWork,
  workbench: Workbench,
  { signal, onEvent }: WorkWatch,
): Promise<void> {
  const opened = sourceOf({ source, cwd, now: Date.now() }, workbench)
  await compare({ ...request, source: opened, now: new Date() }, workbench, {
    signal,
    onEvent,
    progress: (progress) => onEvent({ type: 'step-progress', step: 'train', progress }),
  })
}

function sourceOf(
  { source, cwd, now }: Pick<IncidentsWork, 'source' | 'cwd'> & { now: number },
  { workspace }: Workbench,
): Source {
  return openSource({
    source: source.kind === 'file' ? source.path : source.kind,
    portal: source.kind === 'socrata' ? source.portal : undefined,
    appToken: workspace.environment.SOCRATA_APP_TOKEN,
    cwd,
    now: () => new Date(now),
  })
}
