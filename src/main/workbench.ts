import { availableParallelism } from 'node:os'
import { openRegistry, type Registry } from './registry/registry.ts'
import { openStore } from './storage/openStore.ts'
import type { ObjectStore } from './storage/store.ts'
import { type Database, openDatabase } from './tracking/database.ts'
import { openTracking, type Tracking } from './tracking/tracking.ts'
import { createWorkerPool, type WorkerPool } from './workers/pool.ts'
import { createLogger, type Logger } from './workspace/log.ts'
import { openWorkspace, type Workspace } from './workspace/workspace.ts'

export interface WorkbenchOptions {
  /** Folder of the workspace; the environment's, or the default, where undefined. */
  workspace: string | undefined
  /** A folder or `s3://bucket`; the settings', the environment's, or the workspace's, where undefined. */
  store: string | undefined
  /** Threads for DuckDB and the workers each; the settings', or one a core, where undefined. */
  threads: number | undefined
  env: Readonly<Record<string, string | undefined>>
  /** Current folder. */
  cwd: string
  /** Called while a remote store does not answer. */
  onWaiting?: (waitedMs: number) => void
}

/** Everything that the commands and the window work with, on one workspace. */
export interface Workbench {
  workspace: Workspace
  store: ObjectStore
  tracking: Tracking
  registry: Registry
  pool: WorkerPool
  logger: Logger
  threads: number
  close(): Promise<void>
}

/** Opens a workspace and what belongs to it. Throws UserError for what the user can mend. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const workspace = await openWorkspace({ folder: options.workspace, env: options.env, cwd: options.cwd })
  const store = await openStore({
    spec: options.store ?? workspace.settings.store,
    env: workspace.environment,
    dataFolder: workspace.paths.data,
    cacheFolder: workspace.paths.cache,
    onWaiting: options.onWaiting,
  })
  const database: Database = await openDatabase(workspace.paths.database)
  const tracking = await openTracking({ database, artifactsFolder: workspace.paths.artifacts })
  const threads = options.threads ?? workspace.settings.threads ?? availableParallelism()
  const pool = createWorkerPool({ threads })
  return {
    workspace,
    store,
    tracking,
    registry: openRegistry(tracking),
    pool,
    logger: createLogger(workspace),
    threads,
    async close() {
      await pool.close()
      await tracking.close()
      await database.close()
    },
  }
}
