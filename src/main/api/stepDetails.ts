import { z } from 'zod'
import type { RunState, Step } from '../../shared/pipeline/runState.ts'
import type { Note, PlotlyFigure, StepDetails, StoredFigure } from '../../shared/pipeline/stepDetails.ts'
import { runState } from '../jobs/runState.ts'
import { featuresFittedSchema } from '../pipeline/featurizer/fitted.ts'
import { distinctValues } from '../tables/distinctValues.ts'
import { localFiles, recordOf, runOf, type StoredTable, storedTables } from '../tables/runTables.ts'
import type { Run } from '../tracking/runs.ts'
import { findRuns } from '../tracking/search/findRuns.ts'
import type { Workbench } from '../workbench.ts'
import { runLog } from '../workspace/readLog.ts'
import type { ApiContext } from './context.ts'
import { type NoteSources, notesOf } from './notes.ts'

const figureSchema = z.object({
  data: z.array(z.looseObject({ type: z.string() })),
  layout: z.record(z.string(), z.unknown()),
})

const verdictSchema = z.object({
  verdict: z
    .object({
      promote: z.boolean(),
      code: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
    })
    .nullable(),
})
export type RecordedVerdict = NonNullable<z.output<typeof verdictSchema>['verdict']>

/** What a step of a run did: of the pipeline's current or last run where none is named. */
export async function stepDetails(
  { step, runId }: { step: Step; runId?: string | undefined },
  context: Pick<ApiContext, 'workbench' | 'reader' | 'jobs'>,
  signal: AbortSignal = new AbortController().signal,
): Promise<StepDetails> {
  const { workbench, jobs } = context
  const { tracking } = workbench
  const run = await runOf(runId, workbench)
  const state = await runState(run, tracking, jobs.live())
  const children = await tracking.runs.children(run.id)
  const child = children.find(({ tags }) => tags.step === step)
  const learners = TRAINING.has(step) ? rankedLearners(children) : []
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
    notes:
      child === undefined ? [] : await notes(step, { state, run, child, learners, record, tables }, context, signal),
    learners: learners.map(({ id, tags, params, metrics }) => ({
      runId: id,
      learner: tags.learner ?? params.learner ?? '',
      params,
      metrics: withoutNaN(metrics),
    })),
    log: await runLog(workbench.workspace, run, child && { ...child, name: step }),
  }
}

const TRAINING: ReadonlySet<Step> = new Set(['train', 'evaluate', 'promote'])

interface Known {
  state: RunState
  run: Run
  /** The step's own run. */
  child: Run
  learners: Run[]
  record: NoteSources['record']
  tables: StoredTable[]
}

async function notes(
  step: Step,
  { state, run, child, learners, record, tables }: Known,
  context: Pick<ApiContext, 'workbench' | 'reader'>,
  signal: AbortSignal,
): Promise<Note[]> {
  const said = notesOf({
    step: stepOf(state, step),
    state,
    run: child,
    record,
    learners,
    spread: step === 'train' ? await foldSpread(learners[0], context.workbench) : 0,
    distinct: step === 'features' ? await distinctOf(record, tables, context, signal) : [],
    changed: step === 'enrich' ? await changedDistrict(run, context.workbench) : undefined,
  })
  const verdict = step === 'promote' ? await verdictOf(child, context.workbench) : undefined
  return verdict === undefined ? said : [{ code: verdict.code, params: verdict.params }, ...said]
}

/** Why the model of a step Promote became champion or not; undefined where no verdict was given. */
export async function verdictOf(
  promote: Run,
  workbench: Pick<Workbench, 'tracking'>,
): Promise<RecordedVerdict | undefined> {
  const document = await documentOf(promote, 'verdict.json', workbench)
  return verdictSchema.safeParse(document).data?.verdict ?? undefined
}

/** The runs of learners among a pipeline run's, the best on the folds first. */
function rankedLearners(children: Run[]): Run[] {
  const mcc = ({ metrics }: Run) => metrics.cv_mcc ?? Number.NEGATIVE_INFINITY
  return children.filter(({ kind }) => kind === 'training').sort((a, b) => mcc(b) - mcc(a))
}

