import { type SelectQueryBuilder, sql, type Transaction } from 'kysely'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import type { Artifact } from './artifacts.ts'
import type { Database } from './database.ts'
import type { RunKind, RunStatus, Schema } from './schema.ts'

/** What ended a run early: a message code and its parameters, to be shown in the reader's language. */
export const runErrorSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type RunError = z.output<typeof runErrorSchema>

/** A run as it is recorded. Times are milliseconds since 1970. */
export interface Run {
  id: string
  experiment: string
  parentId: string | undefined
  name: string
  kind: RunKind
  status: RunStatus
  /** Process that runs or ran it. */
  pid: number
  startTime: number
  endTime: number | undefined
  error: RunError | undefined
  deletedAt: number | undefined
  params: Record<string, string>
  /** The value of the last step, by name. */
  metrics: Record<string, number>
  tags: Record<string, string>
  artifacts: Artifact[]
}

export interface MetricPoint {
  step: number
  /** Milliseconds since 1970. */
  time: number
  value: number
}

export interface RunFilter {
  experiment?: string
  name?: string
  kind?: RunKind
  status?: RunStatus
  /** `null`: runs without a parent. */
  parentId?: string | null
  /** Runs that started before this one: the next page. */
  before?: string
  /** Default 100. */
  limit?: number
  deleted?: boolean
}

export interface Runs {
  /** Newest first. */
  list(filter?: RunFilter): Promise<Run[]>
  /** The run with this id, or the only one whose id starts so. Throws UserError `run_not_found`, `run_id_ambiguous`. */
  get(id: string): Promise<Run>
  /** Runs within a run, in the order they started. */
  children(id: string): Promise<Run[]>
  /** Every step of a metric. */
  history(id: string, metric: string): Promise<MetricPoint[]>
  /** Hides a run and those within it, until `restore`. Throws UserError `run_still_running`. */
  remove(id: string): Promise<void>
  /** Undoes `remove`. */
  restore(id: string): Promise<void>
  /** Sets a tag of a run; `undefined` removes it. */
  setTag(id: string, name: string, value: string | undefined): Promise<void>
  /** The runs of these ids with what was logged to them, in that order; those that are not there are left out. */
  ofIds(ids: string[]): Promise<Run[]>
}

