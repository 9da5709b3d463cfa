import { userInfo } from 'node:os'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import type { Said } from '../../shared/pipeline/runState.ts'
import { AUDIT_KINDS } from '../../shared/schedule/audit.ts'
import { retrainingPolicySchema } from '../../shared/schedule/retraining.ts'
import { SCHEDULE_PRESETS, scheduleRequestSchema } from '../../shared/schedule/schedule.ts'
import { scheduleSentence } from '../../shared/schedule/scheduleSentence.ts'
import { changePolicy, readPolicy } from '../retraining/policy.ts'
import { checkTimetable, nextTimes } from '../schedule/cron.ts'
import { procedure, router } from './trpc.ts'

const nameSchema = z.strictObject({ name: z.string().min(1).max(50) })
const timetableSchema = z.strictObject({ cron: z.string().trim().min(1).max(200), zone: z.string().min(1).max(100) })
const SHOWN = 3

export const schedule = router({
  /** The schedules with their next times, who does the runs, and what waits or runs. */
  state: procedure.query(async ({ ctx }) => {
    const { schedules, history, executor, clock } = ctx.schedule
    const runs = await history.list({ limit: 50 })
    const doer = executor()
    return {
      schedules: await schedules.list(),
      executor: doer === undefined ? null : { ...doer, here: doer.pid === process.pid },
      current: runs.filter(({ status }) => status === 'running' || status === 'waiting'),
      now: clock.now(),
    }
  }),
  /** What ran, newest first. */
  history: procedure
    .input(z.strictObject({ name: z.string().max(50).optional(), limit: z.int().min(1).max(500).default(100) }))
    .query(({ ctx, input }) => ctx.schedule.history.list({ schedule: input.name, limit: input.limit })),
  /** What a timetable means, in words and in its next times; or what is wrong with it, by field. */
  check: procedure.input(timetableSchema).query(({ ctx, input }) => {
    const now = ctx.schedule.clock.now()
    const problems: { cron?: Said; zone?: Said } = {}
    try {
      checkTimetable(input, now)
      return { sentence: scheduleSentence(input), next: nextTimes(input, now, SHOWN), problems }
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      const field = error.code === 'schedule.invalid_zone' ? 'zone' : 'cron'
      problems[field] = { code: error.code, params: error.params }
      return { sentence: null, next: [], problems }
    }
  }),
  /** Changes a schedule, or makes one, and starts it. */
  set: procedure
    .input(
      nameSchema.extend({
        ...timetableSchema.partial().shape,
        request: scheduleRequestSchema.optional(),
        retrain: z.enum(['always', 'when_needed']).optional(),
        retries: z.int().min(0).max(20).optional(),
      }),
    )
    .mutation(({ ctx, input: { name, ...change } }) => ctx.schedule.schedules.set(name, change, userInfo().username)),
  pause: procedure
    .input(nameSchema)
    .mutation(({ ctx, input }) => ctx.schedule.schedules.pause(input.name, userInfo().username)),
  resume: procedure
    .input(nameSchema)
    .mutation(({ ctx, input }) => ctx.schedule.schedules.resume(input.name, userInfo().username)),
  remove: procedure
    .input(nameSchema)
    .mutation(({ ctx, input }) => ctx.schedule.schedules.remove(input.name, userInfo().username)),
  runNow: procedure.input(nameSchema).mutation(({ ctx, input }) => ctx.schedule.request(input.name)),
  presets: procedure.query(() => SCHEDULE_PRESETS),
  policy: procedure.query(({ ctx }) => readPolicy(ctx.workbench.workspace)),
  /** Changes the retraining policy. */
  setPolicy: procedure
    .input(retrainingPolicySchema)
    .mutation(({ ctx, input }) => changePolicy(ctx.workbench.workspace, input, ctx.schedule.audit)),
  /** The audit log, newest first, and the models that it is about. */
  audit: procedure
    .input(
      z.strictObject({
        kinds: z.array(z.enum(AUDIT_KINDS)).min(1).max(AUDIT_KINDS.length).optional(),
        model: z.string().max(250).optional(),
        since: z.number().optional(),
        /** Id of the oldest event that is known, for the page after it. */
        cursor: z.int().optional(),
        /** Said by the window's paging; pages go one way only. */
        direction: z.enum(['forward', 'backward']).optional(),
        limit: z.int().min(1).max(500).default(50),
      }),
    )
    .query(({ ctx, input: { cursor, direction: _, ...filter } }) =>
      ctx.schedule.audit.list({ ...filter, before: cursor }),
    ),
  /** Whether every event of the audit log is as it was written. */
  verifyAudit: procedure.query(({ ctx }) => ctx.schedule.audit.verify()),
})
