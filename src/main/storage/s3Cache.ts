import { createHash } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode, fileError } from './fileErrors.ts'
import { copyDurably, flush, makeFolder, renameInto, sweep, temporaryPath, touch } from './files.ts'

/** Local copies of objects, each as long as the object is unchanged and the cache has room. */
export interface ObjectCache {
  /** Path of the copy of exactly that version of an object; undefined when there is none. */
  find(version: ObjectVersion): Promise<string | undefined>
  /** Moves a whole file in as the copy of that version, and returns its path. */
  adopt(file: string, version: ObjectVersion, signal: AbortSignal): Promise<string>
  /** A path for a file that is not whole yet. */
  draft(): string
  /** Makes the folders, and removes what dead processes left unfinished. */
  prepare(): Promise<void>
}

/** What an object held at one time: `etag` is another whenever its bytes are. */
export interface ObjectVersion {
  key: string
  etag: string
  bytes: number
}

const DEFAULT_BYTES = 10e9
/** A copy that was asked for so recently may be about to be read. */
const GRACE_MS = 3600 * 1000

/**
 * A cache in `folder`; `scope` tells server and bucket apart. Beyond `limitBytes` the copies that were asked for least
 * recently leave, none within an hour. The time of last change is that of last use, so all processes see it.
 */
export function createObjectCache(folder: string, scope: string, limitBytes = DEFAULT_BYTES): ObjectCache {
  const objects = join(folder, 'objects')
  const drafts = join(folder, 'drafts')
  const pathOf = ({ key, etag, bytes }: ObjectVersion) => {
    // Some servers quote an ETag in one answer and not in another.
    const identity = JSON.stringify([scope, key, etag.replaceAll('"', ''), bytes])
    const digest = createHash('sha256').update(identity).digest('hex')
    // The key's last segment stays, since readers go by its extension.
    return join(objects, `${digest.slice(0, 32)}-${key.slice(key.lastIndexOf('/') + 1)}`)
  }

  async function shrink(): Promise<void> {
    const copies: { path: string; bytes: number; usedMs: number }[] = []
    for (const name of await readdir(objects)) {
      const path = join(objects, name)
      const found = await stat(path).catch(() => undefined)
      if (found !== undefined) copies.push({ path, bytes: found.size, usedMs: found.mtimeMs })
    }
    let total = copies.reduce((sum, copy) => sum + copy.bytes, 0)
    for (const { path, bytes, usedMs } of copies.sort((a, b) => a.usedMs - b.usedMs)) {
      if (total <= limitBytes || Date.now() - usedMs < GRACE_MS) return
      await rm(path, { force: true })
      total -= bytes
    }
  }

  return {
    async find(version) {
      const path = pathOf(version)
      const found = await stat(path).catch(() => undefined)
      if (found?.size !== version.bytes) return undefined
      await touch(path)
      return path
    },
    async adopt(file, version, signal) {
      const path = pathOf(version)
      try {
        await flush(file)
        await renameInto(file, path).catch(async (error: unknown) => {
          if (errorCode(error) !== 'EXDEV') throw error
          const draft = temporaryPath(drafts)
          await copyDurably(file, draft, signal)
          await renameInto(draft, path)
          await rm(file)
        })
        await touch(path)
        await shrink()
        return path
      } catch (error) {
        throw fileError(error, path)
      }
    },
    draft: () => temporaryPath(drafts),
    async prepare() {
      try {
        await makeFolder(objects)
        await makeFolder(drafts)
        await sweep(drafts)
      } catch (error) {
        throw fileError(error, folder)
      }
    },
  }
}
