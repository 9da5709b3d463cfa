import { existsSync } from 'node:fs'
import { copyFile, readFile, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import Database from 'libsql'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { errorCode, fileError } from '../storage/fileErrors.ts'
import { makeFolder, temporaryPath, writeDurably } from '../storage/files.ts'
import { acquireRunLock } from './runLock.ts'
import type { WorkspacePaths } from './workspace.ts'

/**
 * Steps that bring a workspace's folder from version k to k + 1, in order; its database has migrations of its own.
 * Each must do no harm when it is run again after a kill.
 */
const MIGRATIONS: ((root: string) => Promise<void>)[] = [
  // 0 → 1: the first layout; openWorkspace makes its folders.
  async () => {},
]

/** Version of the workspace's layout that this app reads and writes. */
export const WORKSPACE_VERSION = MIGRATIONS.length

const versionSchema = z.object({ version: z.int().min(0) })

/** Throws a UserError when the workspace is of a version that a newer app has written. Changes nothing. */
export async function refuseNewer(root: string): Promise<void> {
  const found = await readVersion(versionFile(root))
  if (found > WORKSPACE_VERSION)
    throw new UserError('workspace.newer', { folder: root, found: String(found), known: String(WORKSPACE_VERSION) })
}

/** Backs up, then migrates a workspace of an older version; marks a new one with this app's. */
export async function bringUpToDate(root: string, paths: WorkspacePaths): Promise<void> {
  const file = versionFile(root)
  const found = await readVersion(file)
  if (found === WORKSPACE_VERSION) return
  const isNew = !existsSync(paths.database) && !existsSync(file)
  if (isNew) return writeVersion(file, paths)
  const lock = await acquireRunLock(root, 'migration')
  try {
    // Another process may have migrated it while this one came for the lock.
    const current = await readVersion(file)
    if (current === WORKSPACE_VERSION) return
    await backUp(paths, `version-${current}`)
    for (const migrate of MIGRATIONS.slice(current)) await migrate(root)
    await writeVersion(file, paths)
  } finally {
    lock.release()
  }
}

/**
 * Copies database, settings and version to `backups/<label>-<time>`, consistent also while the database is in use, and
 * returns that folder. To be called before anything of an older version is changed.
 */
export async function backUp(paths: WorkspacePaths, label: string): Promise<string> {
  const time = new Date().toISOString().replaceAll(/[:.]/g, '-')
  const target = join(paths.backups, `${label}-${time}`)
  const unfinished = temporaryPath(paths.temporary)
  try {
    await makeFolder(unfinished)
    if (existsSync(paths.database)) {
      const database = new Database(paths.database, { timeout: 10_000 })
      try {
        database.prepare('VACUUM INTO ?').run(join(unfinished, basename(paths.database)))
      } finally {
        database.close()
      }
    }
    for (const file of [paths.settings, versionFile(dirname(paths.settings))])
      if (existsSync(file)) await copyFile(file, join(unfinished, basename(file)))
    await makeFolder(paths.backups)
    await rename(unfinished, target)
    return target
  } catch (error) {
    throw fileError(error, target)
  }
}

function versionFile(root: string): string {
  return join(root, 'workspace.json')
}

async function readVersion(file: string): Promise<number> {
  try {
    return versionSchema.parse(JSON.parse(await readFile(file, 'utf8'))).version
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      throw new UserError('workspace.damaged_version', { path: file, example: versionText() }).causedBy(error)
    throw fileError(error, file)
  }
}

async function writeVersion(file: string, paths: WorkspacePaths): Promise<void> {
  const temporary = temporaryPath(paths.temporary)
  try {
    await writeDurably(temporary, `${versionText()}\n`, new AbortController().signal)
    await rename(temporary, file)
  } catch (error) {
    throw fileError(error, file)
  }
}

function versionText(): string {
  return JSON.stringify({ version: WORKSPACE_VERSION })
}
