import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CancelledError } from '../../shared/errors.ts'
import { inThread as startThread } from '../jobs/inThread.ts'
import { createJobs } from '../jobs/jobs.ts'
import type { Work, WorkResult, WorkWatch } from '../jobs/work.ts'
import { chromiumPainter } from '../pictures/chromium/chromiumPainter.ts'
import { drawInBackground } from '../pictures/drawInBackground.ts'
import { drawPictures } from '../pictures/drawPictures.ts'
import { openRunningDesk, type RunningDesk } from '../retraining/desk.ts'
import type { RunWork } from '../retraining/ports.ts'
import type { SchedulerEvent } from '../schedule/scheduler.ts'
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
  readonly schedule: RunningDesk
  /** Hears of the scheduled runs that are done here; returns how to stop that. */
  onScheduled(listener: (event: SchedulerEvent) => void): () => void
  /** Cancels what goes on, closes the endpoint and the workspace. */
  close(): Promise<void>
}

interface Opened {
  workbench: Workbench
  serving: ServingDesk
  reader: TableReader
  schedule: RunningDesk
  folder: string
}

/** Opens a workspace for a window. Throws UserError as `openWorkbench`. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const jobs = createJobs()
  const scheduleListeners = new Set<(event: SchedulerEvent) => void>()
  let opened = await open(options)
  opened.schedule.start()
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
    const schedule = openRunningDesk({
      ...{ workbench, kind: 'window', runWork, onEvent: tellScheduled },
      onChange: () => options.shell.backgroundChanged?.(),
    })
    return { workbench, serving, reader, schedule, folder }
  }

  function tellScheduled(event: SchedulerEvent): void {
    for (const listener of scheduleListeners) listener(event)
    if (event.type === 'executing' || event.type === 'standby') options.shell.backgroundChanged?.()
  }

  /** A scheduled run is a run of this process like one that was started in the window: it is shown, and can be cancelled. */
  async function runWork(...[work, { signal, onRun }]: Parameters<RunWork>): Promise<string> {
    if (work.kind === 'drift') {
      const result = await inThread(work, { signal, onEvent() {}, onProgress() {} })
      return result !== undefined && 'checkRunId' in result ? result.checkRunId : ''
    }
    let done: Promise<unknown> = Promise.resolve()
    const runId = await jobs.start((watch) => {
      const both = AbortSignal.any([watch.signal, signal])
      done = inThread(work, { ...watch, signal: both, onProgress() {} })
      return done
    })
    onRun(runId)
    await done
    return runId
  }

  async function inThread(work: Work, watch: WorkWatch): Promise<WorkResult> {
    const { store, threads, cwd } = options
    const env = { ...(await options.keptSecrets()), ...options.env }
    const workspace = opened.workbench.workspace.folder
    return startThread(work, { workspace, store, threads, env, cwd }, watch)
  }

  async function shut({ workbench, serving, reader, schedule, folder }: Opened): Promise<void> {
    await schedule.close()
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
      opened.schedule.start()
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
    inThread,
    get schedule() {
      return opened.schedule
    },
    onScheduled(listener) {
      scheduleListeners.add(listener)
      return () => scheduleListeners.delete(listener)
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
      await opened.schedule.close()
      await jobs.close()
      await drawing.close()
      await shut(opened)
    },
  }
}
