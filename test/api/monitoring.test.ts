import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { incidentFile, openApi, QUICK_RECIPE, runEnd, type TestApi } from '../support/api.ts'
import { generateIncidents, toPortalCsv } from '../support/incidents.ts'

describe('monitoring in a window', () => {
  let test: TestApi
  let api: TestApi['api']
  let newer: string

  beforeAll(async () => {
    test = await openApi()
    api = test.api
    // Nothing to watch before there is a champion.
    expect(await api.monitoring.subject({})).toBeNull()
    const source = { kind: 'file' as const, path: incidentFile(test.folder, 2500) }
    const { runId } = await api.pipeline.start({ source, recipe: QUICK_RECIPE })
    await runEnd(api, runId)
    newer = join(test.folder, 'newer.csv')
    const incidents = generateIncidents(2500, 8, { from: '2018-01-01', to: '2019-01-01' })
    writeFileSync(
      newer,
      toPortalCsv(
        incidents.filter(({ district }) => district !== '007'),
        'title',
      ),
    )
  })
  afterAll(() => test.close())

  it('checks a file with progress, keeps the report, and draws it', async () => {
    expect(await api.monitoring.subject({})).toMatchObject({ version: 1, runs: [] })

    const steps = await api.monitoring.check({ current: { kind: 'file', path: newer } })
    const told: string[] = []
    let checked = ''
    for await (const step of steps) {
      told.push(step.type)
      if (step.type === 'done') checked = step.result.runId
    }
    expect(told).toContain('progress')
    const [check] = await api.monitoring.checks({})
    expect(check).toMatchObject({ runId: checked, label: 'newer.csv', metrics: { rows: expect.any(Number) } })

    const { report, figures, pages } = await api.monitoring.report({ runId: checked })
    expect(report.findings).toContainEqual(expect.objectContaining({ kind: 'field_moved', field: 'district' }))
    expect(figures.performance).toHaveLength(4)
    expect(pages.es).toBe(`files/artifacts/${checked}/report.es.html`)
    const { column, figure } = await api.monitoring.column({ runId: checked, of: 'inputs', name: 'district' })
    expect(column.moved).toBe(true)
    expect(figure.data.map(({ name }) => name)).toEqual(['training', 'now'])
  })

  it('does not block a run, nor counts as one', async () => {
    expect((await api.pipeline.now()).other).toBeNull()
  })

  it('cancels a check when its window stops watching', async () => {
    for await (const _ of await api.monitoring.check({ current: { kind: 'file', path: newer } })) break
    const running = async () => (await api.runs.list({ kind: 'monitoring', status: 'RUNNING' })).total
    await expect.poll(running, { timeout: 30_000 }).toBe(0)
    const { runs } = await api.runs.list({ kind: 'monitoring' })
    expect(runs.map(({ status }) => status)).toEqual(['KILLED', 'FINISHED'])
  })

  it('says what to do where nothing can be compared', async () => {
    const first = async (current: { kind: 'newest' } | { kind: 'predictions' }) => {
      for await (const _ of await api.monitoring.check({ current })) break
    }
    await expect(first({ kind: 'newest' })).rejects.toMatchObject({ code: 'monitoring.nothing_current' })
    await expect(first({ kind: 'predictions' })).rejects.toMatchObject({ code: 'monitoring.no_predictions' })
  })
})
