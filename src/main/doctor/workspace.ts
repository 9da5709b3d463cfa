import { sql } from 'kysely'
import { UserError } from '../../shared/errors.ts'
import { text } from '../../shared/messages/index.ts'
import { openAudit } from '../audit/audit.ts'
import { openRegistry } from '../registry/registry.ts'
import { loadChampion } from '../serving/champion/registryChampion.ts'
import { openStore } from '../storage/openStore.ts'
import { openDatabase } from '../tracking/database.ts'
import { openTracking } from '../tracking/tracking.ts'
import { runInProgress } from '../workspace/runLock.ts'
import { freeBytes, type Workspace } from '../workspace/workspace.ts'
import { type Finding, failed, failure, ok, warning } from './check.ts'

// A year's run with its tables and models takes some 300 MB.
const TOO_LITTLE_BYTES = 500e6
const LITTLE_BYTES = 2e9

export async function checkWorkspace({ folder }: Workspace): Promise<Finding> {
  const run = runInProgress(folder)
  return ok(run === undefined ? folder : text('doctor.workspace.busy', { folder, run }))
}

export async function checkSpace(workspace: Workspace): Promise<Finding> {
  const free = await freeBytes(workspace)
  const detail = text('doctor.space', { free: Math.floor(free / 1e6) })
  if (free < TOO_LITTLE_BYTES) return failed(detail, text('doctor.space.remedy'))
  return free < LITTLE_BYTES ? warning(detail, text('doctor.space.remedy')) : ok(detail)
}

/** Opens the database, migrating it as any command would, and lets SQLite look through it. */
export async function checkDatabase({ paths }: Workspace): Promise<Finding> {
  const database = await openDatabase(paths.database)
  try {
    const { rows } = await sql<{ quick_check: string }>`PRAGMA quick_check(1)`.execute(database.sql)
    const said = rows[0]?.quick_check ?? ''
    if (said !== 'ok') {
      return failed(
        text('doctor.database.damaged', { file: paths.database, said }),
        text('doctor.database.restore', { folder: paths.backups }),
      )
    }
    const { count } = await database.sql
      .selectFrom('runs')
      .select((build) => build.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return ok(text('doctor.database.ok', { file: paths.database, runs: Number(count) }))
  } finally {
    await database.close()
  }
}

/** Reaches the object store, makes it where it is missing, and writes to it. */
export async function checkStore(
  { paths, settings, environment }: Workspace,
  spec: string | undefined,
  signal: AbortSignal,
): Promise<Finding> {
  const store = await openStore({
    spec: spec ?? settings.store,
    env: environment,
    dataFolder: paths.data,
    cacheFolder: paths.cache,
  })
  await store.ensure(signal)
  return ok(store.location)
}

/** Loads each champion with all of its files, as the endpoint would. */
export async function checkChampions({ paths }: Workspace): Promise<Finding> {
  const database = await openDatabase(paths.database)
  try {
    const tracking = await openTracking({ database, artifactsFolder: paths.artifacts })
    try {
      const registry = openRegistry(tracking)
      const loaded: string[] = []
      for (const { name } of await registry.models()) {
        const version = await registry.aliased(name, 'champion')
        if (version === undefined) continue
        const { generated } = await loadChampion(registry, version)
        loaded.push(`${name} ${version.version}${generated ? ` (${text('doctor.generated')})` : ''}`)
      }
      return ok(loaded.length === 0 ? text('doctor.champion.none') : loaded.join(', '))
    } finally {
      await tracking.close()
    }
  } finally {
    await database.close()
  }
}

/** Looks through the chain of the audit log. */
export async function checkAudit({ paths }: Workspace): Promise<Finding> {
  const database = await openDatabase(paths.database)
  try {
    const verdict = await openAudit(database).verify()
    if (verdict.intact) return ok(text('doctor.audit.ok', { events: verdict.events }))
    return failure(new UserError(`audit.damaged.${verdict.problem}`, { event: String(verdict.event) }))
  } finally {
    await database.close()
  }
}
