import { setTimeout as sleep } from 'node:timers/promises'
import { CancelledError, UserError } from '../../shared/errors.ts'
import type { RunHandle } from '../tracking/run.ts'
import type { Tracking } from '../tracking/tracking.ts'
import type { RunListener, StepName } from './events.ts'

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** What a step tells about itself when it is done; becomes its tracked run. */
export interface StepReport {
  /** Name of the tracked run: `split_2018-01-01`. */
  runName: string
  /** What came out, in a few words. */
  summary: string
  /** True when a stored result was used. */
  cached: boolean
  /** Content hash of what a stage stored; absent for a step that stores no tables. */
  hash?: string
  params: Record<string, Json>
  metrics: Record<string, number>
  /** JSON documents by path: `figures/balance.json`. */
  documents: Record<string, unknown>
}

/** Runs one step of a run: watched, tracked as a run within it, and tried once more when its failure may pass. */
export type RunStep = <T>(step: StepName, work: () => Promise<{ result: T; report: StepReport }>) => Promise<T>

export interface StepOptions {
  tracking: Tracking
  experiment: string
  parent: RunHandle
  signal: AbortSignal
  onEvent: RunListener
  /** How long to wait before the one retry of what may pass, in ms. */
  retryWaitMs: number
}

export function createRunStep({ tracking, experiment, parent, signal, onEvent, retryWaitMs }: StepOptions): RunStep {
  /** Does the work, and once more if its failure may pass on its own. */
  async function attempt<T>(step: StepName, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      // Whatever a cancelled step throws, that it was cancelled is why.
      if (signal.aborted) throw new CancelledError()
      // What fails at the first step is more likely a wrong address than a bad moment.
      const mayPass = error instanceof UserError && error.mayPass && step !== 'setup'
      if (!mayPass) throw error
      onEvent({ type: 'step-retried', step, reason: error.message, waitMs: retryWaitMs })
      await sleep(retryWaitMs, undefined, { signal }).catch(() => {
        throw new CancelledError()
      })
      return work()
    }
  }

  return async (step, work) => {
    onEvent({ type: 'step-started', step })
    const start = performance.now()
    try {
      const { result, report } = await tracking.withRun(
        { experiment, name: step, kind: 'stage', parentId: parent.id, tags: { step } },
        async (run) => {
          const done = await attempt(step, work)
          await record(run, done.report)
          return done
        },
      )
      const elapsedMs = performance.now() - start
      onEvent({ type: 'step-done', step, elapsedMs, cached: report.cached, summary: report.summary })
      return result
    } catch (error) {
      onEvent({ type: 'step-failed', step, error })
      throw error
    }
  }
}

async function record(run: RunHandle, report: StepReport): Promise<void> {
  await run.rename(report.runName)
  await run.logParams(report.params)
  await run.logMetrics(report.metrics)
  const { cached, summary, hash } = report
  await run.setTags({ cached: String(cached), summary, ...(hash ? { hash } : {}) })
  for (const [path, document] of Object.entries(report.documents)) await run.logJson(path, document)
}
