import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, posix, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Kysely, Transaction } from 'kysely'
import { UserError } from '../../shared/errors.ts'
import type { Database } from './database.ts'
import type { Processes } from './processes.ts'
import type { Schema } from './schema.ts'

/** A file of a run. `path` is relative to the run's folder, `/`-separated. */
export interface Artifact {
  path: string
  bytes: number
  /** Hex. */
  sha256: string
}

/** The files of runs, in `<folder>/<run id>/<path>`. Each is written whole and recorded, or absent, also after `kill -9`. */
export interface Artifacts {
  readonly folder: string
  /** Where the file or folder `path` of a run is. */
  locate(runId: string, path: string): string
  /** Stores a file; one of the same path is replaced. */
  write(runId: string, path: string, content: string | Uint8Array): Promise<void>
  /**
   * Stores a new folder that `fill` writes, in one step. `record` runs in the transaction that records the files: when
   * it throws, nothing is stored.
   */
  writeFolder<T>(
    runId: string,
    path: string,
    fill: (folder: string) => Promise<void>,
    record: (transaction: Transaction<Schema>) => Promise<T>,
  ): Promise<T>
  /** The bytes of an artifact. Throws UserError `artifact_missing`. */
  read(runId: string, path: string): Promise<Buffer>
}

export function openArtifacts(database: Database, folder: string, processes: Processes): Artifacts {
  const locate = (runId: string, path: string) => join(folder, runId, ...checked(path).split('/'))

  /** Moves what lies at `temporary` to its place and records it, leaving nothing behind if either fails. */
  async function place<T>(
    runId: string,
    path: string,
    temporary: string,
    record: (transaction: Transaction<Schema>) => Promise<T>,
  ): Promise<T> {
    const target = locate(runId, path)
    const { id: processId } = await processes.own()
    const files = await describe(temporary, path)
    await database.sql
      .insertInto('pending_files')
      .values({ run_id: runId, path, process_id: processId })
      .onConflict((conflict) => conflict.doUpdateSet({ process_id: processId }))
      .execute()
    let moved = false
    try {
      await mkdir(dirname(target), { recursive: true })
      await rename(temporary, target)
      moved = true
      return await database.sql.transaction().execute(async (transaction) => {
        await recordFiles(transaction, runId, files)
        const result = await record(transaction)
        await noLongerPending(transaction, runId, path)
        return result
      })
    } catch (error) {
      // Where even this cannot be written, it stays pending, and is undone after this process has ended.
      await undo(runId, path, moved).catch(() => {})
      throw error
    }
  }

  async function undo(runId: string, path: string, moved: boolean): Promise<void> {
    if (moved) await rm(locate(runId, path), { recursive: true, force: true })
    await database.sql.transaction().execute(async (transaction) => {
      if (moved) await forgetFiles(transaction, runId, path)
      await noLongerPending(transaction, runId, path)
    })
  }

  async function staged<T>(path: string, work: (temporary: string) => Promise<T>): Promise<T> {
    const temporary = join((await processes.own()).folder, randomUUID())
    try {
      return await work(temporary)
    } catch (error) {
      throw asFileError(error, path)
    } finally {
      await rm(temporary, { recursive: true, force: true })
    }
  }

  return {
    folder,
    locate,
    async write(runId, path, content) {
      await staged(locate(runId, path), async (temporary) => {
        await writeFile(temporary, content)
        await place(runId, path, temporary, async () => {})
      })
    },
    async writeFolder(runId, path, fill, record) {
      const target = locate(runId, path)
      if (existsSync(target)) throw new Error(`${target} exists already`)
      return staged(target, async (temporary) => {
        await mkdir(temporary)
        await fill(temporary)
        return place(runId, path, temporary, record)
      })
    },
    async read(runId, path) {
      try {
        return await readFile(locate(runId, path))
      } catch (error) {
        throw new UserError('artifact_missing', { run: runId, path }).causedBy(error)
      }
    },
  }
}

async function recordFiles(transaction: Transaction<Schema>, runId: string, files: Artifact[]): Promise<void> {
  const created_at = Date.now()
  await transaction
    .insertInto('artifacts')
    .values(files.map((file) => ({ run_id: runId, ...file, created_at })))
    .onConflict((conflict) =>
      conflict.doUpdateSet(({ ref }) => ({ bytes: ref('excluded.bytes'), sha256: ref('excluded.sha256'), created_at })),
    )
    .execute()
}

/** Removes the record of an artifact, or of all artifacts below a folder. */
export async function forgetFiles(transaction: Transaction<Schema>, runId: string, path: string): Promise<void> {
  await transaction
    .deleteFrom('artifacts')
    .where('run_id', '=', runId)
    .where((row) =>
      row.or([
        row('path', '=', path),
        row(row.fn<string>('substr', ['path', row.lit(1), row.val(path.length + 1)]), '=', `${path}/`),
      ]),
    )
    .execute()
}

async function noLongerPending(db: Kysely<Schema>, runId: string, path: string): Promise<void> {
  await db.deleteFrom('pending_files').where('run_id', '=', runId).where('path', '=', path).execute()
}

/** Writes a new file and waits until the disk has it. */
export async function writeDurably(file: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(file, 'wx')
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The files at `root`, a file or a folder that becomes the artifact `path`. */
async function describe(root: string, path: string): Promise<Artifact[]> {
  if ((await stat(root)).isFile()) return [{ path, ...(await measure(root)) }]
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(
    files.map(async (file) => ({
      path: posix.join(path, relative(root, file).split(sep).join('/')),
      ...(await measure(file)),
    })),
  )
}

async function measure(file: string): Promise<Omit<Artifact, 'path'>> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return { bytes: (await stat(file)).size, sha256: hash.digest('hex') }
}

function checked(path: string): string {
  const parts = path.split('/')
  if (path.includes('\\') || parts.some((part) => part === '' || part.startsWith('.'))) {
    throw new RangeError(`not a path of an artifact: ${path}`)
  }
  return path
}

function asFileError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  const reason = String(error.code)
  if (['ENOSPC', 'EDQUOT'].includes(reason)) return new UserError('database_disk_full', { file }).causedBy(error)
  if (['EACCES', 'EPERM', 'EROFS'].includes(reason)) {
    return new UserError('artifact_not_writable', { file, reason }).causedBy(error)
  }
  return error
}
