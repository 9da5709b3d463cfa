import { resolve } from 'node:path'
import { UserError } from '../../shared/errors.ts'
import type { Duck } from '../duck.ts'
import type { Job } from '../progress.ts'
import type { ModelContent } from '../registry/modelFolder.ts'
import type { ModelVersion } from '../registry/registry.ts'
import { findTable, localFiles } from '../tables/runTables.ts'
import type { ServedModel } from '../training/servedModel.ts'
import { readTrainingIds } from '../training/trainedModel.ts'
import type { Workbench } from '../workbench.ts'
import { type DayRange, type Incidents, readIncidents } from './incidents.ts'
import type { LabelledRows } from './performance.ts'
import type { ProfiledRows } from './profile/buildProfile.ts'
import { newestChange } from './reference.ts'
import { labelledRows, servedRows, takeRows } from './rows.ts'

/** Where the rows come from that are compared to a model's training data. */
export type CurrentSource =
  /** What a pipeline run merged; from the model's run date on, unless days are named. */
  | { kind: 'run'; runId: string }
  /** A file of incidents on this machine. */
  | { kind: 'file'; path: string }
  /** What the endpoint was asked. */
  | { kind: 'predictions' }

/** What is compared to a model's training data. */
export interface CurrentRows {
  label: string
  rows: number
  /** First and last, `YYYY-MM-DDTHH:MM:SS`. */
  from: string
  to: string
  unscored: number
  left: number
  /** Incidents as they were reported; undefined where only features are known. */
  inputs: ProfiledRows | undefined
  /** Features and probabilities of the rows that the model could answer. */
  served: ProfiledRows
  probabilities: Float64Array
  /** Rows whose outcome is known, none of which the model was trained on. */
  labelled: LabelledRows
  /** When the outcomes were read, ms since 1970 as local time. */
  knownAt: number
}

export interface CurrentContext extends Pick<Workbench, 'store' | 'tracking' | 'pool'> {
  duck: Duck
  workFolder: string
  job: Job
}

/** A version of a model, opened. */
export interface OpenedVersion {
  version: ModelVersion
  content: ModelContent
  model: ServedModel
}

/** Reads what a pipeline run merged. @throws UserError `data.no_table`, `monitoring.nothing_new` */
export async function rowsOfRun(
  runId: string,
  days: DayRange,
  opened: OpenedVersion,
  context: CurrentContext,
): Promise<CurrentRows> {
  const { job, duck } = context
  const files = async (step: string) => {
    const table = await findTable({ step, runId }, context, job.signal)
    return localFiles(table, context, job.signal)
  }
  const [[merged], months] = [await files('merge'), await files('download')]
  const from = days.from ?? opened.content.info.run_date
  const incidents = await readIncidents(merged!, { ...days, from }, opened, context, job)
  if (incidents.rows === 0) throw new UserError('monitoring.nothing_new', { from })
  const { name, params } = await context.tracking.runs.get(runId)
  const label = params.data ?? name
  return scored({ ...incidents, updatedAt: (await newestChange(months, duck)) ?? Number.NaN }, label, opened, context)
}

/** Reads a file of incidents. @throws UserError `sources.file.*`, `monitoring.file_columns`, `monitoring.no_rows` */
export async function rowsOfFile(
  path: string,
  days: DayRange,
  opened: OpenedVersion,
  context: CurrentContext,
): Promise<CurrentRows> {
  const incidents = await readIncidents(resolve(path), days, opened, context, context.job)
  if (incidents.rows === 0) throw new UserError('monitoring.no_rows', { path })
  return scored(incidents, path.split(/[\\/]/).at(-1)!, opened, context)
}

/** Asks the model about incidents. */
async function scored(
  incidents: Incidents,
  label: string,
  { version, model }: OpenedVersion,
  { pool, job, tracking }: CurrentContext,
): Promise<CurrentRows> {
  const asked = takeRows(incidents, (row) => incidents.usable[row] === 1)
  const probabilities = await model.scoreColumns(pool, asked.features, asked.rows, job.signal)
  const seen = (await readTrainingIds(tracking, version.runId)) ?? new Set<number>()
  const { dates } = incidents.fields
  const { updatedAt } = incidents
  return {
    label,
    rows: incidents.rows,
    from: localTime(dates[0]!),
    to: localTime(dates.at(-1)!),
    unscored: incidents.rows - asked.rows,
    left: incidents.left,
    inputs: incidents.fields,
    served: servedRows(asked, probabilities, model.info.features),
    probabilities,
    labelled: labelledRows(asked, probabilities, (row) => !seen.has(asked.ids[row]!)),
    knownAt: Number.isNaN(updatedAt) ? dates.at(-1)! : updatedAt,
  }
}

export function localTime(localMs: number): string {
  return new Date(localMs).toISOString().slice(0, 19)
}
