import { rm, statfs } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { UserError } from '../../shared/errors.ts'
import { fileError } from '../storage/fileErrors.ts'
import { makeFolder, sweep, temporaryPath, writeDurably } from '../storage/files.ts'
import { type Environment, readEnvironment } from './environment.ts'
import { readSettings, type Settings } from './settings.ts'
import { bringUpToDate, refuseNewer } from './version.ts'

/** The folder that holds everything of one analyst: tracking database, objects, artifacts, logs and settings. */
export interface Workspace {
  readonly folder: string
  readonly paths: WorkspacePaths
  readonly settings: Settings
  /** The process's environment, filled up from `.env` of the workspace, then of the current folder. Holds secrets. */
  readonly environment: Environment
}

export interface WorkspacePaths {
  /** SQLite: experiments, runs, models. */
  database: string
  /** The object store, when it is a folder. */
  data: string
  /** One folder a run id. */
  artifacts: string
  logs: string
  /** Copies of what is stored elsewhere; may be deleted at any time. */
  cache: string
  /** What is not finished; swept when its process is dead. */
  temporary: string
  /** What was there before a migration. */
  backups: string
  settings: string
  /** What lets windows of the browser shell in; only this user can read it. */
  session: string
}

export interface WorkspaceOptions {
  /** What `--workspace` says; ARREST_WORKBENCH_HOME or ~/ArrestWorkbench without it. */
  folder?: string | undefined
  env?: Environment
  cwd?: string
}

/**
 * Opens the workspace, making what is missing: checks that it can be written and is not of a newer version, migrates
 * an older one after a backup, removes the temporary files of dead processes. UserError with a `workspace.*` or
 * `storage.*` code for what the user can mend.
 */
export async function openWorkspace({
  folder,
  env = process.env,
  cwd = process.cwd(),
}: WorkspaceOptions = {}): Promise<Workspace> {
  const outer = await readEnvironment([cwd], env)
  const root = resolve(cwd, expandHome(folder ?? outer.ARREST_WORKBENCH_HOME ?? '~/ArrestWorkbench', outer))
  const paths = pathsOf(root)
  await refuseNewer(root)
  try {
    for (const part of [paths.data, paths.artifacts, paths.logs, paths.cache, paths.temporary]) await makeFolder(part)
    await sweep(paths.temporary)
    await checkWritable(paths.temporary)
  } catch (error) {
    throw fileError(error, root)
  }
  await bringUpToDate(root, paths)
  return {
    folder: root,
    paths,
    settings: await readSettings(paths.settings),
    environment: await readEnvironment([root, cwd], env),
  }
}

/** Makes an empty folder for unfinished work; remove it when done. After `kill -9` the next open removes it. */
export async function makeTemporaryFolder({ paths }: Workspace): Promise<string> {
  const folder = temporaryPath(paths.temporary)
  try {
    await makeFolder(folder)
  } catch (error) {
    throw fileError(error, folder)
  }
  return folder
}

/** Free bytes on the workspace's disk for this user. */
export async function freeBytes({ folder }: Workspace): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** Throws a UserError when fewer than `bytes` are free on the workspace's disk. */
export async function requireFreeBytes(workspace: Workspace, bytes: number): Promise<void> {
  const free = await freeBytes(workspace)
  if (free >= bytes) return
  throw new UserError('workspace.too_little_space', {
    folder: workspace.folder,
    needed: megabytes(bytes),
    free: megabytes(free),
  })
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / 1e6)
}

/** A path in which a leading `~` is the user's home. */
export function expandHome(path: string, env: Environment): string {
  return /^~(?=$|[/\\])/.test(path) ? join(env.HOME ?? homedir(), path.slice(1)) : path
}

function pathsOf(root: string): WorkspacePaths {
  return {
    database: join(root, 'workbench.db'),
    data: join(root, 'data'),
    artifacts: join(root, 'artifacts'),
    logs: join(root, 'logs'),
    cache: join(root, 'cache'),
    temporary: join(root, 'tmp'),
    backups: join(root, 'backups'),
    settings: join(root, 'settings.json'),
    session: join(root, 'browser-session'),
  }
}

async function checkWritable(folder: string): Promise<void> {
  const probe = temporaryPath(folder)
  try {
    await writeDurably(probe, 'writable', new AbortController().signal)
  } finally {
    await rm(probe, { force: true })
  }
}
