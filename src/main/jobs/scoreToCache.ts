import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { UserError } from '../../shared/errors.ts'
import { openDuck } from '../duck.ts'
import type { Job } from '../progress.ts'
import { type ScoredFile, scoreFile } from '../serving/batch/scoreFile.ts'
import { openModel } from '../training/servedModel.ts'
import type { Workbench } from '../workbench.ts'
import { makeTemporaryFolder } from '../workspace/workspace.ts'

export interface ScoreRequest {
  /** Incidents, or the champion's features by name, on this machine. */
  file: string
  model: string
  format: 'csv' | 'parquet'
}

export interface Scored extends ScoredFile {
  /** Names the scored file in `files/scored/…`. */
  id: string
  name: string
  model: string
  version: number
}

/** Where scored files lie until they are fetched; the cache may be emptied at any time. */
export function scoredFolder({ workspace }: Pick<Workbench, 'workspace'>): string {
  return join(workspace.paths.cache, 'scored')
}

/** Scores a file with a model's champion, into the workspace's cache. @throws UserError as `scoreFile` */
export async function scoreToCache(
  { file, model, format }: ScoreRequest,
  workbench: Workbench,
  job: Job,
): Promise<Scored> {
  const { registry, workspace, pool, threads } = workbench
  const version = await registry.aliased(model, 'champion')
  if (version === undefined) throw new UserError('serving.no_champion', { model })
  const opened = openModel(await registry.read(version))
  const id = randomUUID()
  const folder = join(scoredFolder(workbench), id)
  const name = `${basename(file, extname(file))}_scored.${format}`
  await mkdir(folder, { recursive: true })
  const workFolder = await makeTemporaryFolder(workspace)
  try {
    const duck = await openDuck({ threads, spillFolder: join(workFolder, 'spill') })
    const request = { file, output: join(folder, name), format, model: opened }
    const scored = await scoreFile(request, { duck, pool, workFolder }, job).finally(() => duck.close())
    return { ...scored, id, name, model, version: version.version }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  } finally {
    await rm(workFolder, { recursive: true, force: true })
  }
}
