import { UserError } from '../../shared/errors.ts'
import { STAGES, STEPS, type StageName } from '../../shared/pipeline/runState.ts'
import type { RunTable } from '../../shared/pipeline/tables.ts'
import { currentRun, pipelineRuns } from '../jobs/runState.ts'
import { findStage, type StageRecord } from '../pipeline/stage/stageCache.ts'
import type { Run } from '../tracking/runs.ts'
import type { Workbench } from '../workbench.ts'

type Engine = Pick<Workbench, 'store' | 'tracking'>

/** A step of a run: its tracked run, and for a stage what it stored, where that is still there. */
export interface TrackedStep {
  run: Run
  record: StageRecord | undefined
}

/** The run of that id, else the pipeline's current or last one. @throws UserError `data.no_run`, `run_not_found` */
export async function runOf(runId: string | undefined, { tracking }: Engine): Promise<Run> {
  const run = runId === undefined ? await currentRun(tracking) : await tracking.runs.get(runId)
  if (run === undefined) throw new UserError('data.no_run')
  return run
}

/** Runs that are looked through for tables. */
const LOOKED_THROUGH = 20

/**
 * The run of that id, else the newest one that has tables, of that step where one is named: a run that failed early does
 * not hide what the one before made. @throws UserError `data.no_run`, `run_not_found`
 */
export async function runWithTables(
  runId: string | undefined,
  engine: Engine,
  signal: AbortSignal,
  step?: string,
): Promise<Run> {
  if (runId !== undefined) return engine.tracking.runs.get(runId)
  for (const run of await pipelineRuns(engine.tracking, LOOKED_THROUGH)) {
    const tables = await storedTables(run, engine, signal)
    if (tables.some((table) => step === undefined || table.step === step)) return run
  }
  return runOf(undefined, engine)
}

/** The steps of a run by name, as far as it came. */
export async function trackedSteps(run: Run, engine: Engine, signal: AbortSignal): Promise<Map<string, TrackedStep>> {
  const children = await engine.tracking.runs.children(run.id)
  const steps = new Map<string, TrackedStep>()
  await Promise.all(
    children.map(async (child) => {
      const { step } = child.tags
      if (step !== undefined) steps.set(step, { run: child, record: await recordOf(child, engine, signal) })
    }),
  )
  return steps
}

/** What a stage's tracked run stored; undefined where that is not (yet, or no longer) there. */
export async function recordOf(child: Run, { store }: Engine, signal: AbortSignal): Promise<StageRecord | undefined> {
  const { step, hash } = child.tags
  const stage = STAGES.find((name) => name === step)
  return stage === undefined || hash === undefined ? undefined : findStage(store, stage, hash, signal)
}

/** A table of a run, and the objects that hold it: several for the months of the download. */
export interface StoredTable extends RunTable {
  keys: string[]
}

/** The tables of a run that are in the store, in the order of its steps. */
export async function storedTables(run: Run, engine: Engine, signal: AbortSignal): Promise<StoredTable[]> {
  const steps = await trackedSteps(run, engine, signal)
  return STEPS.flatMap((step) => {
    const record = steps.get(step)?.record
    return record === undefined ? [] : tablesOf(record)
  })
}

/** What is learned from comes before what it is tested on; other tables come last. */
const PARTS = ['train', 'test']

function tablesOf(record: StageRecord): StoredTable[] {
  const outputs = record.outputs.filter(({ key }) => key.endsWith('.parquet'))
  const step: StageName = record.stage
  if (step === 'download') {
    const rows = outputs.reduce((sum, { rows = 0 }) => sum + rows, 0)
    return [{ step, table: 'months', view: step, rows, keys: outputs.map(({ key }) => key) }]
  }
  const place = ({ name }: { name: string }) => (PARTS.includes(name) ? PARTS.indexOf(name) : PARTS.length)
  const ordered = outputs.toSorted((a, b) => place(a) - place(b))
  return ordered.map(({ name, rows = null, key }) => ({
    step,
    table: name,
    view: outputs.length === 1 ? step : `${step}_${name}`,
    rows,
    keys: [key],
  }))
}

/** One table of a run. @throws UserError `data.no_table` where it is not in the store */
export async function findTable(
  { step, table, runId }: { step: string; table?: string | undefined; runId?: string | undefined },
  engine: Engine,
  signal: AbortSignal,
): Promise<StoredTable> {
  const run = await runWithTables(runId, engine, signal, step)
  const child = (await engine.tracking.runs.children(run.id)).find(({ tags }) => tags.step === step)
  const record = child && (await recordOf(child, engine, signal))
  const tables = record === undefined ? [] : tablesOf(record)
  const found = table === undefined ? tables[0] : tables.find((candidate) => candidate.table === table)
  if (found === undefined) throw new UserError('data.no_table', { step, table: table ?? '–' })
  return found
}

/** Local Parquet files of a table, brought in where the store is remote. */
export async function localFiles(table: StoredTable, { store }: Engine, signal: AbortSignal): Promise<string[]> {
  return Promise.all(
    table.keys.map(async (key) => {
      const file = await store.localCopy(key, signal)
      if (file === undefined) throw new UserError('data.no_table', { step: table.step, table: table.table })
      return file
    }),
  )
}
