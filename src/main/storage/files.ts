import { createReadStream } from 'node:fs'
import { link, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CancelledError } from '../../shared/errors.ts'
import { isLeftover, processTag } from '../processTag.ts'
import { errorCode } from './fileErrors.ts'

/** A path in `folder` for a file that is not whole yet; `sweep` finds it when this process dies before it is renamed. */
export function temporaryPath(folder: string): string {
  return join(folder, processTag())
}

/** Makes the folder and those above it. Unlike Node's own, it names the cause on a read-only disk, and not a missing file. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || dirname(folder) === folder) throw error
    await makeFolder(dirname(folder))
    await mkdir(folder).catch((second: unknown) => {
      if (errorCode(second) !== 'EEXIST') throw second
    })
  }
}

/** Removes from `folder` what dead processes left behind. */
export async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found !== undefined && isLeftover(name, found.mtime)) await rm(path, { recursive: true, force: true })
  }
}

/** Writes a new file and waits until it is on the disk, so that a later rename never shows a name without its bytes. */
export async function writeDurably(path: string, content: string | Uint8Array, signal: AbortSignal): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(content, { signal })
    await file.sync()
  } catch (error) {
    throw signal.aborted ? new CancelledError() : error
  } finally {
    await file.close()
  }
}

/** Copies a file's bytes to the new file `to`, and waits until they are on the disk. */
export async function copyDurably(from: string, to: string, signal: AbortSignal): Promise<void> {
  const file = await open(to, 'wx')
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20, signal })) await file.write(chunk)
    await file.sync()
  } catch (error) {
    throw signal.aborted ? new CancelledError() : error
  } finally {
    await file.close()
  }
}

/** Waits until the file's bytes are on the disk. */
export async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Renames onto `to`, whose folder is made if missing, also when another process removes that folder at this moment. */
export async function renameInto(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await makeFolder(dirname(to))
    try {
      return await rename(from, to)
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || attempt === 5) throw error
    }
  }
}

/** Makes `link` another name of the file; false where the file system has no hard links or lies on another device. */
export async function linkFile(file: string, path: string): Promise<boolean> {
  try {
    await link(file, path)
    return true
  } catch (error) {
    if (['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(errorCode(error) ?? '')) return false
    throw error
  }
}

/** Sets the time of last change to now; the file keeps its old one where it belongs to someone else. */
export async function touch(path: string): Promise<void> {
  const now = new Date()
  await utimes(path, now, now).catch(() => undefined)
}
