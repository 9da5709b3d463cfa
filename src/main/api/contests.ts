import { userInfo } from 'node:os'
import { z } from 'zod'
import { text } from '../../shared/messages/index.ts'
import { contestRuleSchema } from '../../shared/serving/contest.ts'
import { judgeContest, plannedRows } from '../monitoring/contest/judgeContest.ts'
import { superviseContest } from '../monitoring/contest/superviseContest.ts'
import { servedModel } from '../serving/servingDesk.ts'
import type { Workbench } from '../workbench.ts'
import { readSettings } from '../workspace/settings.ts'
import { procedure, router } from './trpc.ts'

const planSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('shadow') }),
  z.strictObject({ mode: z.literal('split'), share: z.number().gt(0).lt(1) }),
])
const modelSchema = z.strictObject({ model: z.string().min(1).max(250) })
const changeSchema = modelSchema.extend({ plan: planSchema })

/** Trials of the challenger beside the champion that is served. */
export const contests = router({
  /** The trial that goes on and what it says so far; null for each where there is none. */
  now: procedure.query(async ({ ctx }) => {
    const { registry } = ctx.workbench
    const model = await servedModel(registry)
    const judging = await judgingOf(ctx.workbench)
    const running = await registry.contests.running(model)
    const [last] = await registry.contests.all(model)
    return {
      model,
      champion: (await registry.aliased(model, 'champion'))?.version ?? null,
      challenger: (await registry.aliased(model, 'challenger'))?.version ?? null,
      maturityDays: judging.rule.maturityDays,
      report: running === undefined ? null : await judgeContest(running, judging),
      last: last === undefined || last.endedAt === undefined ? null : { ...last, outcome: last.outcome ?? null },
    }
  }),
  /** Incidents with settled labels that a trial would need. */
  needed: procedure.input(z.strictObject({ plan: planSchema })).query(async ({ ctx, input }) => {
    const { rule } = await judgingOf(ctx.workbench)
    return { rows: plannedRows(rule, input.plan) }
  }),
  start: procedure
    .input(changeSchema)
    .mutation(({ ctx, input }) => ctx.workbench.registry.contests.start(input.model, input.plan, byHand())),
  /** Ends the trial and starts another, from nothing. */
  change: procedure
    .input(changeSchema)
    .mutation(({ ctx, input }) => ctx.workbench.registry.contests.change(input.model, input.plan, byHand())),
  stop: procedure
    .input(modelSchema)
    .mutation(({ ctx, input }) =>
      ctx.workbench.registry.contests.end(input.model, { code: 'contest_by_hand', params: {} }, byHand()),
    ),
  /** Judges the trial and the champion, and acts on it by the rule. */
  supervise: procedure.input(modelSchema).mutation(async ({ ctx, input }) => {
    const { action } = await superviseContest(input.model, {
      ...(await judgingOf(ctx.workbench)),
      actor: userInfo().username,
    })
    return action
  }),
})

function byHand() {
  return { reason: text('cli.models.by_hand'), actor: userInfo().username }
}

async function judgingOf({ registry, tracking, workspace }: Workbench) {
  const { contest } = await readSettings(workspace.paths.settings)
  return { registry, database: tracking.database, rule: contestRuleSchema.parse(contest ?? {}), now: Date.now() }
}
