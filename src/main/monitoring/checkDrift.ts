import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../../shared/errors.ts'
import type { DriftReport } from '../../shared/monitoring/drift.ts'
import { type Duck, openDuck } from '../duck.ts'
import { driftFigures } from '../figures/drift.ts'
import type { Job } from '../progress.ts'
import type { RunHandle } from '../tracking/run.ts'
import { openModel } from '../training/servedModel.ts'
import type { Workbench } from '../workbench.ts'
import { makeTemporaryFolder } from '../workspace/workspace.ts'
import { type CurrentContext, type CurrentRows, type CurrentSource, rowsOfFile, rowsOfRun } from './current.ts'
import type { DayRange } from './incidents.ts'
import { findingsOf, hasDecayed, verdictOf } from './judge/findings.ts'
import { judge, scoreOf } from './judge/judge.ts'
import { matureRows, performanceByMonth, performanceOf, sameMonths } from './performance.ts'
import { rowsOfPredictions } from './predictions.ts'
import { loadReference, type Reference } from './reference.ts'
import { htmlReports } from './report/html.ts'

export interface DriftRequest {
  /** Name of the registered model. */
  model: string
  /** Its champion where undefined. */
  version?: number | undefined
  current: CurrentSource
  /** `YYYY-MM-DD`: incidents, or predictions, from this day on. */
  since?: string | undefined
  /** Exclusive. */
  until?: string | undefined
  now: Date
  /** A run that this check is a part of. */
  parentId?: string | undefined
}

export interface DriftCheck {
  /** The check's own tracked run, with `report.json`, `report.html` and its figures. */
  runId: string
  report: DriftReport
}

export const MONITORING_EXPERIMENT = 'monitoring'
export const REPORT_JSON = 'report.json'

/**
 * Compares incidents, or what the endpoint was asked, to what a model was trained on: its inputs, its features, its
 * predictions, and what these are worth where the outcome is known. Changes nothing; tracked as a run, beside any other.
 *
 * @throws UserError `monitoring.*`: without a champion, without a reference, without rows
 */
export async function checkDrift(request: DriftRequest, workbench: Workbench, job: Job): Promise<DriftCheck> {
  const { registry, tracking, workspace, threads, store, pool } = workbench
  const version =
    request.version === undefined
      ? await registry.aliased(request.model, 'champion')
      : await registry.version(request.model, request.version)
  if (version === undefined) throw new UserError('monitoring.no_champion', { model: request.model })
  const content = await registry.read(version)
  const opened = { version, content, model: openModel(content) }
  const { current: source, since, until, parentId } = request
  const start = {
    experiment: MONITORING_EXPERIMENT,
    name: `drift_${version.model}`,
    kind: 'monitoring' as const,
    ...(parentId === undefined ? {} : { parentId }),
    tags: { model: version.model, version: String(version.version) },
    params: { source: source.kind, since: since ?? null, until: until ?? null },
  }
  return tracking.withRun(start, async (run) => {
    const workFolder = await makeTemporaryFolder(workspace)
    let duck: Duck | undefined
    try {
      duck = await openDuck({ threads, spillFolder: join(workFolder, 'spill') })
      const context: CurrentContext = { duck, workFolder, store, tracking, pool, job }
      const reference = await loadReference(version, content, workbench, context)
      const days = { from: since, to: until }
      const current = await readCurrent(request, days, opened, context)
      const report = await compare(reference, current, opened, request, context)
      await track(report, run)
      return { runId: run.id, report }
    } finally {
      duck?.close()
      await rm(workFolder, { recursive: true, force: true })
    }
  })
}

function readCurrent(
  { current, now }: DriftRequest,
  days: DayRange,
  opened: Parameters<typeof rowsOfRun>[2],
  context: CurrentContext,
): Promise<CurrentRows> {
  switch (current.kind) {
    case 'run':
      return rowsOfRun(current.runId, days, opened, context)
    case 'file':
      return rowsOfFile(current.path, days, opened, context)
    case 'predictions':
      return rowsOfPredictions(days, now, opened, context)
  }
}

async function compare(
  reference: Reference,
  current: CurrentRows,
  { version, model }: Parameters<typeof rowsOfRun>[2],
  { current: { kind } }: DriftRequest,
  context: CurrentContext,
): Promise<DriftReport> {
  const { job } = context
  const judged = await judge(reference, current, model, (done, total, what) =>
    job.progress({ done, total, unit: 'steps', what }),
  )
  const performance = await comparePerformance(reference, current, model.info.threshold, context)
  const findings = findingsOf({ ...judged, performance })
  return {
    version: 1,
    model: {
      name: version.model,
      version: version.version,
      learner: version.learner,
      generated: version.generated,
      runDate: model.info.run_date,
    },
    reference: { rows: reference.rows, from: reference.from, to: reference.to },
    current: {
      source: kind,
      label: current.label,
      rows: current.rows,
      from: current.from,
      to: current.to,
      unscored: current.unscored,
      left: current.left,
    },
    verdict: verdictOf(findings),
    score: scoreOf(judged),
    findings,
    ...judged,
    performance,
  }
}

async function comparePerformance(
  reference: Reference,
  { labelled, knownAt }: CurrentRows,
  threshold: number,
  { pool, job }: CurrentContext,
): Promise<DriftReport['performance']> {
  const context = { threshold, pool, job }
  const months = await performanceByMonth(labelled, knownAt, context)
  if (months.length === 0) return null
  const mature = (await performanceOf(matureRows(labelled, knownAt), context)) ?? null
  const judged = months.filter(({ maturing }) => !maturing)
  const { performance: all } = reference
  const before = all === null ? null : (sameMonths(reference.months, all, judged) ?? all)
  return {
    decayed: hasDecayed(before, mature),
    reference: before,
    referenceMonths: reference.months,
    current: mature,
    months,
  }
}

/** Keeps what was found with the check's run, so that checks can be searched and drawn over time. */
async function track(report: DriftReport, run: RunHandle): Promise<void> {
  const moved = [...report.inputs, ...report.features].filter((column) => column.moved)
  await run.setTags({ verdict: report.verdict, data: report.current.label })
  await run.logParams({ from: report.current.from, to: report.current.to })
  await run.logMetrics({
    score: report.score,
    rows: report.current.rows,
    moved: moved.length,
    ...(report.predictions?.decision ? { predictions: report.predictions.decision.value } : {}),
    ...(report.performance?.current
      ? {
          mcc: report.performance.current.mcc.value,
          average_precision: report.performance.current.average_precision.value,
          brier: report.performance.current.brier.value,
          calibration_error: report.performance.current.calibration_error.value,
        }
      : {}),
  })
  await run.logJson(REPORT_JSON, report)
  for (const [path, page] of Object.entries(htmlReports(report))) await run.logArtifact(path, page)
  for (const [name, figure] of Object.entries(driftFigures(report))) await run.logJson(`figures/${name}.json`, figure)
}
