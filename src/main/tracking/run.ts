import { CancelledError, UserError } from '../../shared/errors.ts'
import type { Artifacts } from './artifacts.ts'
import type { Database } from './database.ts'
import type { RunError } from './runs.ts'
import { descendants } from './runs.ts'
import type { RunStatus } from './schema.ts'

export type ParamValue =
  | string
  | number
  | boolean
  | null
  | readonly ParamValue[]
  | { readonly [name: string]: ParamValue }

/** A run that is going on, to be logged to until it is finished. */
export interface RunHandle {
  readonly id: string
  /** Gives the run another name, once what it is about is known. */
  rename(name: string): Promise<void>
  /** Parameters as text; what is not a string becomes JSON. */
  logParams(params: Record<string, ParamValue>): Promise<void>
  /** One value of a metric; the last one of a step counts. Calls of the same moment are written together. */
  logMetric(name: string, value: number, step?: number): Promise<void>
  logMetrics(metrics: Record<string, number>, step?: number): Promise<void>
  /** A metric's values at steps 0, 1, 2, …, e.g. by boosting round. */
  logSeries(name: string, values: ArrayLike<number>): Promise<void>
  setTags(tags: Record<string, string>): Promise<void>
  /** Stores a file of the run: `figures/roc.json`. */
  logArtifact(path: string, content: string | Uint8Array): Promise<void>
  /** Stores a value as a JSON file of the run. */
  logJson(path: string, value: unknown): Promise<void>
  /** Ends the run, and as KILLED whatever still runs within it. */
  finish(status: Exclude<RunStatus, 'RUNNING'>, error?: unknown): Promise<void>
}

/** Rows of one INSERT: five values each, below SQLite's limit of 32766. */
const METRICS_AT_ONCE = 1000

export function openRun({ sql: db }: Database, artifacts: Artifacts, id: string): RunHandle {
  let waiting: { name: string; step: number; time: number; value: number | null }[] = []
  let written: Promise<void> = Promise.resolve()

  /** Writes the waiting metrics together, after those of earlier calls. */
  function writeMetrics(): Promise<void> {
    written = written
      .catch(() => {})
      .then(async () => {
        const rows = waiting.map((point) => ({ run_id: id, ...point }))
        waiting = []
        if (rows.length === 0) return
        await db.transaction().execute(async (transaction) => {
          for (let at = 0; at < rows.length; at += METRICS_AT_ONCE) {
            await transaction
              .insertInto('metrics')
              .values(rows.slice(at, at + METRICS_AT_ONCE))
              .onConflict((conflict) =>
                conflict.doUpdateSet(({ ref }) => ({ time: ref('excluded.time'), value: ref('excluded.value') })),
              )
              .execute()
          }
        })
      })
    return written
  }

  function log(points: { name: string; step: number; value: number }[]): Promise<void> {
    const time = Date.now()
    for (const { name, step, value } of points) {
      waiting.push({ name, step, time, value: Number.isNaN(value) ? null : value })
    }
    return writeMetrics()
  }

  async function logNamed(table: 'params' | 'tags', values: [name: string, value: string][]): Promise<void> {
    if (values.length === 0) return
    await db
      .insertInto(table)
      .values(values.map(([name, value]) => ({ run_id: id, name, value })))
      .onConflict((conflict) => conflict.doUpdateSet(({ ref }) => ({ value: ref('excluded.value') })))
      .execute()
  }

  return {
    id,
    async rename(name) {
      await db.updateTable('runs').set({ name }).where('id', '=', id).execute()
    },
    logParams(params) {
      const values = Object.entries(params).map(([name, value]): [string, string] => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ])
      return logNamed('params', values)
    },
    logMetric: (name, value, step = 0) => log([{ name, step, value }]),
    logMetrics: (metrics, step = 0) => log(Object.entries(metrics).map(([name, value]) => ({ name, step, value }))),
    logSeries: (name, values) => log(Array.from(values, (value, step) => ({ name, step, value }))),
    setTags: (tags) => logNamed('tags', Object.entries(tags)),
    logArtifact: (path, content) => artifacts.write(id, path, content),
    logJson: (path, value) => artifacts.write(id, path, JSON.stringify(value)),
    async finish(status, error) {
      await writeMetrics()
      await db.transaction().execute(async (transaction) => {
        const end_time = Date.now()
        const running = (await descendants(transaction, id)).filter((run) => run.status === 'RUNNING')
        const within = running.map((run) => run.id).filter((runId) => runId !== id)
        await transaction.updateTable('runs').set({ status: 'KILLED', end_time }).where('id', 'in', within).execute()
        await transaction
          .updateTable('runs')
          .set({ status, end_time, error: error === undefined ? null : JSON.stringify(describeError(error)) })
          .where('id', '=', id)
          .where('status', '=', 'RUNNING')
          .execute()
      })
    },
  }
}

/** An error as a run records it. */
export function describeError(error: unknown): RunError {
  if (error instanceof UserError) return { code: error.code, params: error.params }
  if (error instanceof CancelledError) return { code: 'cancelled', params: {} }
  return { code: 'run_failed', params: { message: error instanceof Error ? error.message : String(error) } }
}
