import { type OtherRun, type RunState, STEPS, type Step, type StepState } from '../../shared/pipeline/runState.ts'
import type { Run } from '../tracking/runs.ts'
import { findRuns } from '../tracking/search/findRuns.ts'
import type { Tracking } from '../tracking/tracking.ts'
import type { LiveRun } from './jobs.ts'

/** The run of the pipeline that goes on in the workspace, in whichever process, else the last one. */
export async function currentRun(tracking: Tracking): Promise<Run | undefined> {
  return (await pipelineRuns(tracking, 1))[0]
}

/** Runs of the pipeline, the newest first, at most `limit`. */
export async function pipelineRuns(tracking: Tracking, limit: number): Promise<Run[]> {
  const { runs } = await findRuns(tracking, {
    search: `name like 'pipeline%'`,
    ...{ kind: 'pipeline', parentId: null, deleted: false, offset: 0, limit },
  })
  return runs
}

/** What goes on in the workspace beside the pipeline, in whichever process: a training, a search, a comparison. */
export async function otherRun(tracking: Tracking): Promise<OtherRun | null> {
  const [running] = await tracking.runs.list({ status: 'RUNNING', parentId: null, limit: 1 })
  if (running === undefined || running.name.startsWith('pipeline')) return null
  const { id, name, pid, startTime } = running
  return { runId: id, name, pid, startTime }
}

/** A run with its steps, as it is tracked, and what this process knows of it when it is the one that does it. */
export async function runState(run: Run, tracking: Tracking, live: LiveRun | undefined): Promise<RunState> {
  const own = live?.runId === run.id ? live : undefined
  const children = new Map<string, Run>()
  for (const child of await tracking.runs.children(run.id)) {
    if (child.kind === 'stage' && child.tags.step !== undefined) children.set(child.tags.step, child)
  }
  const steps: StepState[] = []
  let rowsIn: number | null = null
  for (const step of STEPS) {
    const state = stepState(step, children.get(step), rowsIn, own)
    steps.push(state)
    rowsIn = state.rowsOut ?? rowsIn
  }
  const end = stateOf(run)
  if ((end === 'failed' || end === 'cancelled') && !steps.some(({ state }) => state === end)) {
    // It ended between two steps: before the first that has not begun.
    const stopped = steps.find(({ state }) => state === 'waiting')
    if (stopped !== undefined) stopped.state = end
  }
  const { params } = run
  return {
    runId: run.id,
    name: run.name,
    status: run.status,
    startTime: run.startTime,
    endTime: run.endTime ?? null,
    here: own !== undefined,
    stopping: own?.stopping ?? false,
    pid: run.pid,
    source: params.source ?? null,
    data: params.data ?? null,
    date: params.date ?? null,
    generated: params.generated === 'true',
    recipe: params.recipe ?? null,
    error: run.error ?? null,
    steps,
  }
}

function stepState(step: Step, run: Run | undefined, rowsIn: number | null, live: LiveRun | undefined): StepState {
  const rows = run === undefined ? {} : metricsWithPrefix(run, 'rows_')
  const tables = Object.entries(rows).filter(([name]) => isTable(name))
  const rowsOut = tables.length === 0 ? null : tables.reduce((sum, [, count]) => sum + count, 0)
  return {
    step,
    state: stateOf(run),
    runId: run?.id ?? null,
    startTime: run?.startTime ?? null,
    elapsedMs: run?.endTime === undefined ? null : run.endTime - run.startTime,
    rowsIn: rowsOut === null ? null : rowsIn,
    rowsOut,
    rows: Object.fromEntries(tables),
    dropped: run === undefined ? {} : metricsWithPrefix(run, 'dropped_'),
    progress: live?.progress.get(step) ?? null,
    retryAt: live?.retryAt.get(step) ?? null,
    summary: run?.tags.summary ?? null,
    outcome: run === undefined ? {} : outcomeOf(step, run),
    error: run?.error ?? null,
  }
}

/** What of a step's parameters and metrics is told at a glance. */
function outcomeOf(step: Step, { params, metrics }: Run): StepState['outcome'] {
  const known = (values: Record<string, string | number | undefined>) =>
    Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
  switch (step) {
    case 'features': {
      const all = Object.keys(metrics).filter((name) => name.startsWith('mutual_information_')).length
      return known({ kept: metrics.selected_features, all: all === 0 ? undefined : all })
    }
    case 'train': {
      const scores = Object.entries(metrics).filter(([name]) => name.endsWith('_mcc'))
      const [best] = scores.sort((a, b) => b[1] - a[1])
      return best === undefined ? {} : { learner: best[0].slice(0, -'_mcc'.length), mcc: best[1] }
    }
    case 'evaluate':
      return known({ learner: params.best, mcc: metrics.mcc })
    case 'promote':
      return known({ version: params.version, becomes: params.becomes })
    default:
      return {}
  }
}

function stateOf(run: Run | undefined): StepState['state'] {
  switch (run?.status) {
    case undefined:
      return 'waiting'
    case 'RUNNING':
      return 'running'
    case 'FINISHED':
      return run.tags.cached === 'true' ? 'cached' : 'done'
    case 'FAILED':
      return 'failed'
    case 'KILLED':
      return 'cancelled'
  }
}

/** Copies of a table in another form, and its ids, are no rows of their own. */
function isTable(output: string): boolean {
  return !output.endsWith('_ids') && !output.endsWith('_csv')
}

function metricsWithPrefix(run: Run, prefix: string): Record<string, number> {
  return Object.fromEntries(
    Object.entries(run.metrics)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  )
}
