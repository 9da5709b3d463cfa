import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CancelledError } from '../../shared/errors.ts'
import { type Duck, openDuck } from '../duck.ts'
import type { ParamValue, RunHandle } from '../tracking/run.ts'
import type { RunKind } from '../tracking/schema.ts'
import type { Workbench } from '../workbench.ts'
import type { Logger } from '../workspace/log.ts'
import { makeTemporaryFolder } from '../workspace/workspace.ts'
import type { RunEvent, RunListener } from './events.ts'
import { openUnits, type Units } from './stage/units.ts'
import { createRunStep, type RunStep } from './steps.ts'

/** What a run works with while it goes on. */
export interface RunEnvironment extends Pick<Workbench, 'store' | 'tracking' | 'registry' | 'pool'> {
  experiment: string
  run: RunHandle
  runStep: RunStep
  duck: Duck
  /** Folder for local files of this run; it goes with the run. */
  workFolder: string
  /** What earlier trainings finished. */
  units: Units
  signal: AbortSignal
  onEvent: RunListener
}

export interface RunOptions {
  name: string
  /** `pipeline` where absent. */
  kind?: RunKind
  params: Record<string, ParamValue>
  signal: AbortSignal
  onEvent: RunListener
  /** How long to wait before the one retry of a step whose failure may pass, in ms. */
  retryWaitMs: number
}

const EXPERIMENT = 'pipeline'

/**
 * Does `work` as the workspace's one run at this time: tracked, with a DuckDB and a folder of its own.
 *
 * @throws UserError `run_in_progress` while another run goes on, in whichever process
 */
export async function inTrackedRun<T>(
  { workspace, store, tracking, registry, pool, threads, logger }: Workbench,
  { name, kind = 'pipeline', params, signal, onEvent: listener, retryWaitMs }: RunOptions,
  work: (environment: RunEnvironment) => Promise<T>,
): Promise<T> {
  const run = await tracking.startRun({ experiment: EXPERIMENT, name, kind, params, exclusive: true })
  const onEvent: RunListener = (event) => {
    logEvent(logger, run.id, event)
    listener(event)
  }
  onEvent({ type: 'run-started', runId: run.id })
  let workFolder: string | undefined
  let duck: Duck | undefined
  try {
    workFolder = await makeTemporaryFolder(workspace)
    duck = await openDuck({ threads, spillFolder: join(workFolder, 'spill') })
    logger.info({ run: run.id, name, params }, 'run started')
    const runStep = createRunStep({ tracking, experiment: EXPERIMENT, parent: run, signal, onEvent, retryWaitMs })
    const units = await openUnits(join(workspace.paths.cache, 'training'), workspace.paths.temporary)
    const environment = { store, tracking, registry, pool, duck, workFolder, units, signal, onEvent }
    const result = await work({ ...environment, experiment: EXPERIMENT, run, runStep })
    onEvent({ type: 'run-ending' })
    await run.finish('FINISHED')
    logger.info({ run: run.id }, 'run finished')
    return result
  } catch (error) {
    onEvent({ type: 'run-ending' })
    logger.error({ run: run.id, err: error }, 'run ended early')
    const cancelled = signal.aborted || error instanceof CancelledError
    await run.finish(cancelled ? 'KILLED' : 'FAILED', error).catch(() => {})
    throw cancelled ? new CancelledError() : error
  } finally {
    duck?.close()
    if (workFolder !== undefined) await rm(workFolder, { recursive: true, force: true })
  }
}

/** Keeps in the log what happened in each step of a run; not how far it was. */
function logEvent(logger: Logger, run: string, event: RunEvent): void {
  switch (event.type) {
    case 'step-started':
      logger.info({ run, step: event.step }, 'step started')
      break
    case 'step-done': {
      const { step, elapsedMs, cached, summary } = event
      logger.info({ run, step, elapsedMs: Math.round(elapsedMs), cached }, summary)
      break
    }
    case 'step-retried':
      logger.warn({ run, step: event.step, waitMs: event.waitMs }, `will be tried again: ${event.reason}`)
      break
    case 'step-failed':
      logger.error({ run, step: event.step, err: event.error }, 'step failed')
      break
    case 'step-progress':
    case 'trial-done':
    case 'run-started':
    case 'run-ending':
      break
  }
}
