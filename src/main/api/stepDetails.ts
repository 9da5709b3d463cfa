import { z } from 'zod'
import type { RunState, Step } from '../../shared/runState.ts'
import type { StepDetails, StoredFigure } from '../../shared/stepDetails.ts'
import { runState } from '../jobs/runState.ts'
import { notesOf } from '../pipeline/notes.ts'
import { recordOf, runOf, storedTables } from '../tables/runTables.ts'
import type { Run } from '../tracking/runs.ts'
import type { Workbench } from '../workbench.ts'
import { runLog } from '../workspace/readLog.ts'

const figureSchema = z.object({
  data: z.array(z.looseObject({ type: z.string() })),
  layout: z.record(z.string(), z.unknown()),
})

/** What a step of a run did: of the pipeline's current or last run where none is named. */
export async function stepDetails(
  { step, runId }: { step: Step; runId?: string | undefined },
  workbench: Workbench,
  signal: AbortSignal = new AbortController().signal,
): Promise<StepDetails> {
  const { tracking } = workbench
  const run = await runOf(runId, workbench)
  const state = await runState(run, tracking, undefined)
  const children = await tracking.runs.children(run.id)
  const child = children.find(({ tags }) => tags.step === step)
  const learners = TRAINING.has(step) ? children.filter(({ kind }) => kind === 'training') : []
  const record = child && (await recordOf(child, workbench, signal))
  const tables = await storedTables(run, workbench, signal)
  return {
    runId: run.id,
    step,
    state: stepOf(state, step),
    params: child?.params ?? {},
    metrics: withoutNaN(child?.metrics ?? {}),
    details: { ...(await documentOf(child, 'details.json', workbench)) },
    sql: record?.sql ?? z.array(z.string()).parse((await documentOf(child, 'sql.json', workbench)) ?? []),
    figures: (await Promise.all([child, ...learners].map((of) => figuresOf(of, workbench)))).flat(),
    tables: tables.filter((table) => table.step === step).map(({ keys: _, ...table }) => table),
    notes: notesOf(step, state, child, learners),
    learners: learners.map(({ id, tags, params, metrics }) => ({
      runId: id,
      learner: tags.learner ?? params.learner ?? '',
      params,
      metrics: withoutNaN(metrics),
    })),
    log: await runLog(workbench.workspace, run, child),
  }
}

const TRAINING: ReadonlySet<Step> = new Set(['train', 'evaluate', 'promote'])

function stepOf(state: RunState, step: Step): StepDetails['state'] {
  return state.steps.find((candidate) => candidate.step === step)!
}

/** JSON has no NaN. */
export function withoutNaN(metrics: Record<string, number>): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
  )
}

async function figuresOf(run: Run | undefined, workbench: Workbench): Promise<StoredFigure[]> {
  if (run === undefined) return []
  const paths = run.artifacts.map(({ path }) => path).filter((path) => /^figures\/.*\.json$/.test(path))
  const figures = paths.map(async (path) => {
    const figure = figureSchema.safeParse(await documentOf(run, path, workbench))
    return figure.success ? [{ path, runId: run.id, figure: figure.data }] : []
  })
  return (await Promise.all(figures)).flat()
}

/** A JSON artifact of a run; undefined where it has none. */
async function documentOf(run: Run | undefined, path: string, { tracking }: Workbench): Promise<object | undefined> {
  if (!run?.artifacts.some((artifact) => artifact.path === path)) return undefined
  const document: unknown = JSON.parse((await tracking.artifacts.read(run.id, path)).toString('utf8'))
  return typeof document === 'object' && document !== null ? document : undefined
}
