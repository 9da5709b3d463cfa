import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { StepName } from '../../../src/main/pipeline/events.ts'
import { type PipelineResult, runPipeline } from '../../../src/main/pipeline/runPipeline.ts'
import { createFileSource } from '../../../src/main/sources/file/file.ts'
import type { ObjectStore } from '../../../src/main/storage/store.ts'
import { openWorkbench } from '../../../src/main/workbench.ts'
import { CancelledError, throwIfCancelled } from '../../../src/shared/errors.ts'
import { recipeSchema } from '../../../src/shared/pipeline/recipe.ts'
import { incidentFile } from '../../support/api.ts'

/** Runs the stages up to Split on a store whose objects take `delay` to be stored; cancels when that step is done. */
async function openRun(delay: (signal: AbortSignal) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'cancel-'))
  const workspace = join(folder, 'workspace')
  const workbench = await openWorkbench({ workspace, store: undefined, threads: 2, env: {}, cwd: folder })
  onTestFinished(async () => {
    await workbench.close()
    rmSync(folder, { recursive: true })
  })
  const source = createFileSource(incidentFile(folder))
  const store: ObjectStore = {
    ...workbench.store,
    async moveIn(key, file, signal) {
      await delay(signal)
      return workbench.store.moveIn(key, file, signal)
    },
  }
  return {
    statusOf: async () => (await workbench.tracking.runs.list({ parentId: null, limit: 1 }))[0]?.status,
    run(cancelAfter?: StepName): Promise<PipelineResult> {
      const controller = new AbortController()
      const nothing = { date: undefined, stationsFile: undefined, fromStage: undefined }
      return runPipeline(
        {
          ...{ source, recipe: recipeSchema.parse({}), ...nothing, toStage: 'split' },
          ...{ csv: false, allowSchemaChange: false, retryWaitMs: 0, now: new Date(), actor: 'test' },
        },
        { ...workbench, store },
        {
          signal: controller.signal,
          onEvent(event) {
            if (event.type === 'step-done' && event.step === cancelAfter) controller.abort()
          },
        },
      )
    },
  }
}

describe('a run that is cancelled', () => {
  it.each(['download', 'enrich'] as const)(
    'keeps what %s has just finished, though it is not stored yet',
    async (step) => {
      const { run } = await openRun(() => sleep(300))
      await expect(run(step)).rejects.toBeInstanceOf(CancelledError)
      const { etl } = await run()
      expect(etl.stages.get(step)?.cached).toBe(true)
    },
  )

  it('ends where the store does not answer', async () => {
    const { run, statusOf } = await openRun(async (signal) => {
      while (!signal.aborted) await sleep(20)
      throwIfCancelled(signal)
    })
    await expect(run('download')).rejects.toBeInstanceOf(CancelledError)
    expect(await statusOf()).toBe('KILLED')
  })
})
