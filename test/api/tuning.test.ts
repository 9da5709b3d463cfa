import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TuningState } from '../../src/shared/pipeline/tuningState.ts'
import { incidentFile, openApi, QUICK_RECIPE, runEnd, type TestApi } from '../support/api.ts'

describe('a search for parameters in the window', () => {
  let test: TestApi

  beforeAll(async () => {
    test = await openApi()
    const { runId } = await test.api.pipeline.start({
      source: { kind: 'file', path: incidentFile(test.folder) },
      recipe: QUICK_RECIPE,
      toStage: 'features',
    })
    expect((await runEnd(test.api, runId)).status).toBe('FINISHED')
  })
  afterAll(() => test.close())

  /** Follows a search until `isEnough`; all states on the way. */
  async function follow(runId: string, isEnough: (state: TuningState) => boolean): Promise<TuningState[]> {
    const states: TuningState[] = []
    for await (const state of await test.api.tuning.state({ runId })) {
      states.push(state)
      if (isEnough(state)) return states
    }
    throw new Error('the subscription ended before the search')
  }

  it('is followed trial by trial, with its charts, until the best is trained and registered', async () => {
    const { runId } = await test.api.tuning.start({ trials: 12 })
    const states = await follow(runId, ({ status }) => status !== 'RUNNING')
    const counts = states.map(({ trials }) => trials.filter(({ state }) => state !== 'RUNNING').length)
    expect(new Set(counts).size).toBeGreaterThan(2)
    const end = states.at(-1)!
    expect(end).toMatchObject({ status: 'FINISHED', learner: 'gradient-boosting', total: 12, recipe: 'classic' })
    const best = end.trials.find(({ number }) => number === end.best)!
    expect(best.score).toBeGreaterThanOrEqual(end.trials[0]!.score!)
    expect(end.figures.map(({ name }) => name)).toEqual([
      ...['tuning_history', 'tuning_parallel_coordinates', 'tuning_importance'],
      ...end.parameters.map((name) => `tuning_slice_${name}`),
    ])
    const { artifacts, kind } = await test.api.runs.get({ runId })
    expect(kind).toBe('tuning')
    expect(artifacts.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['trials.json', 'recipe.json', 'figures/tuning_importance.json']),
    )
    const [model] = await test.api.models.list()
    expect(model!.versions).toHaveLength(1)
  })

  it('is cancelled, and goes on from the trials that had ended', async () => {
    const { runId } = await test.api.tuning.start({ trials: 300, learner: 'random-forest' })
    const [before] = (
      await follow(runId, ({ trials }) => trials.filter(({ score }) => score !== null).length >= 3)
    ).slice(-1)
    expect(before!.here).toBe(true)
    await test.api.pipeline.cancel({ runId })
    const end = (await follow(runId, ({ status }) => status !== 'RUNNING')).at(-1)!
    expect(end.status).toBe('KILLED')
    expect(end.trials.some(({ state }) => state === 'KILLED')).toBe(true)

    const again = await test.api.tuning.start({ trials: 4, learner: 'random-forest' })
    const resumed = (await follow(again.runId, ({ status }) => status !== 'RUNNING')).at(-1)!
    expect(resumed.status).toBe('FINISHED')
    expect(resumed.trials.filter(({ reused }) => reused).length).toBeGreaterThanOrEqual(3)
  })

  it('is refused for no trials, an unknown learner, and a run that is none', async () => {
    await expect(test.api.tuning.start({ trials: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    const { run } = await test.api.pipeline.now()
    const state = await test.api.tuning.state({ runId: run!.runId })
    await expect(state[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'tuning.no_tuning' })
  })
})
