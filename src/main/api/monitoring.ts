import { resolve } from 'node:path'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import {
  type DistributionDrift,
  type DriftReport,
  driftReportSchema,
  PERFORMANCE_METRICS,
} from '../../shared/monitoring/drift.ts'
import { distancesInLimits, distribution, scoreByMonth } from '../figures/drift.ts'
import type { Work } from '../jobs/work.ts'
import { REPORT_JSON } from '../monitoring/checkDrift.ts'
import { newerRuns } from '../monitoring/newestRun.ts'
import { reportPath } from '../monitoring/report/html.ts'
import { servedModel } from '../serving/servingDesk.ts'
import type { Run } from '../tracking/runs.ts'
import type { Tracking } from '../tracking/tracking.ts'
import { withProgress } from './changes.ts'
import { withoutNaN } from './stepDetails.ts'
import { procedure, router } from './trpc.ts'

const modelSchema = z.strictObject({ model: z.string().min(1).max(250).optional() })
const checkSchema = z.strictObject({ runId: z.string().min(1).max(64) })
const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('newest') }),
  z.strictObject({ kind: z.literal('run'), runId: z.string().min(1).max(64) }),
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(4096) }),
  z.strictObject({ kind: z.literal('predictions') }),
])

export const monitoring = router({
  /** The model that is watched, and what of this workspace can be compared to it; null without a champion. */
  subject: procedure.input(modelSchema).query(async ({ ctx, input }) => {
    const { registry } = ctx.workbench
    const model = input.model ?? (await servedModel(registry))
    const champion = await registry.aliased(model, 'champion')
    if (champion === undefined) return null
    const runs = await newerRuns(model, ctx.workbench)
    return {
      model,
      version: champion.version,
      learner: champion.learner,
      generated: champion.generated,
      runs: runs.map(({ id, name, params }) => ({ runId: id, name, date: params.date ?? null })),
    }
  }),
  /** Checks of the past, newest first, with what they found. */
  checks: procedure
    .input(modelSchema.extend({ limit: z.int().min(1).max(500).default(100) }))
    .query(async ({ ctx, input }) => {
      const model = input.model ?? (await servedModel(ctx.workbench.registry))
      const runs = await ctx.workbench.tracking.runs.list({ kind: 'monitoring', limit: input.limit })
      return runs.filter(({ tags }) => tags.model === model && tags.verdict !== undefined).map(checkOut)
    }),
  /** What a check found. */
  report: procedure.input(checkSchema).query(async ({ ctx, input }) => {
    const report = await readReport(input.runId, ctx.workbench.tracking)
    const url = (path: string) => `files/artifacts/${input.runId}/${path}`
    return {
      report,
      figures: {
        overview: distancesInLimits(report),
        predictions: report.predictions === null ? null : distribution(report.predictions),
        performance:
          report.performance === null
            ? []
            : PERFORMANCE_METRICS.map((metric) => ({ metric, figure: scoreByMonth(metric, report.performance!) })),
      },
      pages: { en: url(reportPath('en')), es: url(reportPath('es')) },
      json: url(REPORT_JSON),
    }
  }),
  /** The chart of one column of a check: a field of incidents, or a feature. */
  column: procedure
    .input(checkSchema.extend({ of: z.enum(['inputs', 'features']), name: z.string().min(1).max(200) }))
    .query(async ({ ctx, input }) => {
      const report = await readReport(input.runId, ctx.workbench.tracking)
      const column: DistributionDrift | undefined = report[input.of].find(({ name }) => name === input.name)
      if (column === undefined) throw new UserError('artifact_missing', { run: input.runId, path: input.name })
      return { column, figure: distribution(column) }
    }),
  /** Compares something to the champion: progress as it goes, then the check's run. Ending the subscription cancels it. */
  check: procedure
    .input(
      modelSchema.extend({ current: sourceSchema, since: z.iso.date().optional(), until: z.iso.date().optional() }),
    )
    .subscription(async function* ({ ctx, input, signal = new AbortController().signal }) {
      const { since, until } = input
      const model = input.model ?? (await servedModel(ctx.workbench.registry))
      const current =
        input.current.kind === 'file'
          ? { kind: 'file' as const, path: resolve(ctx.cwd, input.current.path) }
          : input.current
      const work: Work = { kind: 'drift', model, current, since, until }
      yield* withProgress(signal, async ({ signal, progress }) => {
        const checked = await ctx.inThread(work, { signal, onProgress: progress, onEvent() {} })
        if (checked === undefined || !('checkRunId' in checked)) throw new Error('the check gave no result')
        return { runId: checked.checkRunId }
      })
    }),
})

async function readReport(runId: string, tracking: Tracking): Promise<DriftReport> {
  const bytes = await tracking.artifacts.read(runId, REPORT_JSON)
  const report = driftReportSchema.safeParse(JSON.parse(bytes.toString('utf8')))
  if (!report.success) throw new UserError('artifact_missing', { run: runId, path: REPORT_JSON }).causedBy(report.error)
  return report.data
}

function checkOut({ id, startTime, tags, params, metrics }: Run) {
  const verdict = driftReportSchema.shape.verdict.safeParse(tags.verdict).data ?? null
  return {
    runId: id,
    startTime,
    verdict,
    version: tags.version ?? null,
    source: params.source ?? null,
    label: tags.data ?? null,
    from: params.from ?? null,
    to: params.to ?? null,
    metrics: withoutNaN(metrics),
  }
}
