import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkDrift, type DriftRequest } from '../../../src/main/monitoring/checkDrift.ts'
import { newestRun } from '../../../src/main/monitoring/newestRun.ts'
import type { Prediction } from '../../../src/main/predictions/prediction.ts'
import { nextPredictionId } from '../../../src/main/predictions/predictionId.ts'
import { openPredictionLog } from '../../../src/main/predictions/predictionLog.ts'
import { openModel } from '../../../src/main/training/servedModel.ts'
import { openWorkbench, type Workbench } from '../../../src/main/workbench.ts'
import type { DriftReport } from '../../../src/shared/monitoring/drift.ts'
import { incidentSchema } from '../../../src/shared/serving/prediction.ts'
import { type ApiIncident, generateIncidents, toPortalCsv } from '../../support/incidents.ts'
import { quietJob } from '../../support.ts'
import { early, found, later, moved, trainOn } from './watched.ts'

const MODEL = 'xgboost_chicago_crimes'
const YEAR = { from: '2018-01-01', to: '2019-01-01' }

describe('drift of a champion', () => {
  const folder = mkdtempSync(join(tmpdir(), 'drift-'))
  const open = (threads: number) =>
    openWorkbench({ workspace: join(folder, 'workspace'), store: undefined, threads, env: {}, cwd: folder })
  let workbench: Workbench
  let files = 0
  /** The year after that of the training, of the same kind. */
  const next = early(generateIncidents(6000, 2, YEAR)).map((incident) => ({ ...incident, id: `2${incident.id}` }))

  function write(incidents: readonly ApiIncident[]): string {
    files += 1
    const file = join(folder, `current-${files}.csv`)
    writeFileSync(file, toPortalCsv([...incidents], 'api'))
    return file
  }

  async function check(
    incidents: readonly ApiIncident[],
    more: Partial<DriftRequest> = {},
    engine = workbench,
  ): Promise<DriftReport> {
    const current = { kind: 'file' as const, path: write(incidents) }
    const { report } = await checkDrift({ model: MODEL, current, now: new Date(), ...more }, engine, quietJob())
    return report
  }

  beforeAll(async () => {
    workbench = await open(2)
    await trainOn(write(early(generateIncidents(6000, 1))), workbench)
  })
  afterAll(async () => {
    await workbench.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is none in another year of the same kind, as a whole, a month or a few days of it', async () => {
    const year = await check(next)
    expect(year).toMatchObject({ verdict: 'steady', findings: [], season: { matched: true } })
    expect(year.score).toBeLessThan(1)
    expect(await check(next, { since: '2018-03-01', until: '2018-04-01' })).toMatchObject({ findings: [] })
    const days = await check(next, { since: '2018-12-20', until: '2018-12-28' })
    expect(days).toMatchObject({ findings: [], current: { from: expect.stringMatching(/^2018-12-20/) } })
    expect(days.inputs.find(({ name }) => name === 'weekday')).toMatchObject({ unjudged: 'short_window' })
  })

  it('is that of the district, and of its beats, when one vanishes', async () => {
    const report = await check(next.filter(({ district }) => district !== '011'))
    expect(moved(report.inputs)).toEqual(['beat', 'district'])
    expect(moved(report.features)).toEqual([])
    const gone = report.inputs.find(({ name }) => name === 'district')!
    expect(gone.levels[0]).toMatchObject({ level: '011', current: 0, moved: true })
    expect(found(report)).toEqual(['field_moved beat', 'field_moved district'])
  })

  it('is that of the hour when hours shift by 6', async () => {
    const report = await check(later(next, 6))
    expect(moved(report.inputs)).toEqual(['hour'])
    expect(found(report)).toEqual(['field_moved hour'])
  })

  it('is that of the offence code when a new one appears, which is counted', async () => {
    const isNew = (_: unknown, k: number) => k % 20 === 0
    const report = await check(
      next.map((incident, k) => (isNew(incident, k) ? { ...incident, iucr: '9999' } : incident)),
    )
    expect(moved(report.inputs)).toEqual(['iucr'])
    expect(report.inputs.find(({ name }) => name === 'iucr')).toMatchObject({
      newRows: 300,
      newLevels: [{ level: '9999', rows: 300 }],
    })
    expect(found(report)).toContain('new_levels iucr')
    const rare = await check(next.map((incident, k) => (k % 600 === 0 ? { ...incident, iucr: '9999' } : incident)))
    expect(rare).toMatchObject({ verdict: 'steady' })
    expect(rare.inputs.find(({ name }) => name === 'iucr')).toMatchObject({ newRows: 10 })
  })

  it('counts fields that went missing', async () => {
    const report = await check(
      next.map(({ ward, ...incident }, k) => (k % 4 === 0 ? incident : { ...incident, ward: ward! })),
    )
    expect(found(report)).toEqual(['missing_moved ward'])
    expect(report.verdict).toBe('watch')
    expect(report.inputs.find(({ name }) => name === 'ward')!.missing).toMatchObject({ reference: 0, current: 0.25 })
  })

  it('tells what the model is worth by month, and does not judge months whose arrests are not all known', async () => {
    const report = await check(next)
    const { months, current, reference } = report.performance!
    expect(months.map(({ month }) => month)).toContain('2018-01')
    expect(months.filter(({ maturing }) => maturing).map(({ month }) => month)).toEqual(['2018-12'])
    expect(current!.rows).toBeLessThan(months.reduce((sum, { rows }) => sum + rows, 0))
    expect(current!.mcc.low).toBeLessThan(current!.mcc.value)
    expect(reference!.mcc.value).toBeGreaterThan(0)
    // Arrests as a coin has them: nothing that is reported moves, the model's worth does.
    const random = await check(next.map((incident, k) => ({ ...incident, arrest: k % 4 === 0 })))
    expect(random.performance!.decayed).toBe(true)
    expect(found(random)).toContain('performance_decayed')
    expect(moved(random.inputs)).toEqual([])
    expect(random.verdict).toBe('drift')
  })

  it('is the same on one thread and two', async () => {
    const single = await open(1)
    try {
      const path = write(next)
      const request = { model: MODEL, current: { kind: 'file' as const, path }, now: new Date() }
      const one = await checkDrift(request, single, quietJob())
      expect(one.report).toEqual((await checkDrift(request, workbench, quietJob())).report)
    } finally {
      await single.close()
    }
  })

  it('is tracked with its reports, beside whatever goes on', async () => {
    const busy = await workbench.tracking.startRun({ experiment: 'pipeline', name: 'busy', kind: 'pipeline' })
    const current = { kind: 'file' as const, path: write(next) }
    const { runId, report } = await checkDrift({ model: MODEL, current, now: new Date() }, workbench, quietJob())
    await busy.finish('KILLED')
    const run = await workbench.tracking.runs.get(runId)
    expect(run).toMatchObject({ kind: 'monitoring', status: 'FINISHED', tags: { verdict: 'steady', model: MODEL } })
    expect(run.artifacts.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['report.json', 'report.html', 'report.es.html', 'figures/overview.json']),
    )
    const stored = JSON.parse((await workbench.tracking.artifacts.read(runId, 'report.json')).toString())
    expect(stored).toEqual(report)
    const page = (await workbench.tracking.artifacts.read(runId, 'report.es.html')).toString()
    expect(page).toContain('lang="es"')
    expect(page).not.toMatch(/<script|https?:\/\/|src=/)
  })

  it('of what the endpoint was asked is told from its log', async () => {
    const champion = (await workbench.registry.aliased(MODEL, 'champion'))!
    const model = openModel(await workbench.registry.read(champion))
    const log = openPredictionLog(workbench.tracking.database)
    const start = Date.parse('2018-05-01T12:00:00Z')
    const predictions = next
      .filter(({ x_coordinate: x, date }) => x !== undefined && String(date) >= '2018-05')
      .slice(0, 1500)
      .map((sent, k): Prediction => {
        const { ':id': _, updated_on: __, ...fields } = sent
        const incident = incidentSchema.parse({ ...fields, district: k % 2 === 0 ? '011' : fields.district })
        const features = model.featurizer.featurize(incident)
        const probability = model.score(features)
        const time = start + k * 60_000 * 25
        const asked = {
          id: nextPredictionId(time),
          time,
          model: MODEL,
          version: champion.version,
          arm: 'champion' as const,
        }
        const said = { probability, prediction: probability >= 0.5, features: Float64Array.from(features) }
        return { ...asked, pairId: null, incidentId: String(sent.id), incident, ...said }
      })
    await log.append(predictions)
    const arrests = predictions.map(({ id }, k) => ({ predictionId: id, arrest: next[k]!.arrest === true }))
    await log.attach(arrests.slice(0, 500), 'api', start)
    const now = new Date('2018-09-01T12:00:00Z')
    const request = { model: MODEL, current: { kind: 'predictions' as const }, now }
    const { report } = await checkDrift({ ...request, since: '2018-05-01' }, workbench, quietJob())
    expect(report.current).toMatchObject({ source: 'predictions', rows: 1500 })
    expect(found(report)).toContain('field_moved district')
    expect(moved(report.features)).toEqual([])
    expect(report.performance!.months.reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThan(400)
    const before = checkDrift({ ...request, until: '2018-04-01' }, workbench, quietJob())
    await expect(before).rejects.toMatchObject({ code: 'monitoring.no_predictions' })
  })

  it('of a run is that of the incidents after the training', async () => {
    await expect(newestRun(MODEL, workbench)).rejects.toMatchObject({ code: 'monitoring.nothing_current' })
    const [own] = await workbench.tracking.runs.list({ kind: 'pipeline', status: 'FINISHED', parentId: null })
    const request = { model: MODEL, current: { kind: 'run' as const, runId: own!.id }, now: new Date() }
    const nothing = checkDrift(request, workbench, quietJob())
    await expect(nothing).rejects.toMatchObject({ code: 'monitoring.nothing_new' })
    const { report } = await checkDrift({ ...request, since: '2017-06-01' }, workbench, quietJob())
    expect(report).toMatchObject({ findings: [], current: { source: 'run' } })
  })

  it('can be told when the stages of its training are gone, and says so when what was kept of them is too', async () => {
    rmSync(join(folder, 'workspace', 'data', 'stages'), { recursive: true })
    expect((await check(next)).verdict).toBe('steady')
    const champion = (await workbench.registry.aliased(MODEL, 'champion'))!
    rmSync(workbench.tracking.artifacts.locate(champion.runId, 'drift_reference.json'))
    await expect(check(next)).rejects.toMatchObject({ code: 'monitoring.no_reference' })
  })
})
