import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CancelledError } from '../../shared/errors.ts'
import { inThread } from '../jobs/inThread.ts'
import { createJobs } from '../jobs/jobs.ts'
import { chromiumPainter } from '../pictures/chromium/chromiumPainter.ts'
import { drawInBackground } from '../pictures/drawInBackground.ts'
import { drawPictures } from '../pictures/drawPictures.ts'
import { createServingDesk, type ServingDesk } from '../serving/servingDesk.ts'
import { createTableReader, type TableReader } from '../tables/reader.ts'
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../workbench.ts'
import { makeTemporaryFolder } from '../workspace/workspace.ts'
import type { ApiContext, ShellServices } from './context.ts'

export interface EngineOptions extends Omit<WorkbenchOptions, 'env'> {
  /** The environment of the process. */
  env: WorkbenchOptions['env']
  /** What the shell's key store holds, by variable; the environment of the process comes before it. */
  keptSecrets(): Promise<Record<string, string>>
  shell: ShellServices
}

/** What a shell mounts its window on: one workbench, and what lasts longer than one window. */
export interface Engine extends ApiContext {
  /** Cancels what goes on, closes the endpoint and the workspace. */
  close(): Promise<void>
}

interface Opened {
  workbench: Workbench
  serving: ServingDesk
  reader: TableReader
  folder: string
}

/** Opens a workspace for a window. Throws UserError as `openWorkbench`. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const jobs = createJobs()
  let opened = await open(options)
  /** Changed settings wait for the run that goes on to end. */
  let due = false
  let closing = false

  async function open({ keptSecrets, env, ...rest }: EngineOptions): Promise<Opened> {
    const workbench = await openWorkbench({ ...rest, env: { ...(await keptSecrets()), ...env } })
    const folder = await makeTemporaryFolder(workbench.workspace)
    const reader = createTableReader({ spillFolder: join(folder, 'spill') })
    const serving = createServingDesk(workbench)
    let served: string | null = null
    // It also tells of every answer.
    serving.onChange(() => {
      if (serving.address() === served) return
      served = serving.address()
      options.shell.backgroundChanged?.()
    })
    return { workbench, serving, reader, folder }
  }

  async function shut({ workbench, serving, reader, folder }: Opened): Promise<void> {
    await serving.close()
    await reader.close()
    await rm(folder, { recursive: true, force: true })
    await workbench.close()
  }

  const drawing = drawInBackground(jobs, async (runId, signal) => {
    const { workbench } = opened
    const openPainter = options.shell.openPainter ?? chromiumPainter(workbench.workspace)
    try {
      await drawPictures(workbench, openPainter, { runId, signal })
    } catch (error) {
      if (error instanceof CancelledError) throw error
      workbench.logger.warn({ err: error, run: runId }, 'charts not stored as PNG')
    }
  })

  async function reopen(): Promise<void> {
    due = false
    await drawing.pause()
    const before = opened
    const { address, model } = before.serving.state()
    try {
      // Opened first: where the new settings do not open, the window keeps what it has.
      opened = await open(options)
      await shut(before)
    } finally {
      drawing.resume()
    }
    if (address === null || model === null) return
    await opened.serving.start({ port: Number(new URL(address).port), model }).catch((error: unknown) => {
      opened.workbench.logger.error({ err: error }, 'endpoint not started again')
    })
  }

  jobs.onEnd(() => {
    if (!due || closing) return
    // The run has ended for its watchers; its process-wide things are let go in this turn.
    setImmediate(() =>
      reopen().catch((error: unknown) => opened.workbench.logger.error({ err: error }, 'settings not applied')),
    )
  })

  return {
    get workbench() {
      return opened.workbench
    },
    get serving() {
      return opened.serving
    },
    get reader() {
      return opened.reader
    },
    jobs,
    shell: options.shell,
    env: options.env,
    cwd: options.cwd,
    async inThread(work, watch) {
      const { store, threads, cwd } = options
      const env = { ...(await options.keptSecrets()), ...options.env }
      const workspace = opened.workbench.workspace.folder
      return inThread(work, { workspace, store, threads, env, cwd }, watch)
    },
    async applySettings() {
      if (jobs.live() !== undefined) {
        due = true
        return 'after_run'
      }
      await reopen()
      return 'now'
    },
    async close() {
      closing = true
      await jobs.close()
      await drawing.close()
      await shut(opened)
    },
  }
}
