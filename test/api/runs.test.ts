import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { incidentFile, openApi, QUICK_RECIPE, runEnd, type TestApi } from '../support/api.ts'

describe('the experiments of a window', () => {
  let test: TestApi
  let api: TestApi['api']
  let runId: string

  beforeAll(async () => {
    test = await openApi()
    api = test.api
    const source = { kind: 'file' as const, path: incidentFile(test.folder, 2500) }
    runId = (await api.pipeline.start({ source, recipe: QUICK_RECIPE })).runId
    expect((await runEnd(api, runId)).status).toBe('FINISHED')
  })
  afterAll(() => test.close())

  it('are found by what was logged', async () => {
    const { runs, total } = await api.runs.list({ search: `metrics.mcc > 0 and params.learner = 'decision-tree'` })
    expect(total).toBe(1)
    expect(runs[0]).toMatchObject({ kind: 'training', parentId: runId, status: 'FINISHED' })
    const refused = api.runs.list({ search: 'metrics.mcc >' })
    await expect(refused).rejects.toMatchObject({ cause: { code: 'search.unexpected', params: { position: 14 } } })
    expect((await api.runs.keys()).metrics).toContain('mcc')
  })

  it('are read with their children, metrics and artifacts', async () => {
    const children = await api.runs.children({ runId })
    expect(children.filter(({ kind }) => kind === 'stage')).toHaveLength(14)
    const tree = children.find(({ params }) => params.learner === 'decision-tree')!
    const folds = await api.runs.history({ runId: tree.id, metric: 'cv_fold_mcc' })
    expect(folds.map(({ step }) => step)).toEqual([0, 1])
    const figure = await api.runs.artifact({ runId: tree.id, path: 'figures/roc.json' })
    expect(figure).toMatchObject({ kind: 'json', value: { data: expect.any(Array) } })
    const model = await api.runs.artifact({ runId: tree.id, path: 'files/model.bin' })
    expect(model).toMatchObject({ kind: 'binary', url: `files/artifacts/${tree.id}/files/model.bin` })
    for (const path of ['../../workbench.db', 'figures/../../x', 'nothing']) {
      const refused = api.runs.artifact({ runId: tree.id, path })
      await expect(refused).rejects.toMatchObject({ cause: { code: 'artifact_missing' } })
    }
  })

  it('are compared, what differs first', async () => {
    const children = await api.runs.children({ runId })
    const ids = children.filter(({ kind }) => kind === 'training').map(({ id }) => id)
    const { runs, params } = await api.runs.compare({ runIds: ids })
    expect(runs.map(({ id }) => id)).toEqual(ids)
    expect(params[0]!.differs).toBe(true)
    expect(params.find(({ name }) => name === 'seed')).toEqual({ name: 'seed', differs: false })
    expect(params.map(({ differs }) => differs)).toEqual(
      params
        .map(({ differs }) => differs)
        .toSorted()
        .toReversed(),
    )
    await expect(api.runs.compare({ runIds: new Array(9).fill(runId) })).rejects.toThrow()
  })

  it('take notes and tags', async () => {
    await api.runs.note({ runId, note: 'The **first** try.' })
    await api.runs.tag({ runId, name: 'team', value: 'blue' })
    expect(await api.runs.get({ runId })).toMatchObject({ note: 'The **first** try.', tags: { team: 'blue' } })
    expect((await api.runs.list({ search: `note contains 'first' and tags.team = 'blue'` })).total).toBe(1)
    await api.runs.note({ runId, note: '' })
    await api.runs.tag({ runId, name: 'team', value: null })
    const run = await api.runs.get({ runId })
    expect(run.note).toBe('')
    expect(run.tags).not.toHaveProperty('team')
  })

  it('are deleted and brought back, with what ran within', async () => {
    const all = (await api.runs.list({})).total
    await api.runs.delete({ runId })
    expect((await api.runs.list({})).total).toBe(0)
    expect((await api.runs.list({ deleted: true })).total).toBe(all)
    expect(await api.pipeline.now()).toEqual({ run: null, other: null })
    await api.runs.restore({ runId })
    expect((await api.runs.list({})).total).toBe(all)
  })
})
