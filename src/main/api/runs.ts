import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import type { Run } from '../tracking/runs.ts'
import { RUN_KINDS, RUN_STATUSES } from '../tracking/schema.ts'
import { findRuns, runKeys } from '../tracking/search/findRuns.ts'
import { withoutNaN } from './stepDetails.ts'
import { procedure, router } from './trpc.ts'

const idSchema = z.strictObject({ runId: z.string().min(1).max(64) })
/** Bytes of an artifact that are shown in place. */
const VIEW_BYTES = 5_000_000

export const runs = router({
  /** Runs that a search finds, newest first, a page at a time: `metrics.mcc > 0.6 and params.learner = 'boosting'`. */
  list: procedure
    .input(
      z.strictObject({
        search: z.string().max(2000).default(''),
        kind: z.enum(RUN_KINDS).optional(),
        status: z.enum(RUN_STATUSES).optional(),
        /** Null: only runs without a parent. */
        parentId: z.string().max(64).nullable().optional(),
        deleted: z.boolean().default(false),
        /** `start_time`, `duration`, `name`, `metrics.mcc`, `params.learner`, … */
        sort: z.strictObject({ by: z.string().max(200), descending: z.boolean().default(true) }).optional(),
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(1000).default(100),
      }),
    )
    .query(async ({ ctx, input }) => {
      const { total, runs: found } = await findRuns(ctx.workbench.tracking, input)
      return { total, runs: found.map(runOut) }
    }),
  /** Names that runs have: what can be searched for, and shown as columns. */
  keys: procedure.query(({ ctx }) => runKeys(ctx.workbench.tracking)),
  get: procedure
    .input(idSchema)
    .query(async ({ ctx, input }) => runOut(await ctx.workbench.tracking.runs.get(input.runId))),
  children: procedure
    .input(idSchema)
    .query(async ({ ctx, input }) => (await ctx.workbench.tracking.runs.children(input.runId)).map(runOut)),
  /** Every step of a metric. */
  history: procedure.input(idSchema.extend({ metric: z.string().max(250) })).query(async ({ ctx, input }) => {
    const points = await ctx.workbench.tracking.runs.history(input.runId, input.metric)
    return points.map(({ step, time, value }) => ({ step, time, value: Number.isFinite(value) ? value : null }))
  }),
  /** An artifact to be shown: JSON as a value, text as text; of other kinds only what it is (download it by `url`). */
  artifact: procedure.input(idSchema.extend({ path: z.string().min(1).max(1000) })).query(async ({ ctx, input }) => {
    const { tracking } = ctx.workbench
    const run = await tracking.runs.get(input.runId)
    const artifact = run.artifacts.find(({ path }) => path === input.path)
    if (artifact === undefined) throw new UserError('artifact_missing', { run: input.runId, path: input.path })
    const { path, bytes } = artifact
    const url = `files/artifacts/${run.id}/${path.split('/').map(encodeURIComponent).join('/')}`
    const kind = kindOf(path)
    if (kind === 'binary' || bytes > VIEW_BYTES) return { path, bytes, url, kind: 'binary' as const }
    const text = (await tracking.artifacts.read(run.id, path)).toString('utf8')
    if (kind === 'text') return { path, bytes, url, kind, text }
    const value: unknown = JSON.parse(text)
    return { path, bytes, url, kind, value }
  }),
  /** Up to eight runs side by side, with the names whose values differ first. */
  compare: procedure
    .input(z.strictObject({ runIds: z.array(z.string().min(1).max(64)).min(1).max(8) }))
    .query(async ({ ctx, input }) => {
      const { tracking } = ctx.workbench
      const found = await Promise.all(input.runIds.map((id) => tracking.runs.get(id)))
      const params = namesOf(found.map((run) => run.params))
      const metrics = namesOf(found.map((run) => run.metrics))
      return { runs: found.map(runOut), params, metrics }
    }),
  /** Sets a run's note, in Markdown; empty removes it. MLflow keeps it as a tag of the same name. */
  note: procedure.input(idSchema.extend({ note: z.string().max(20_000) })).mutation(async ({ ctx, input }) => {
    const run = await ctx.workbench.tracking.runs.get(input.runId)
    await ctx.workbench.tracking.runs.setTag(run.id, NOTE_TAG, input.note === '' ? undefined : input.note)
  }),
  /** Sets a tag of a run; null removes it. */
  tag: procedure
    .input(
      idSchema.extend({
        name: z
          .string()
          .min(1)
          .max(250)
          .regex(/^[\w./ -]+$/),
        value: z.string().max(5000).nullable(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const run = await ctx.workbench.tracking.runs.get(input.runId)
      await ctx.workbench.tracking.runs.setTag(run.id, input.name, input.value ?? undefined)
    }),
  /** Hides a run and those within it, until `restore`. */
  delete: procedure.input(idSchema).mutation(async ({ ctx, input }) => {
    await ctx.workbench.tracking.runs.remove(input.runId)
  }),
  restore: procedure.input(idSchema).mutation(async ({ ctx, input }) => {
    await ctx.workbench.tracking.runs.restore(input.runId)
  }),
})

const NOTE_TAG = 'mlflow.note.content'

/** A run as JSON can hold it. */
export function runOut(run: Run) {
  const { [NOTE_TAG]: note = '', ...tags } = run.tags
  return {
    ...run,
    parentId: run.parentId ?? null,
    endTime: run.endTime ?? null,
    error: run.error ?? null,
    deletedAt: run.deletedAt ?? null,
    metrics: withoutNaN(run.metrics),
    tags,
    note,
  }
}

function kindOf(path: string): 'json' | 'text' | 'binary' {
  if (path.endsWith('.json')) return 'json'
  return /\.(txt|md|csv|log|sql|svg)$/.test(path) ? 'text' : 'binary'
}

/** All names, those whose values differ first, each group in alphabetical order. */
function namesOf(values: Record<string, string | number>[]): { name: string; differs: boolean }[] {
  const names = [...new Set(values.flatMap((record) => Object.keys(record)))].sort()
  const all = names.map((name) => ({ name, differs: new Set(values.map((record) => record[name])).size > 1 }))
  return [...all.filter(({ differs }) => differs), ...all.filter(({ differs }) => !differs)]
}
