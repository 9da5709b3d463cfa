import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'dotenv'
import { errorCode, fileError } from '../storage/fileErrors.ts'

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The environment, filled up from the `.env` files of `folders`: what is set earlier wins, the real environment always. */
export async function readEnvironment(folders: string[], env: Environment): Promise<Environment> {
  const merged: Record<string, string | undefined> = { ...env }
  for (const folder of folders)
    for (const [name, value] of Object.entries(await readDotenv(join(folder, '.env')))) merged[name] ??= value
  return merged
}

async function readDotenv(path: string): Promise<Record<string, string>> {
  try {
    return parse(await readFile(path))
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error) ?? '')) return {}
    throw fileError(error, path)
  }
}
