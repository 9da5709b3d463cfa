import { createHash, randomBytes } from 'node:crypto'
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
