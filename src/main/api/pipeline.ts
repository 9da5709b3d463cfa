import { userInfo } from 'node:os'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { PRESETS, recipeSchema } from '../../shared/pipeline/recipe.ts'
import { REQUEST_FILE, type RunRequest, runRequestSchema } from '../../shared/pipeline/runRequest.ts'
import { type PipelineState, type RunState, STAGES, STEPS } from '../../shared/pipeline/runState.ts'
import { currentRun, otherRun, runState } from '../jobs/runState.ts'
import type { Work } from '../jobs/work.ts'
import { adjustRecipe, recipeParameters } from '../pipeline/loadRecipe.ts'
import { readSettings } from '../workspace/settings.ts'
import { watched } from './changes.ts'
import type { ApiContext } from './context.ts'
import { stepDetails } from './stepDetails.ts'
import { procedure, router } from './trpc.ts'

/** How often the runs of other processes are looked at. */
const LOOK_MS = 1000
const RECOVER_MS = 5000

const startSchema = runRequestSchema.extend({
  fromStage: z.enum(STAGES).optional(),
  toStage: z.enum(STAGES).optional(),
})
export type StartRequest = z.input<typeof startSchema>

const runSchema = z.strictObject({ runId: z.string().max(64).optional() })

export const pipeline = router({
  /** The run that goes on in the workspace, in whichever process, else the last one; anew after each change. */
  state: procedure.subscription(({ ctx, signal }) =>
    watched(watchedState(ctx), ctx.jobs.onChange, { everyMs: LOOK_MS, signal }),
  ),
  /** The same, once. */
  now: procedure.query(({ ctx }) => pipelineState(ctx)),
  /** One run with its steps. */
  run: procedure
    .input(z.strictObject({ runId: z.string().max(64) }))
    .query(
      async ({ ctx, input }): Promise<RunState> =>
        runState(await ctx.workbench.tracking.runs.get(input.runId), ctx.workbench.tracking, ctx.jobs.live()),
    ),
  start: procedure.input(startSchema).mutation(async ({ ctx, input }) => ({ runId: await startRun(input, ctx) })),
  cancel: procedure.input(z.strictObject({ runId: z.string().max(64) })).mutation(({ ctx, input }) => {
    ctx.jobs.cancel(input.runId)
  }),
  /** Starts the last run again, with what is changed here: finished steps are found stored. */
  retry: procedure
    .input(startSchema.pick({ recipe: true, fromStage: true, toStage: true }).optional())
    .mutation(async ({ ctx, input: { recipe, fromStage, toStage } = {} }) => {
      const last = await lastRequest(ctx)
      return { runId: await startRun({ ...last, recipe: recipe ?? last.recipe, fromStage, toStage }, ctx) }
    }),
  /** What a step did: parameters, metrics, what to know, SQL, figures, log. */
  step: procedure
    .input(runSchema.extend({ step: z.enum(STEPS) }))
    .query(({ ctx, input, signal }) => stepDetails(input, ctx, signal)),
  /** The recipes that ship, every parameter with its default and what is allowed, and all as JSON Schema for a form. */
  recipe: procedure.query(() => ({
    presets: PRESETS,
    parameters: recipeParameters(),
    schema: z.toJSONSchema(recipeSchema, { io: 'input' }),
  })),
})

async function pipelineState({ workbench: { tracking }, jobs }: ApiContext): Promise<PipelineState> {
  const run = await currentRun(tracking)
  return {
    run: run === undefined ? null : await runState(run, tracking, jobs.live()),
    other: await otherRun(tracking),
  }
}

/**
 * The state while a window watches. A run of another process that was killed is found out by looking for the process,
 * every few seconds, since nothing else would tell.
 */
function watchedState(context: ApiContext): () => Promise<PipelineState> {
  let recovered = 0
  return async () => {
    const state = await pipelineState(context)
    const elsewhere = (state.run?.status === 'RUNNING' && !state.run.here) || state.other !== null
    if (!elsewhere || Date.now() - recovered < RECOVER_MS) return state
    recovered = Date.now()
    await context.workbench.tracking.recover()
    return pipelineState(context)
  }
}

/** Starts a run of this process; resolves with its id as soon as it is tracked. */
async function startRun(request: z.output<typeof startSchema>, context: ApiContext): Promise<string> {
  const { workbench, jobs, cwd } = context
  const { portal } = await readSettings(workbench.workspace.paths.settings)
  const { source, stationsFile, date, fromStage, toStage, csv, allowSchemaChange } = request
  const recipe = adjustRecipe(request.recipe ?? PRESETS.classic, [])
  const work: Work = {
    kind: 'pipeline',
    source: source.kind === 'socrata' ? { kind: 'socrata', portal: source.portal ?? portal } : source,
    recipe,
    ...{ stationsFile, date, fromStage, toStage, csv, allowSchemaChange, cwd },
    promotion: 'by_rule',
    actor: userInfo().username,
  }
  return jobs.start((watch) => context.inThread(work, { ...watch, onProgress() {} }))
}

/** What the last run was asked for. @throws UserError `data.no_run`, `artifact_missing` where an older version ran it */
export async function lastRequest({ workbench: { tracking } }: ApiContext): Promise<RunRequest> {
  const run = await currentRun(tracking)
  if (run === undefined) throw new UserError('data.no_run')
  return runRequestSchema.parse(JSON.parse((await tracking.artifacts.read(run.id, REQUEST_FILE)).toString('utf8')))
}
