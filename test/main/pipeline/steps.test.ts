import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../../src/main/pipeline/events.ts'
import { createRunStep, type StepOptions, type StepReport } from '../../../src/main/pipeline/steps.ts'
import { CancelledError, UserError } from '../../../src/shared/errors.ts'
import { temporaryFolder } from '../../support.ts'
import { openWorkspace } from '../tracking/workspace.ts'

const report: StepReport = {
  runName: 'merge_2018-01-01',
  summary: 'done',
  cached: false,
  params: {},
  metrics: {},
  documents: {},
}

async function open(options: Partial<StepOptions> = {}) {
  const { tracking } = await openWorkspace(temporaryFolder())
  const parent = await tracking.startRun({ experiment: 'pipeline', name: 'pipeline', kind: 'pipeline' })
  const events: RunEvent[] = []
  const runStep = createRunStep({
    tracking,
    experiment: 'pipeline',
    parent,
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
    retryWaitMs: 1,
    ...options,
  })
  return { tracking, parent, events, runStep }
}

describe('a step', () => {
  it('is tried once more when its failure may pass', async () => {
    const { runStep, events, tracking, parent } = await open()
    let attempts = 0
    const result = await runStep('download', async () => {
      attempts += 1
      if (attempts === 1) throw new UserError('sources.portal.throttled', { host: 'portal' }).passing()
      return { result: 'rows', report }
    })
    expect(result).toBe('rows')
    expect(events.map(({ type }) => type)).toEqual(['step-started', 'step-retried', 'step-done'])
    const [child] = await tracking.runs.children(parent.id)
    expect(child).toMatchObject({ name: 'merge_2018-01-01', status: 'FINISHED' })
  })

  it('fails at once where trying again cannot help, and at the second failure', async () => {
    const { runStep, events, tracking, parent } = await open()
    const attempts = { wrong: 0, busy: 0 }
    const wrong = runStep('merge', async () => {
      attempts.wrong += 1
      throw new UserError('pipeline.no_incidents')
    })
    await expect(wrong).rejects.toMatchObject({ code: 'pipeline.no_incidents' })
    const busy = runStep('download', async () => {
      attempts.busy += 1
      throw new UserError('sources.portal.throttled', { host: 'portal' }).passing()
    })
    await expect(busy).rejects.toMatchObject({ code: 'sources.portal.throttled' })
    expect(attempts).toEqual({ wrong: 1, busy: 2 })
    expect(events.filter(({ type }) => type === 'step-failed')).toHaveLength(2)
    expect((await tracking.runs.children(parent.id)).map(({ status }) => status)).toEqual(['FAILED', 'FAILED'])
  })

  it('can be cancelled while it waits', async () => {
    const controller = new AbortController()
    const { runStep, tracking, parent } = await open({
      signal: controller.signal,
      retryWaitMs: 3_600_000,
      onEvent: ({ type }) => type === 'step-retried' && controller.abort(),
    })
    const step = runStep('download', async () => {
      throw new UserError('sources.portal.throttled', { host: 'portal' }).passing()
    })
    await expect(step).rejects.toBeInstanceOf(CancelledError)
    expect((await tracking.runs.children(parent.id))[0]!.status).toBe('KILLED')
  })
})
