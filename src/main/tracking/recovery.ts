import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql, type Transaction } from 'kysely'
import { type Artifacts, forgetFiles } from './artifacts.ts'
import type { Database } from './database.ts'
import { isId } from './ids.ts'
import type { Processes } from './processes.ts'
import type { Schema } from './schema.ts'

/**
 * Clears away what processes left half-done when they were killed: their running runs become KILLED, files that were
 * moved but not recorded are removed, temporary files too, and folders that belong to no run. What living processes
 * do is left alone. Safe to repeat and to do in two processes at once.
 */
export async function recover(database: Database, artifacts: Artifacts, processes: Processes): Promise<void> {
  // Folders first: a run is recorded before its folder is made, so each of these is recorded if its run is.
  const folders = existsSync(artifacts.folder) ? readdirSync(artifacts.folder).filter(isId) : []
  const running = database.sql.selectFrom('runs').select('process_id').where('status', '=', 'RUNNING').distinct()
  const pending = database.sql.selectFrom('pending_files').select('process_id').distinct()
  const suspects = new Set([
    ...(await running.union(pending).execute()).map((row) => row.process_id),
    ...processes.known(),
  ])
  const recorded = new Set((await database.sql.selectFrom('runs').select('id').execute()).map((row) => row.id))
  const orphans = folders.filter((folder) => !recorded.has(folder))
  for (const orphan of orphans) rmSync(join(artifacts.folder, orphan), { recursive: true, force: true })
  if (suspects.size === 0) return

  await database.sql.transaction().execute(async (transaction) => {
    for (const id of suspects) if (!processes.isAlive(id)) await clearAway(transaction, artifacts, processes, id)
  })
}

async function clearAway(
  transaction: Transaction<Schema>,
  artifacts: Artifacts,
  processes: Processes,
  processId: string,
): Promise<void> {
  const files = await transaction
    .selectFrom('pending_files')
    .select(['run_id', 'path'])
    .where('process_id', '=', processId)
    .execute()
  for (const { run_id, path } of files) {
    rmSync(artifacts.locate(run_id, path), { recursive: true, force: true })
    await forgetFiles(transaction, run_id, path)
  }
  await transaction.deleteFrom('pending_files').where('process_id', '=', processId).execute()
  await transaction
    .updateTable('runs')
    .set({ status: 'KILLED', end_time: lastSignOfLife, error: JSON.stringify({ code: 'run_interrupted', params: {} }) })
    .where('status', '=', 'RUNNING')
    .where('process_id', '=', processId)
    .execute()
  processes.forget(processId)
}

/** When a run that was not finished last wrote something. */
const lastSignOfLife = sql<number>`
  max(
    start_time,
    coalesce((SELECT max(time) FROM metrics WHERE run_id = runs.id), 0),
    coalesce((SELECT max(created_at) FROM artifacts WHERE run_id = runs.id), 0)
  )
`
