import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { UserError } from '../../shared/errors.ts'
import { openDuck } from '../duck.ts'
import { DEFAULT_MODEL } from '../registry/registry.ts'
import { openModel } from '../training/servedModel.ts'
import type { Workbench } from '../workbench.ts'
import { makeTemporaryFolder } from '../workspace/workspace.ts'
import { type ScoredFile, scoreFile } from './scoreFile.ts'
import { servedModel } from './servingDesk.ts'

const DAYS = 7

export interface ScoredUpload extends ScoredFile {
  /** Folder and name of the scored CSV, below the cache's `scored/`. */
  id: string
  name: string
  model: string
  version: number
  generated: boolean
}

/** Scores a file with a champion into the workspace's cache, from where the window fetches it. Old ones are deleted. */
export async function scoreUpload(
  file: string,
  model: string | undefined,
  { registry, workspace, pool, threads }: Workbench,
  signal: AbortSignal,
): Promise<ScoredUpload> {
  const name = model ?? (await servedModel(registry)) ?? DEFAULT_MODEL
  const version = await registry.aliased(name, 'champion')
  if (version === undefined) throw new UserError('serving.no_champion', { model: name })
  const parent = scoredFolder(workspace.paths.cache)
  await removeOld(parent)
  const id = randomUUID()
  const scoredName = `${basename(file, extname(file))}_scored.csv`
  await mkdir(join(parent, id), { recursive: true })
  const workFolder = await makeTemporaryFolder(workspace)
  try {
    const duck = await openDuck({ threads, spillFolder: join(workFolder, 'spill') })
    const scored = await scoreFile(
      { file, output: join(parent, id, scoredName), format: 'csv', model: openModel(await registry.read(version)) },
      { duck, pool, workFolder },
      { signal, progress: () => {} },
    ).finally(() => duck.close())
    return { ...scored, id, name: scoredName, model: name, version: version.version, generated: version.generated }
  } catch (error) {
    await rm(join(parent, id), { recursive: true, force: true })
    throw error
  } finally {
    await rm(workFolder, { recursive: true, force: true })
  }
}

/** Where scored files lie until they are fetched. */
export function scoredFolder(cache: string): string {
  return join(cache, 'scored')
}

async function removeOld(parent: string): Promise<void> {
  const oldest = Date.now() - DAYS * 24 * 3600 * 1000
  for (const name of await readdir(parent).catch(() => [])) {
    const folder = join(parent, name)
    const found = await stat(folder).catch(() => undefined)
    if (found !== undefined && found.mtimeMs < oldest) await rm(folder, { recursive: true, force: true })
  }
}