/** Difference of a learner's best and worst fold, in MCC. */
async function foldSpread(learner: Run | undefined, { tracking }: Workbench): Promise<number> {
  const folds = learner === undefined ? [] : await tracking.runs.history(learner.id, 'cv_fold_mcc')
  const values = folds.map(({ value }) => value)
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values)
}

/** How many values the selected features take before and after balancing. */
async function distinctOf(
  record: NoteSources['record'],
  tables: StoredTable[],
  { workbench, reader }: Pick<ApiContext, 'workbench' | 'reader'>,
  signal: AbortSignal,
): Promise<NoteSources['distinct']> {
  const selected = featuresFittedSchema.safeParse(record?.fitted).data?.selected ?? []
  const before = tables.find(({ view }) => view === 'scale_train')
  const after = tables.find(({ view }) => view === 'balance_train')
  if (before === undefined || after === undefined || selected.length === 0) return []
  const count = async (table: StoredTable) => {
    const files = await localFiles(table, workbench, signal)
    return reader.ask(signal, (connection) => distinctValues(connection, files, selected))
  }
  const [real, made] = [await count(before), await count(after)]
  return selected.map((feature, k) => ({ feature, real: real[k]!, made: made[k]! }))
}

/** The district whose share of the incidents differs most from the run before on another date or data. */
async function changedDistrict(run: Run, workbench: Workbench): Promise<NoteSources['changed']> {
  const { runs } = await findRuns(workbench.tracking, {
    search: `name like 'pipeline%' and status = 'FINISHED'`,
    ...{ kind: 'pipeline', parentId: null, deleted: false, offset: 0, limit: 20 },
  })
  const before = runs.find(
    (other) => other.id < run.id && (other.params.date !== run.params.date || other.params.data !== run.params.data),
  )
  const [old, now] = [before && (await districtShares(before, workbench)), await districtShares(run, workbench)]
  if (before === undefined || old === undefined || now === undefined) return undefined
  const changes = [...now].map(([district, after]) => ({ district, before: old.get(district) ?? 0, after }))
  const [most] = changes.sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
  return most && { run: before.name, ...most }
}

const barsSchema = z.object({
  data: z.array(z.object({ x: z.array(z.coerce.string()), y: z.array(z.number()) })).min(1),
})

/** Share of the incidents by district, of the chart that a run's summary stored. */
async function districtShares(run: Run, workbench: Workbench): Promise<Map<string, number> | undefined> {
  const children = await workbench.tracking.runs.children(run.id)
  const summary = children.find(({ tags }) => tags.step === 'summary')
  const bars = barsSchema.safeParse(await documentOf(summary, 'figures/by_district.json', workbench)).data?.data
  if (bars === undefined) return undefined
  const counts = new Map<string, number>()
  for (const { x, y } of bars) {
    for (const [k, district] of x.entries()) counts.set(district, (counts.get(district) ?? 0) + (y[k] ?? 0))
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  return new Map([...counts].map(([district, count]) => [district, count / total]))
}

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
  const figures = paths.map(async (path): Promise<StoredFigure[]> => {
    const figure = figureSchema.safeParse(await documentOf(run, path, workbench))
    return figure.success ? [{ path, runId: run.id, figure: figure.data satisfies PlotlyFigure }] : []
  })
  return (await Promise.all(figures)).flat()
}

/** A JSON artifact of a run; undefined where it has none. */
async function documentOf(
  run: Run | undefined,
  path: string,
  { tracking }: Pick<Workbench, 'tracking'>,
): Promise<object | undefined> {
  if (!run?.artifacts.some((artifact) => artifact.path === path)) return undefined
  const document: unknown = JSON.parse((await tracking.artifacts.read(run.id, path)).toString('utf8'))
  return typeof document === 'object' && document !== null ? document : undefined
}
