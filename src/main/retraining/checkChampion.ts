import { UserError } from '../../shared/errors.ts'
import { driftReportSchema } from '../../shared/monitoring/drift.ts'
import { describeFinding } from '../../shared/monitoring/driftWords.ts'
import { REPORT_JSON } from '../monitoring/checkDrift.ts'
import type { Tracking } from '../tracking/tracking.ts'
import type { RunWork } from './ports.ts'

/** How the champion stands on incidents that it was not trained on. */
export interface ChampionCheck {
  /** Largest statistic of what the model reads, divided by its threshold: from 1 on it drifts. */
  drift: number
  /** What moved, in words. */
  findings: string[]
  /** MCC on its test rows and on the new ones whose labels are complete; null where there are none. */
  performance: { before: number; now: number; rows: number } | null
  /** The tracked run of the check. */
  runId: string
}

/** Where these are the reason there is nothing to check, and that is no failure. */
const NOTHING_TO_CHECK = ['monitoring.nothing_new', 'monitoring.no_reference', 'monitoring.no_rows']

/** Compares a run's incidents with what the champion was trained on; undefined where none of them is new to it. */
export async function checkChampion(
  { model, runId, now }: { model: string; runId: string; now: number },
  { tracking, runWork, signal }: { tracking: Tracking; runWork: RunWork; signal: AbortSignal },
): Promise<ChampionCheck | undefined> {
  let checkRunId: string
  try {
    const work = { kind: 'drift', model, current: { kind: 'run', runId }, now } as const
    checkRunId = await runWork(work, { signal, onRun() {} })
  } catch (error) {
    if (error instanceof UserError && NOTHING_TO_CHECK.includes(error.code)) return undefined
    throw error
  }
  const content = await tracking.artifacts.read(checkRunId, REPORT_JSON)
  const { score, findings, performance } = driftReportSchema.parse(JSON.parse(content.toString('utf8')))
  const { reference = null, current = null } = performance ?? {}
  return {
    drift: score,
    findings: findings.map(describeFinding),
    performance:
      reference === null || current === null
        ? null
        : { before: reference.mcc.value, now: current.mcc.value, rows: current.rows },
    runId: checkRunId,
  }
}
