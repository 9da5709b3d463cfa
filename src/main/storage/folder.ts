import type { Dirent } from 'node:fs'
import { readdir, readFile, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { CancelledError, throwIfCancelled, UserError } from '../../shared/errors.ts'
import { errorCode, fileError } from './fileErrors.ts'
import {
  copyDurably,
  flush,
  linkFile,
  makeFolder,
  renameInto,
  sweep,
  temporaryPath,
  touch,
  writeDurably,
} from './files.ts'
import { checkKey, checkPrefix, isKey } from './keys.ts'
import type { LifecycleRule, ObjectStore, StoredObject } from './store.ts'

const DAY_MS = 24 * 3600 * 1000
const rulesSchema = z.array(z.object({ prefix: z.string(), days: z.number().positive() }))

/**
 * The object store that is a folder: an object is the file at its key. What is not whole yet lies in `.store/tmp` on
 * the same disk and is renamed into place once its bytes are safe; `.store/lifecycle.json` holds the rules.
 */
export function createFolderStore(folder: string): ObjectStore {
  const root = resolve(folder)
  const temporary = join(root, '.store', 'tmp')
  const rulesFile = join(root, '.store', 'lifecycle.json')
  const pathOf = (key: string) => join(root, ...checkKey(key).split('/'))

  /** Has `make` write a temporary file, then gives it its name in one step; on failure nothing is left. */
  async function place(path: string, make: (temporaryFile: string) => Promise<void>): Promise<void> {
    const file = temporaryPath(temporary)
    try {
      await makeFolder(temporary)
      await make(file)
      await renameInto(file, path)
    } catch (error) {
      throw fileError(error, path)
    } finally {
      // Also after a rename: one hard link renamed onto another of the same file leaves both.
      await rm(file, { force: true }).catch(() => undefined)
    }
  }

  async function head(key: string): Promise<StoredObject | undefined> {
    const path = pathOf(key)
    try {
      const found = await stat(path)
      return found.isFile() ? { key, bytes: found.size, modified: found.mtime } : undefined
    } catch (error) {
      if (isMissing(error)) return undefined
      throw fileError(error, path)
    }
  }

  async function list(prefix: string, signal: AbortSignal): Promise<StoredObject[]> {
    const found: StoredObject[] = []
    const walk = async (parent: string): Promise<void> => {
      throwIfCancelled(signal)
      for (const entry of await entriesOf(join(root, parent))) {
        const key = `${parent}${entry.name}`
        if (!isKey(key)) continue
        if (entry.isDirectory()) {
          if (`${key}/`.startsWith(prefix) || prefix.startsWith(`${key}/`)) await walk(`${key}/`)
        } else if (key.startsWith(prefix)) {
          const object = await head(key)
          if (object !== undefined) found.push(object)
        }
      }
    }
    const slash = checkPrefix(prefix).lastIndexOf('/')
    await walk(prefix.slice(0, slash + 1))
    return found.sort((a, b) => (a.key < b.key ? -1 : 1))
  }

  async function remove(keys: string[], signal: AbortSignal): Promise<void> {
    const parents = new Set<string>()
    for (const key of keys) {
      throwIfCancelled(signal)
      const path = pathOf(key)
      try {
        await rm(path, { force: true })
      } catch (error) {
        if (!isMissing(error)) throw fileError(error, path)
      }
      parents.add(dirname(path))
    }
    for (const parent of parents) await pruneEmpty(parent, root)
  }

  async function rules(): Promise<LifecycleRule[]> {
    try {
      return rulesSchema.parse(JSON.parse(await readFile(rulesFile, 'utf8')))
    } catch (error) {
      if (isMissing(error)) return []
      if (error instanceof z.ZodError || error instanceof SyntaxError)
        throw new UserError('storage.bad_rules', { path: rulesFile }).causedBy(error)
      throw fileError(error, rulesFile)
    }
  }

  return {
    kind: 'folder',
    location: root,
    async ensure(signal) {
      try {
        throwIfCancelled(signal)
        await makeFolder(temporary)
        await sweep(temporary)
        const probe = temporaryPath(temporary)
        try {
          await writeDurably(probe, 'writable', signal)
        } finally {
          await rm(probe, { force: true })
        }
      } catch (error) {
        throw fileError(error, root)
      }
    },
    list,
    head,
    async localCopy(key) {
      return (await head(key)) === undefined ? undefined : pathOf(key)
    },
    async read(key, signal) {
      const path = pathOf(key)
      try {
        return await readFile(path, { signal })
      } catch (error) {
        if (signal.aborted) throw new CancelledError()
        if (isMissing(error) || errorCode(error) === 'EISDIR') return undefined
        throw fileError(error, path)
      }
    },
    async write(key, content, signal) {
      const path = pathOf(key)
      throwIfCancelled(signal)
      await place(path, (file) => writeDurably(file, content, signal))
    },
    async moveIn(key, file, signal) {
      const path = pathOf(key)
      throwIfCancelled(signal)
      try {
        await flush(file)
        await renameInto(file, path)
      } catch (error) {
        if (errorCode(error) !== 'EXDEV') throw fileError(error, path)
        await place(path, (copy) => copyDurably(file, copy, signal))
        await rm(file)
      }
    },
    async copy(from, to, signal) {
      const source = pathOf(from)
      const path = pathOf(to)
      throwIfCancelled(signal)
      if (source === path) return
      await place(path, async (file) => {
        if (!(await linkFile(source, file))) return copyDurably(source, file, signal)
        // A copy is a new object, whose days start now; so do those of the source, which is the same file.
        await touch(file)
      })
    },
    remove,
    async setLifecycle(wanted, signal) {
      for (const rule of wanted) checkPrefix(rule.prefix)
      const content = `${JSON.stringify(rulesSchema.parse(wanted), null, 2)}\n`
      await place(rulesFile, (file) => writeDurably(file, content, signal))
    },
    async expire(now, signal) {
      const due = new Set<string>()
      for (const { prefix, days } of await rules())
        for (const object of await list(prefix, signal))
          if (object.modified.getTime() + days * DAY_MS <= now.getTime()) due.add(object.key)
      await remove([...due], signal)
      return due.size
    },
  }
}

/** No such file, or a part of its path is a file. */
function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if (isMissing(error)) return []
    throw fileError(error, folder)
  }
}

/** Removes `folder` and its parents below `root` as far as they are empty. */
async function pruneEmpty(folder: string, root: string): Promise<void> {
  for (let at = folder; at !== root; at = dirname(at)) {
    try {
      await rmdir(at)
    } catch {
      return
    }
  }
}