export function openRuns({ sql: db }: Database): Runs {
  const selected = () =>
    db
      .selectFrom('runs')
      .innerJoin('experiments', 'experiments.id', 'runs.experiment_id')
      .selectAll('runs')
      .select('experiments.name as experiment')

  async function fullId(given: string): Promise<string> {
    const prefix = given.toLowerCase()
    if (prefix === '') throw new UserError('run_not_found', { run: given })
    const found = await db
      .selectFrom('runs')
      .select('id')
      .where('id', '>=', prefix)
      .where('id', '<', `${prefix}g`)
      .execute()
    const exact = found.find(({ id }) => id === prefix)
    if (exact !== undefined) return exact.id
    if (found.length > 1) throw new UserError('run_id_ambiguous', { run: given, count: found.length })
    if (found.length === 0) throw new UserError('run_not_found', { run: given })
    return found[0]!.id
  }

  /** The runs that a query selects, with what was logged to them. */
  async function complete(query: SelectQueryBuilder<Schema, 'runs' | 'experiments', RunRow>): Promise<Run[]> {
    const rows = await query.execute()
    const ids = rows.map((row) => row.id)
    const [params, metrics, tags, artifacts] = await Promise.all([
      db.selectFrom('params').selectAll().where('run_id', 'in', ids).execute(),
      // With max(), SQLite takes the other columns from the row that has it.
      db
        .selectFrom('metrics')
        .select(({ fn }) => ['run_id', 'name', 'value', fn.max('step').as('step')])
        .where('run_id', 'in', ids)
        .groupBy(['run_id', 'name'])
        .execute(),
      db.selectFrom('tags').selectAll().where('run_id', 'in', ids).execute(),
      db.selectFrom('artifacts').selectAll().where('run_id', 'in', ids).orderBy('path').execute(),
    ])
    const [paramsOf, metricsOf, tagsOf, artifactsOf] = [byRun(params), byRun(metrics), byRun(tags), byRun(artifacts)]
    return rows.map((row) => ({
      id: row.id,
      experiment: row.experiment,
      parentId: row.parent_id ?? undefined,
      name: row.name,
      kind: row.kind,
      status: row.status,
      pid: row.pid,
      startTime: row.start_time,
      endTime: row.end_time ?? undefined,
      error: row.error === null ? undefined : runErrorSchema.parse(JSON.parse(row.error)),
      deletedAt: row.deleted_at ?? undefined,
      params: Object.fromEntries(paramsOf(row.id).map(({ name, value }) => [name, value])),
      metrics: Object.fromEntries(metricsOf(row.id).map(({ name, value }) => [name, value ?? Number.NaN])),
      tags: Object.fromEntries(tagsOf(row.id).map(({ name, value }) => [name, value])),
      artifacts: artifactsOf(row.id).map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
    }))
  }

  return {
    async list({ experiment, name, kind, status, parentId, before, limit = 100, deleted = false } = {}) {
      let query = selected()
        .where('runs.deleted_at', deleted ? 'is not' : 'is', null)
        .orderBy('runs.id', 'desc')
        .limit(limit)
      if (experiment !== undefined) query = query.where('experiments.name', '=', experiment)
      if (name !== undefined) query = query.where('runs.name', '=', name)
      if (kind !== undefined) query = query.where('runs.kind', '=', kind)
      if (status !== undefined) query = query.where('runs.status', '=', status)
      if (parentId === null) query = query.where('runs.parent_id', 'is', null)
      else if (parentId !== undefined) query = query.where('runs.parent_id', '=', parentId)
      if (before !== undefined) query = query.where('runs.id', '<', before)
      return complete(query)
    },
    async get(id) {
      const [run] = await complete(selected().where('runs.id', '=', await fullId(id)))
      return run!
    },
    async children(id) {
      const within = selected().where('runs.parent_id', '=', id).where('runs.deleted_at', 'is', null)
      return complete(within.orderBy('runs.id'))
    },
    async setTag(run_id, name, value) {
      if (value === undefined) {
        await db.deleteFrom('tags').where('run_id', '=', run_id).where('name', '=', name).execute()
        return
      }
      await db
        .insertInto('tags')
        .values({ run_id, name, value })
        .onConflict((conflict) => conflict.doUpdateSet({ value }))
        .execute()
    },
    async ofIds(ids) {
      const found = new Map((await complete(selected().where('runs.id', 'in', ids))).map((run) => [run.id, run]))
      return ids.flatMap((id) => found.get(id) ?? [])
    },
    async history(id, metric) {
      const points = await db
        .selectFrom('metrics')
        .select(['step', 'time', 'value'])
        .where('run_id', '=', id)
        .where('name', '=', metric)
        .orderBy('step')
        .execute()
      return points.map((point) => ({ ...point, value: point.value ?? Number.NaN }))
    },
    async remove(prefix) {
      const id = await fullId(prefix)
      await db.transaction().execute(async (transaction) => {
        const family = await descendants(transaction, id)
        const alive = family.find((run) => run.status === 'RUNNING')
        if (alive !== undefined) throw new UserError('run_still_running', { run: alive.id })
        await transaction
          .updateTable('runs')
          .set({ deleted_at: Date.now() })
          .where(
            'id',
            'in',
            family.map((run) => run.id),
          )
          .where('deleted_at', 'is', null)
          .execute()
      })
    },
    async restore(prefix) {
      const id = await fullId(prefix)
      await db.transaction().execute(async (transaction) => {
        const family = await descendants(transaction, id)
        // Those within it that were deleted earlier, on their own, stay deleted.
        const deletedAt = family.find((run) => run.id === id)?.deleted_at ?? null
        await transaction
          .updateTable('runs')
          .set({ deleted_at: null })
          .where(
            'id',
            'in',
            family.map((run) => run.id),
          )
          .where('deleted_at', '=', deletedAt)
          .execute()
      })
    },
  }
}

type RunRow = Schema['runs'] & { experiment: string }

/** What was logged, by the run it was logged to. */
function byRun<T extends { run_id: string }>(logged: T[]): (runId: string) => T[] {
  const runs = new Map<string, T[]>()
  for (const row of logged) {
    const rows = runs.get(row.run_id)
    if (rows === undefined) runs.set(row.run_id, [row])
    else rows.push(row)
  }
  return (runId) => runs.get(runId) ?? []
}

/** A run and all that started within it. */
export async function descendants(
  transaction: Transaction<Schema>,
  id: string,
): Promise<{ id: string; status: RunStatus; deleted_at: number | null }[]> {
  const { rows } = await sql<{ id: string; status: RunStatus; deleted_at: number | null }>`
    WITH RECURSIVE family (id) AS (
      SELECT ${id}
      UNION ALL
      SELECT runs.id FROM runs JOIN family ON runs.parent_id = family.id
    )
    SELECT runs.id, runs.status, runs.deleted_at
    FROM runs JOIN family USING (id)
  `.execute(transaction)
  return rows
}
