import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { MOST_TRIALS, type TrialState, TUNED_LEARNERS, type TuningState } from '../../shared/pipeline/tuningState.ts'
import { tuningFigures } from '../figures/tuning.ts'
import type { Work } from '../jobs/work.ts'
import { SPACES } from '../learners/tuning/space.ts'
import { bestTrial } from '../learners/tuning/trial.ts'
import type { Run } from '../tracking/runs.ts'
import { pruneReason, trialOf } from '../training/tuning/trackedTrial.ts'
import { watched } from './changes.ts'
import type { ApiContext } from './context.ts'
import { procedure, router } from './trpc.ts'

/** How often the searches of other processes are looked at. */
const LOOK_MS = 1000

export const tuning = router({
  /** A search, going on or ended; anew after each change. */
  state: procedure
    .input(z.strictObject({ runId: z.string().min(1).max(64) }))
    .subscription(({ ctx, input, signal }) =>
      watched(stateReader(input.runId, ctx), ctx.jobs.onChange, { everyMs: LOOK_MS, signal }),
    ),
  /** Starts a search on the newest ml-ready set, or on that of a date. `pipeline.cancel` ends it; the same again goes on. */
  start: procedure
    .input(
      z.strictObject({
        trials: z.int().min(1).max(MOST_TRIALS),
        learner: z.enum(TUNED_LEARNERS).default('gradient-boosting'),
        date: z.iso.date().optional(),
        allowSchemaChange: z.boolean().default(false),
      }),
    )
    .mutation(async ({ ctx, input: { trials, learner, date, allowSchemaChange } }) => {
      const work: Work = { kind: 'tune', trials, learner, date, allowSchemaChange, settings: [] }
      return { runId: await ctx.jobs.start((watch) => ctx.inThread(work, { ...watch, onProgress() {} })) }
    }),
})

/** Reads the state of a search; figures are made anew only when another trial has ended. */
function stateReader(runId: string, { workbench: { tracking }, jobs }: ApiContext): () => Promise<TuningState> {
  let drawn = -1
  let figures: TuningState['figures'] = []
  return async () => {
    const run = await tracking.runs.get(runId)
    const learner = TUNED_LEARNERS.find((known) => known === run.params.learner)
    if (run.kind !== 'tuning' || learner === undefined) throw new UserError('tuning.no_tuning', { run: run.name })
    const children = await tracking.runs.children(run.id)
    const ended = children.flatMap((child) => trialOf(child) ?? [])
    if (ended.length !== drawn) {
      drawn = ended.length
      figures = Object.entries(tuningFigures(ended, SPACES[learner])).map(([name, figure]) => ({ name, figure }))
    }
    const live = jobs.live()
    const here = live?.runId === run.id
    return {
      ...{ runId: run.id, status: run.status, here, pid: run.pid, learner },
      stopping: here && live.stopping,
      recipe: run.params.recipe ?? null,
      total: Number(run.params.trials ?? ended.length),
      step: children.find(({ kind, status }) => kind === 'stage' && status === 'RUNNING')?.tags.step ?? null,
      trials: children.flatMap((child) => (child.kind === 'trial' ? [trialState(child)] : [])),
      best: bestTrial([...ended].sort((a, b) => a.number - b.number))?.number ?? null,
      parameters: SPACES[learner].map(({ name }) => name),
      figures,
    }
  }
}

function trialState(run: Run): TrialState {
  const trial = trialOf(run)
  const common = { runId: run.id, reused: run.tags.reused === 'true' }
  if (trial === undefined) {
    const state = run.status === 'RUNNING' ? 'RUNNING' : 'KILLED'
    const none = { params: {}, score: null, foldScores: [], reason: null, elapsedMs: null }
    return { ...common, number: Number(run.tags.trial ?? 0), state, ...none }
  }
  const { number, state, params, score, foldScores, pruned, elapsedMs } = trial
  const reason = pruned === null ? (run.error ?? null) : pruneReason(pruned)
  return { ...common, number, state, params: { ...params }, score, foldScores, reason, elapsedMs }
}
