import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { incidentFile, openApi, type TestApi } from '../support/api.ts'

describe('comparisons in a window', () => {
  let test: TestApi
  let request: Parameters<TestApi['api']['comparisons']['start']>[0]

  beforeAll(async () => {
    test = await openApi()
    const path = incidentFile(test.folder)
    request = {
      source: { kind: 'file', path },
      ...{ recipes: ['classic', 'recommended'], learners: ['logistic-regression'], resamples: 100 },
      ...{ settings: ['train.folds=2'], without: ['NARCOTICS'] },
    }
  })
  afterAll(() => test.close())

  /** Follows the comparison until it is over; resolves with what was told on the way. */
  async function told(runId: string): Promise<string[]> {
    const words: string[] = []
    for await (const live of await test.api.comparisons.state()) {
      if (live === null) break
      expect(live.runId).toBe(runId)
      if (live.progress?.what) words.push(live.progress.what)
    }
    return words
  }

  it('are followed to their end, and found again in one table with intervals and a paired test', async () => {
    const { runId } = await test.api.comparisons.start(request)
    expect((await told(runId)).join()).toContain('seed 42')
    const found = await test.api.comparisons.get({ runId })
    expect(found).toMatchObject({ label: 'incidents.csv', resamples: 100, baseline: 'classic/logistic-regression' })
    const [all, without] = found!.contests[0]!.scopes
    expect(without).toMatchObject({ without: ['NARCOTICS'] })
    const [baseline, other] = all!.rows
    expect(baseline!.scores.mcc.difference).toBeUndefined()
    expect(other!.scores.mcc.difference!.p).toBeGreaterThan(0)
    const [listed] = await test.api.comparisons.list()
    expect(listed).toMatchObject({ id: runId, status: 'FINISHED', name: 'compare_2018-01-01' })
    expect(await test.api.models.list()).toEqual([])
  })

  it('are cancelled as any run', async () => {
    const { runId } = await test.api.comparisons.start({ ...request, seeds: [1, 2, 3, 4, 5] })
    await test.api.pipeline.cancel({ runId })
    await told(runId)
    await expect.poll(async () => (await test.api.runs.get({ runId })).status, { timeout: 20_000 }).toBe('KILLED')
    expect(await test.api.comparisons.get({ runId })).toBeNull()
  })

  it('are refused with what to do where a recipe or a type is none', async () => {
    await expect(test.api.comparisons.start({ ...request, baseline: 'nothing/here' })).rejects.toThrow(
      'nothing/here is not part of the comparison',
    )
  })
})
