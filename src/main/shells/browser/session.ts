import { randomBytes } from 'node:crypto'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { fileError } from '../../storage/fileErrors.ts'

const BYTES = 32

/** A new secret, as text for a cookie or an address. */
export function secret(): string {
  return randomBytes(BYTES).toString('base64url')
}

/**
 * The secret that a workspace's window shows with each request, kept in a file that only this user can read: a window
 * that is open finds its way back when the command is started again on the same port.
 */
export async function keptSession(file: string): Promise<string> {
  const kept = await readFile(file, 'utf8').catch(() => '')
  if (Buffer.from(kept, 'base64url').length === BYTES) return kept
  const made = secret()
  try {
    await writeFile(file, made, { mode: 0o600 })
    // An existing file keeps its mode.
    await chmod(file, 0o600)
  } catch (error) {
    throw fileError(error, file)
  }
  return made
}
