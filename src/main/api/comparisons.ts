import { z } from 'zod'
import { COMPARISON_FILE, comparisonSchema } from '../../shared/pipeline/comparison.ts'
import { LEARNERS } from '../../shared/pipeline/learnerParams.ts'
import { PRESETS } from '../../shared/pipeline/recipe.ts'
import { sourceRequestSchema } from '../../shared/pipeline/runRequest.ts'
import type { StepProgress } from '../../shared/pipeline/runState.ts'
import type { Work } from '../jobs/work.ts'
import { loadRecipe } from '../pipeline/loadRecipe.ts'
import { findRuns } from '../tracking/search/findRuns.ts'
import { readSettings } from '../workspace/settings.ts'
import { watched } from './changes.ts'
import type { ApiContext } from './context.ts'
import { lastRequest } from './pipeline.ts'
import { runOut } from './runs.ts'
import { procedure, router } from './trpc.ts'

const LOOK_MS = 1000
const LISTED = 20

const startSchema = z.strictObject({
  /** Those of the last run, with its date, where absent. */
  source: sourceRequestSchema.optional(),
  date: z.iso.date().optional(),
  /** Recipes that ship, by name. */
  recipes: z
    .array(z.enum(Object.keys(PRESETS)))
    .min(1)
    .max(8),
  /** Each recipe's own where absent. */
  learners: z.array(z.enum(LEARNERS)).min(1).optional(),
  /** Seeds of the split. */
  seeds: z.array(z.int().min(0)).min(1).max(20).default([42]),
  /** Primary types that are left out of a second scoring. */
  without: z.array(z.string().min(1).max(100)).max(20).default([]),
  /** `recipe/learner`; the first where absent. */
  baseline: z.string().max(200).optional(),
  resamples: z.int().min(100).max(10_000).default(1000),
  /** `stage.param=value`, for every recipe. */
  settings: z.array(z.string().max(1000)).max(50).default([]),
})

/** The comparison that goes on in this process. */
interface LiveComparison {
  runId: string
  stopping: boolean
  progress: StepProgress | null
}

export const comparisons = router({
  /** Trains and scores recipes × learners as a run of this process; cancel it as any run. */
  start: procedure
    .input(startSchema)
    .mutation(async ({ ctx, input }) => ({ runId: await startComparison(input, ctx) })),
  /** The comparison that this process does, anew after each change; null while it does none. */
  state: procedure.subscription(({ ctx, signal }) =>
    watched(() => liveComparison(ctx), ctx.jobs.onChange, { everyMs: LOOK_MS, signal }),
  ),
  /** The newest comparisons, of whichever process, with their state. */
  list: procedure.query(async ({ ctx }) => {
    const { runs } = await findRuns(ctx.workbench.tracking, {
      search: `name like 'compare%'`,
      ...{ kind: 'pipeline', parentId: null, deleted: false, offset: 0, limit: LISTED },
    })
    return runs.map(runOut)
  }),
  /** What a comparison found; null where it has not ended well, or is of an older version. @throws UserError `run_not_found` */
  get: procedure.input(z.strictObject({ runId: z.string().min(1).max(64) })).query(async ({ ctx, input }) => {
    const { runs, artifacts } = ctx.workbench.tracking
    const run = await runs.get(input.runId)
    if (!run.artifacts.some(({ path }) => path === COMPARISON_FILE)) return null
    const stored: unknown = JSON.parse((await artifacts.read(run.id, COMPARISON_FILE)).toString('utf8'))
    return comparisonSchema.safeParse(stored).data ?? null
  }),
})

async function startComparison(input: z.output<typeof startSchema>, context: ApiContext): Promise<string> {
  const { workbench, jobs, cwd } = context
  const { portal } = await readSettings(workbench.workspace.paths.settings)
  const { recipes, learners, seeds, without, baseline, resamples, settings } = input
  const asked = input.source === undefined ? await lastRequest(context) : { source: input.source }
  const { source, stationsFile, date } = { stationsFile: undefined, date: undefined, ...asked }
  const work: Work = {
    kind: 'compare',
    source: source.kind === 'socrata' ? { kind: 'socrata', portal: source.portal ?? portal } : source,
    stationsFile,
    date: input.date ?? date,
    cwd,
    recipes: await Promise.all(recipes.map((name) => loadRecipe(name, settings))),
    ...{ learners, seeds, without, baseline, resamples },
  }
  return jobs.start((watch) => context.inThread(work, { ...watch, onProgress() {} }))
}

async function liveComparison({ jobs, workbench: { tracking } }: ApiContext): Promise<LiveComparison | null> {
  const live = jobs.live()
  if (live === undefined) return null
  const { name } = await tracking.runs.get(live.runId)
  if (!name.startsWith('compare')) return null
  return { runId: live.runId, stopping: live.stopping, progress: live.progress.get('train') ?? null }
}
