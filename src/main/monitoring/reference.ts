import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { type MonthPerformance, monthPerformanceSchema, performanceSchema } from '../../shared/monitoring/drift.ts'
import { readColumns } from '../columns.ts'
import type { Duck } from '../duck.ts'
import { parquet } from '../pipeline/stages/files.ts'
import type { Job } from '../progress.ts'
import type { ModelContent } from '../registry/modelFolder.ts'
import type { ModelVersion } from '../registry/registry.ts'
import { findTable, localFiles } from '../tables/runTables.ts'
import type { Tracking } from '../tracking/tracking.ts'
import { openModel } from '../training/servedModel.ts'
import type { Workbench } from '../workbench.ts'
import type { WorkerPool } from '../workers/pool.ts'
import { readIncidents } from './incidents.ts'
import { performanceByMonth, performanceOf } from './performance.ts'
import { buildProfile } from './profile/buildProfile.ts'
import { profileSchema } from './profile/profile.ts'
import { labelledRows, servedRows, takeRows } from './rows.ts'

/**
 * What a model was trained on, by month: kept with its run, so that drift can be told when the rows are gone. Inputs are of
 * all incidents of the time that it was trained on, also of those that stages left out. Features and probabilities are of
 * the test rows, which the model meets as it meets the world: what it makes of its own training rows is too sure.
 */
export const referenceSchema = z.strictObject({
  version: z.literal(1),
  rows: z.int(),
  /** First and last incident, `YYYY-MM-DDTHH:MM:SS`. */
  from: z.string(),
  to: z.string(),
  inputs: profileSchema,
  served: profileSchema,
  meanProbability: z.number().nullable(),
  /** On the test rows. */
  performance: performanceSchema.nullable(),
  months: z.array(monthPerformanceSchema),
})
export type Reference = z.output<typeof referenceSchema>

const ARTIFACT = 'drift_reference.json'

/** Local files that a reference is made of. */
export interface ReferenceTables {
  /** Incidents as they were reported. */
  merged: string
  /** Ids of the test rows. */
  testIds: string
  /** The download's months, which tell when incidents were changed. */
  months: string[]
}

export interface ReferenceContext {
  duck: Duck
  workFolder: string
  pool: WorkerPool
  job: Job
}

/** Profiles what a model was trained on. */
export async function buildReference(
  tables: ReferenceTables,
  content: ModelContent,
  { duck, workFolder, pool, job }: ReferenceContext,
): Promise<Reference> {
  const model = openModel(content)
  const incidents = await readIncidents(
    tables.merged,
    { from: undefined, to: undefined },
    { content, model },
    { duck, workFolder },
    job,
  )
  const { columns } = await readColumns(duck, parquet(tables.testIds), ['id'])
  const test = new Set(columns.id!)
  const isTest = incidents.ids.map((id) => (test.has(id) ? 1 : 0))
  const { dates } = incidents.fields
  const lastTrained = dates.reduce(
    (last, date, row) => (isTest[row] === 0 && incidents.usable[row] === 1 ? Math.max(last, date) : last),
    0,
  )
  const trained = takeRows(incidents, (row) => dates[row]! <= lastTrained)
  const tested = takeRows(incidents, (row) => isTest[row] === 1 && incidents.usable[row] === 1)
  const probabilities = await model.scoreColumns(pool, tested.features, tested.rows, job.signal)
  const scored = labelledRows(tested, probabilities, () => true)
  const knownAt = await newestChange(tables.months, duck)
  const context = { threshold: model.info.threshold, pool, job }
  const months: MonthPerformance[] = await performanceByMonth(scored, knownAt ?? lastTrained, context)
  return {
    version: 1,
    rows: trained.rows,
    from: model.info.data_from,
    to: model.info.data_to,
    inputs: buildProfile(trained.fields),
    served: buildProfile(servedRows(tested, probabilities, model.info.features)),
    meanProbability: probabilities.length === 0 ? null : mean(probabilities),
    performance: (await performanceOf(scored, context)) ?? null,
    months,
  }
}

/** Keeps the reference of a run's model with that run. */
export async function storeReference(
  runId: string,
  tables: ReferenceTables,
  content: ModelContent,
  tracking: Tracking,
  context: ReferenceContext,
): Promise<void> {
  const reference = await buildReference(tables, content, context)
  await tracking.artifacts.write(runId, ARTIFACT, JSON.stringify(reference))
}

/**
 * The reference of a model version: stored with its run, else made from what that run's stages stored, and kept.
 *
 * @throws UserError `monitoring.no_reference` where neither is there any more
 */
export async function loadReference(
  version: ModelVersion,
  content: ModelContent,
  workbench: Pick<Workbench, 'tracking' | 'store'>,
  context: ReferenceContext,
): Promise<Reference> {
  const { tracking } = workbench
  const stored = await readStored(version.runId, tracking)
  if (stored !== undefined) return stored
  const tables = await tablesOfRun(version, workbench, context.job.signal)
  const reference = await buildReference(tables, content, context)
  await tracking.artifacts.write(version.runId, ARTIFACT, JSON.stringify(reference))
  return reference
}

async function readStored(runId: string, tracking: Tracking): Promise<Reference | undefined> {
  try {
    const bytes = await tracking.artifacts.read(runId, ARTIFACT)
    return referenceSchema.safeParse(JSON.parse(bytes.toString('utf8'))).data
  } catch (error) {
    if (error instanceof UserError && error.code === 'artifact_missing') return undefined
    throw error
  }
}

async function tablesOfRun(
  { model, version, runId }: ModelVersion,
  workbench: Pick<Workbench, 'tracking' | 'store'>,
  signal: AbortSignal,
): Promise<ReferenceTables> {
  const { parentId } = await workbench.tracking.runs.get(runId)
  const files = async (step: string, table?: string) =>
    localFiles(await findTable({ step, table, runId: parentId }, workbench, signal), workbench, signal)
  try {
    const [merged, testIds, months] = [
      await files('merge'),
      await files('features', 'test_ids'),
      await files('download'),
    ]
    return { merged: merged[0]!, testIds: testIds[0]!, months }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new UserError('monitoring.no_reference', { model, version: String(version) }).causedBy(error)
  }
}

/** The newest `updated_on` of months, ms since 1970 as local time; undefined where nothing tells. */
export async function newestChange(months: readonly string[], duck: Duck): Promise<number | undefined> {
  if (months.length === 0) return undefined
  const newest = await duck.number(`SELECT epoch_ms(max(updated_on)) FROM ${parquet(...months)}`)
  return newest > 0 ? newest : undefined
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
