import { CancelledError, UserError } from '../../shared/errors.ts'
import { type Artifacts, openArtifacts } from './artifacts.ts'
import type { Database } from './database.ts'
import { newId } from './ids.ts'
import { openProcesses } from './processes.ts'
import { recover } from './recovery.ts'
import { openRun, type ParamValue, type RunHandle } from './run.ts'
import { openRuns, type Runs } from './runs.ts'
import type { RunKind } from './schema.ts'

export interface StartRun {
  experiment: string
  name: string
  kind: RunKind
  parentId?: string
  params?: Record<string, ParamValue>
  tags?: Record<string, string>
  /** Refuses to start while another run without a parent is going on in the workspace, in whichever process. */
  exclusive?: boolean
}

/** Experiments and their runs, in a workspace's database and its artifacts folder. */
export interface Tracking {
  readonly database: Database
  readonly artifacts: Artifacts
  readonly runs: Runs
  /** Starts a run; `finish` it. Throws UserError `run_in_progress` when it is exclusive and another is going on. */
  startRun(options: StartRun): Promise<RunHandle>
  /** Runs `work` as a run, which is FINISHED, FAILED or (cancelled) KILLED as `work` ends. */
  withRun<T>(options: StartRun, work: (run: RunHandle) => Promise<T>): Promise<T>
  /** Ends, as interrupted, the runs of processes that were killed. */
  recover(): Promise<void>
  /** Lets go of what this process holds; the database stays open. */
  close(): Promise<void>
}

/** Opens a workspace's tracking, after clearing away what killed processes left half-done. */
export async function openTracking(options: { database: Database; artifactsFolder: string }): Promise<Tracking> {
  const { database, artifactsFolder } = options
  const processes = openProcesses(database, artifactsFolder)
  const artifacts = openArtifacts(database, artifactsFolder, processes)
  await recover(database, artifacts, processes)

  async function startRun({ experiment, name, kind, parentId, params, tags, exclusive }: StartRun): Promise<RunHandle> {
    const { id: process_id } = await processes.own()
    if (exclusive) await recover(database, artifacts, processes)
    const id = newId()
    const now = Date.now()
    await database.sql.transaction().execute(async (transaction) => {
      if (exclusive) {
        const other = await transaction
          .selectFrom('runs')
          .select(['id', 'name', 'pid'])
          .where('status', '=', 'RUNNING')
          .where('parent_id', 'is', null)
          // It only reads, beside whatever goes on.
          .where('kind', '!=', 'monitoring')
          .executeTakeFirst()
        if (other !== undefined) {
          throw new UserError('run_in_progress', { run: other.id, name: other.name, pid: String(other.pid) })
        }
      }
      await transaction
        .insertInto('experiments')
        .values({ id: newId(), name: experiment, created_at: now })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const { id: experiment_id } = await transaction
        .selectFrom('experiments')
        .select('id')
        .where('name', '=', experiment)
        .executeTakeFirstOrThrow()
      const parent_id = parentId ?? null
      await transaction
        .insertInto('runs')
        .values({
          ...{ id, experiment_id, parent_id, name, kind, process_id },
          ...{ status: 'RUNNING', start_time: now, end_time: null, error: null, pid: process.pid, deleted_at: null },
        })
        .execute()
    })
    const run = openRun(database, artifacts, id)
    await run.logParams(params ?? {})
    await run.setTags(tags ?? {})
    return run
  }

  return {
    database,
    artifacts,
    runs: openRuns(database),
    startRun,
    async withRun(start, work) {
      const run = await startRun(start)
      try {
        const result = await work(run)
        await run.finish('FINISHED')
        return result
      } catch (error) {
        // Where even that cannot be written, the next opening finds the run interrupted.
        await run.finish(error instanceof CancelledError ? 'KILLED' : 'FAILED', error).catch(() => {})
        throw error
      }
    },
    recover: () => recover(database, artifacts, processes),
    close: processes.close,
  }
}
