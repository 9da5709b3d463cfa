import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode, fileError } from '../../storage/fileErrors.ts'
import { makeFolder, renameInto, temporaryPath, touch, writeDurably } from '../../storage/files.ts'
import { appVersion } from '../../version.ts'
import { fingerprint } from './fingerprint.ts'

/** Raised whenever the same unit gives another result. */
const VERSION = 2

/** As outputs of the stages that were not published. */
const DAYS_KEPT = 60
const DAY_MS = 24 * 3600 * 1000

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** Everything that a unit's result depends on, but for the code's version. */
export interface UnitKey {
  unit: 'fold-scores' | 'model' | 'explanations'
  [input: string]: Json | undefined
}

/**
 * Finished parts of trainings: a learner's scores of a fold, a fitted model, its explanations. A run that was killed or
 * cancelled goes on after those that it finished, and an equal run finds them all.
 */
export interface Units {
  find(key: UnitKey): Promise<Buffer | undefined>
  /** Keeps a unit's result: whole, or not at all. UserError where the disk is full or cannot be written. */
  keep(key: UnitKey, content: string | Uint8Array): Promise<void>
}

/**
 * Units as files of `folder`; those that nobody asked for in 60 days are removed.
 *
 * @param temporary folder on the same disk for what is not whole yet; swept when its process is dead
 */
export async function openUnits(folder: string, temporary: string): Promise<Units> {
  const fileOf = (key: UnitKey) => join(folder, fingerprint({ version: VERSION, app: appVersion, ...key }))
  await removeUnused(folder)
  return {
    async find(key) {
      const file = fileOf(key)
      try {
        const content = await readFile(file)
        await touch(file)
        return content
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return undefined
        throw fileError(error, file)
      }
    },
    async keep(key, content) {
      const file = fileOf(key)
      const part = temporaryPath(temporary)
      try {
        await writeDurably(part, content, new AbortController().signal)
        await renameInto(part, file)
      } catch (error) {
        await rm(part, { force: true }).catch(() => {})
        throw fileError(error, file)
      }
    },
  }
}

async function removeUnused(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
    for (const name of await readdir(folder)) {
      const file = join(folder, name)
      // Another process may remove it at the same moment.
      const found = await stat(file).catch(() => undefined)
      if (found !== undefined && found.mtimeMs + DAYS_KEPT * DAY_MS < Date.now()) await rm(file, { force: true })
    }
  } catch (error) {
    throw fileError(error, folder)
  }
}
