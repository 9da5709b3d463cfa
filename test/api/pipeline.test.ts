import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiErrorOf } from '../../src/shared/apiErrors.ts'
import { CancelledError, UserError } from '../../src/shared/errors.ts'
import { recordedText } from '../../src/shared/messages/index.ts'
import { PRESETS } from '../../src/shared/pipeline/recipe.ts'
import { type RunState, STEPS } from '../../src/shared/pipeline/runState.ts'
import { incidentFile, openApi, QUICK_RECIPE, runEnd, type TestApi } from '../support/api.ts'

describe('the pipeline of a window', () => {
  let test: TestApi
  let file: string
  let ended: RunState
  const seen: RunState[] = []

  beforeAll(async () => {
    test = await openApi()
    file = incidentFile(test.folder)
    expect(await test.api.pipeline.now()).toEqual({ run: null, other: null })
    const { runId } = await test.api.pipeline.start({ source: { kind: 'file', path: file }, recipe: QUICK_RECIPE })
    for await (const { run } of await test.api.pipeline.state()) {
      if (run === null) continue
      seen.push(run)
      if (run.status !== 'RUNNING') break
    }
    ended = seen.at(-1)!
    expect(ended.runId).toBe(runId)
  })
  afterAll(() => test.close())

  it('shows each step as it goes, and all of them done at the end', () => {
    expect(ended.status).toBe('FINISHED')
    expect(ended.steps.map(({ step, state }) => [step, state])).toEqual(STEPS.map((step) => [step, 'done']))
    expect(seen.some(({ here, steps }) => here && steps.some(({ state }) => state === 'running'))).toBe(true)
    expect(ended).toMatchObject({ source: 'file', data: 'incidents.csv', date: '2018-01-01', generated: false })
  })

  it('says what it works on while it goes on, too', () => {
    const training = seen.find(({ steps }) => steps.some(({ step, state }) => step === 'train' && state === 'running'))
    expect(training).toMatchObject({ status: 'RUNNING', data: 'incidents.csv', date: '2018-01-01' })
  })

  it('counts the rows that went in, came out and left', () => {
    const [, download, merge, enrich, split] = ended.steps
    expect(download!.rowsOut).toBe(4000)
    expect(merge).toMatchObject({ rowsIn: 4000, rowsOut: 4000 })
    expect(enrich!.rowsOut! + enrich!.dropped.no_coordinates!).toBe(enrich!.rowsIn)
    expect(split!.rows.train! + split!.rows.test!).toBe(enrich!.rowsOut)
  })

  it('is the same after closing and opening again', async () => {
    const again = await openApi({ folder: test.folder })
    try {
      const { run } = await again.api.pipeline.now()
      expect(run).toEqual({ ...ended, here: false })
    } finally {
      await again.close()
    }
  })

  it('tells of each step its parameters, SQL, charts, tables, notes and log', async () => {
    const details = await Promise.all(STEPS.map((step) => test.api.pipeline.step({ step })))
    const of = (step: string) => details.find((candidate) => candidate.step === step)!
    expect(of('outliers').params).toEqual({ method: 'std', k: 'null' })
    expect(of('split').figures.map(({ path }) => path)).toContain('figures/split.json')
    expect(of('balance').tables.map(({ view }) => view)).toEqual(['balance_train', 'balance_test'])
    expect(of('evaluate').learners).toHaveLength(2)
    expect(of('evaluate').figures.map(({ path }) => path)).toContain('figures/roc.json')
    expect(of('setup').log.map(({ message }) => message)).toContain('step started')
    for (const { step, notes } of details) {
      for (const { code, params } of notes) {
        const words = recordedText(code, params)
        expect(words, step).not.toBe(code)
        expect(words, step).not.toMatch(/[{}]|NaN|undefined/)
      }
    }
    expect(of('promote').notes[0]!.code).toBe('verdict_first_champion')
    expect(details.filter(({ notes }) => notes.length === 0).map(({ step }) => step)).toEqual(['setup', 'summary'])
  })

  it('finds the steps stored when it is run again, and makes them anew from where it is told', async () => {
    const first = await runEnd(test.api, (await test.api.pipeline.retry()).runId)
    const states = (run: RunState) => run.steps.map(({ state }) => state)
    expect(states(first).slice(1, 10)).toEqual(new Array(9).fill('cached'))
    const { runId } = await test.api.pipeline.start({
      source: { kind: 'file', path: file },
      recipe: QUICK_RECIPE,
      fromStage: 'scale',
      toStage: 'features',
    })
    const second = await runEnd(test.api, runId)
    expect(states(second).slice(6, 10)).toEqual(['cached', 'done', 'done', 'done'])
    expect(states(second).slice(10)).toEqual(['waiting', 'waiting', 'waiting', 'waiting'])
  })

  it('runs one at a time, and cancels', async () => {
    const request = { source: { kind: 'file' as const, path: file }, recipe: QUICK_RECIPE, fromStage: 'merge' as const }
    const { runId } = await test.api.pipeline.start(request)
    const second = await test.api.pipeline.start(request).catch((error: unknown) => error)
    expect(second).toMatchObject({ cause: { code: 'run_in_progress' } })
    await test.api.pipeline.cancel({ runId })
    const run = await runEnd(test.api, runId)
    expect(run.status).toBe('KILLED')
    expect(run.error?.code).toBe('cancelled')
    await expect(test.api.pipeline.cancel({ runId })).rejects.toMatchObject({ cause: { code: 'jobs.not_here' } })
  })

  it('says what failed, in which step, and leaves the later ones waiting', async () => {
    const { runId } = await test.api.pipeline.start({ source: { kind: 'file', path: `${file}.not` } })
    const run = await runEnd(test.api, runId)
    expect(run.status).toBe('FAILED')
    expect(run.steps[1]).toMatchObject({ state: 'failed', error: { code: 'sources.file.missing' } })
    expect(run.steps[2]!.state).toBe('waiting')
  })

  it.each([
    ['KILLED', new CancelledError(), 'cancelled'],
    ['FAILED', new UserError('storage.disk_fault', { path: 'data' }), 'failed'],
  ] as const)('shows a run that ended between two steps as ended at the second: %s', async (status, error, state) => {
    const { tracking } = test.engine.workbench
    const own = { experiment: 'pipeline', name: 'pipeline_2018-01-01' } as const
    const run = await tracking.startRun({ ...own, kind: 'pipeline' })
    const step = { ...own, name: 'setup', kind: 'stage', parentId: run.id, tags: { step: 'setup' } } as const
    await tracking.withRun(step, async () => {})
    await run.finish(status, error)
    const { run: shown } = await test.api.pipeline.now()
    expect(shown!.steps.map((one) => one.state)).toEqual(['done', state, ...STEPS.slice(2).map(() => 'waiting')])
    expect(shown!.error?.code).toBe(error instanceof UserError ? error.code : 'cancelled')
  })

  it('shows a run of another process as going on, and as interrupted once that is gone', async () => {
    // A process that is gone without having ended its run: one whose lock nobody holds.
    const other = await openApi({ folder: test.folder })
    const started = await other.engine.workbench.tracking.startRun({
      experiment: 'pipeline',
      name: 'pipeline_2019-01-01',
      kind: 'pipeline',
    })
    const { run } = await test.api.pipeline.now()
    expect(run).toMatchObject({ runId: started.id, status: 'RUNNING', here: false })
    await other.close()
    for await (const state of await test.api.pipeline.state()) {
      if (state.run?.status === 'RUNNING') continue
      expect(state.run).toMatchObject({ runId: started.id, status: 'KILLED', error: { code: 'run_interrupted' } })
      break
    }
  })

  it('tells what a recipe may hold, and refuses a wrong one', async () => {
    const { parameters, presets } = await test.api.pipeline.recipe()
    expect(parameters.find(({ name }) => name === 'balance.neighbours')).toMatchObject({ default: 5 })
    expect(presets).toEqual(PRESETS)
    const refused = test.api.pipeline.start({ source: { kind: 'demo' }, recipe: { merge: { days: -1 } } })
    await expect(refused).rejects.toMatchObject({ cause: { code: 'recipe.invalid' } })
  })
})

describe('an error of the API', () => {
  it('is told by its code and parameters, not by its class', () => {
    const data = { code: 'BAD_REQUEST', user: { code: 'a.b', params: { n: 1 } }, fields: {}, cancelled: false }
    expect(apiErrorOf(Object.assign(new Error('words'), { data }))?.user).toEqual({ code: 'a.b', params: { n: 1 } })
    expect(apiErrorOf(new Error('lost'))).toBeUndefined()
  })
})
