import type { StageReport } from './stage/stage.ts'
import type { StageRecord } from './stage/stageCache.ts'

type Reported = Pick<StageRecord, 'metrics' | 'dropped' | 'details' | 'sql'>

/** A report that collects what a stage tells, for its record. */
export function createReport(): { report: StageReport; reported: Reported } {
  const reported: Reported = { metrics: {}, dropped: {}, details: {}, sql: [] }
  const report: StageReport = {
    metric(name, value) {
      reported.metrics[name] = value
    },
    dropped(reason, rows) {
      if (rows > 0) reported.dropped[reason] = (reported.dropped[reason] ?? 0) + rows
    },
    sql(statement) {
      reported.sql.push(statement.trim())
    },
    detail(name, value) {
      reported.details[name] = value
    },
  }
  return { report, reported }
}
