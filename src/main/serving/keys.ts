import { createHash, randomBytes } from 'node:crypto'
import { unwatchFile, watchFile } from 'node:fs'
import { UserError } from '../../shared/errors.ts'
import { readSettings, writeSettings } from '../workspace/settings.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** What is kept of a key, and compared: its 256 random bits cannot be found from it, so no salt or slow hash is needed. */
export function keyDigest(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

/** Makes a key for the clients of the endpoint; only its hash is kept. Throws UserError `serving.key_name_taken`. */
export async function addKey({ paths }: Pick<Workspace, 'paths'>, name: string): Promise<string> {
  const settings = await readSettings(paths.settings)
  if (settings.servingKeys?.[name] !== undefined) throw new UserError('serving.key_name_taken', { name })
  const key = `aw_${randomBytes(32).toString('base64url')}`
  const servingKeys = { ...settings.servingKeys, [name]: keyDigest(key).toString('hex') }
  await writeSettings(paths.settings, { ...settings, servingKeys })
  return key
}

/** Throws UserError `serving.key_unknown`. */
export async function revokeKey({ paths }: Pick<Workspace, 'paths'>, name: string): Promise<void> {
  const { servingKeys = {}, ...settings } = await readSettings(paths.settings)
  if (servingKeys[name] === undefined) throw new UserError('serving.key_unknown', { name })
  const { [name]: _revoked, ...left } = servingKeys
  await writeSettings(paths.settings, Object.keys(left).length === 0 ? settings : { ...settings, servingKeys: left })
}

/** Names of the keys there are. */
export async function keyNames({ paths }: Pick<Workspace, 'paths'>): Promise<string[]> {
  return Object.keys((await readSettings(paths.settings)).servingKeys ?? {})
}

/** What is kept of the keys of a workspace, as they are added and revoked. */
export interface WatchedKeys {
  digests(): readonly Buffer[]
  /** Stops looking. */
  close(): void
}

const LOOK_MS = 1000

/** Follows the keys of a workspace: within a second a new one opens the endpoint, and a revoked one does no more. */
export async function watchKeys(
  { paths }: Pick<Workspace, 'paths'>,
  onError: (error: unknown) => void,
): Promise<WatchedKeys> {
  let digests = await read()
  const look = () =>
    void read().then((now) => {
      digests = now
    }, onError)
  // The file is replaced as a whole, which only looking at its path notices on every system.
  watchFile(paths.settings, { interval: LOOK_MS, persistent: false }, look)

  async function read(): Promise<Buffer[]> {
    const { servingKeys = {} } = await readSettings(paths.settings)
    return Object.values(servingKeys).map((digest) => Buffer.from(digest, 'hex'))
  }

  return { digests: () => digests, close: () => unwatchFile(paths.settings, look) }
}
