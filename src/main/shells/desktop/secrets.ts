import { readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { safeStorage } from 'electron'
import { z } from 'zod'
import type { SecretStore } from '../../api/context.ts'

const keptSchema = z.record(z.string(), z.base64())

/** Secrets of the window, encrypted with a key that the system keeps for this user. */
export interface KeptSecrets extends SecretStore {
  /** The values by variable, for the engine's environment. */
  values(): Record<string, string>
}

/**
 * Opens the secrets in `file`; undefined where the system has no key store, since Electron would then write what is as
 * good as plain text. To be called when Electron is ready.
 */
export function openSecrets(file: string): KeptSecrets | undefined {
  if (!safeStorage.isEncryptionAvailable()) return undefined
  if (process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())) {
    return undefined
  }
  const kept = new Map(Object.entries(read(file)))
  let writing: Promise<void> = Promise.resolve()

  async function write(): Promise<void> {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(`${file}.new`, JSON.stringify(Object.fromEntries(kept)), { mode: 0o600 })
    await rename(`${file}.new`, file)
  }

  return {
    names: () => [...kept.keys()],
    set(name, value) {
      if (value === undefined) kept.delete(name)
      else kept.set(name, safeStorage.encryptString(value).toString('base64'))
      writing = writing.catch(() => undefined).then(write)
      return writing
    },
    values() {
      const values: Record<string, string> = {}
      for (const [name, encrypted] of kept) {
        try {
          values[name] = safeStorage.decryptString(Buffer.from(encrypted, 'base64'))
        } catch {
          // Kept under another key (a moved profile): the user sees it as not set, and types it again.
        }
      }
      return values
    },
  }
}

function read(file: string): Record<string, string> {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return {}
  }
}
