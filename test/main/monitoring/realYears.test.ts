import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Duck, literal, openDuck } from '../../../src/main/duck.ts'
import { checkDrift } from '../../../src/main/monitoring/checkDrift.ts'
import { openWorkbench, type Workbench } from '../../../src/main/workbench.ts'
import type { DriftReport } from '../../../src/shared/monitoring/drift.ts'
import { describeWithShared, quietJob, shared } from '../../support.ts'
import { found, moved, trainOn } from './watched.ts'

/** What is of a place, and moves together. */
const PLACE = [
  'beat',
  'community_area',
  'district',
  'distance_crime_to_police_station',
  'ward',
  'x_coordinate',
  'y_coordinate',
]

/** A tenth of each year: of the same shape, in less time. */
describeWithShared('drift of a champion of 2016', () => {
  const folder = mkdtempSync(join(tmpdir(), 'real-drift-'))
  let duck: Duck
  let workbench: Workbench

  /** A tenth of 2017, some columns changed. */
  async function check(name: string, changed = '*', where = 'true'): Promise<DriftReport> {
    const path = join(folder, `${name}.parquet`)
    await write(2017, path, changed, where)
    const request = { model: 'xgboost_chicago_crimes', current: { kind: 'file' as const, path }, now: new Date() }
    return (await checkDrift(request, workbench, quietJob())).report
  }

  async function write(year: number, path: string, changed = '*', where = 'true'): Promise<void> {
    await duck.run(`
      COPY (
        SELECT ${changed}
        FROM ${literal(shared('data', `crimes_${year}.parquet`))}
        WHERE id % 10 = 0 AND ${where}
        ORDER BY id
      ) TO ${literal(path)} (FORMAT parquet)`)
  }

  beforeAll(async () => {
    duck = await openDuck({ threads: 2, spillFolder: join(folder, 'spill') })
    workbench = await openWorkbench({
      ...{ workspace: join(folder, 'workspace'), store: undefined, threads: 2, env: {}, cwd: folder },
    })
    const year = join(folder, '2016.parquet')
    await write(2016, year)
    await trainOn(year, workbench)
  })
  afterAll(async () => {
    duck.close()
    await workbench.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('to 2017 is that of one offence: small amounts of cannabis, no crime any more since July 2016', async () => {
    const report = await check('plain')
    expect(found(report)).toEqual(['level_moved iucr'])
    const [finding] = report.findings
    expect(finding).toMatchObject({ levels: [{ level: '1811' }] })
    expect(report.verdict).toBe('watch')
    // Large samples: nearly all differences are sure, and nearly none is important.
    expect(report.inputs.filter(({ decision }) => decision!.p < 1e-6).length).toBeGreaterThan(3)
    expect(report.performance!.decayed).toBe(false)
    expect(report.performance!.months).toHaveLength(12)
  })

  it('is that of the place when a district vanishes', async () => {
    const report = await check('district', '*', `district <> '011'`)
    expect(moved(report.inputs)).toEqual(expect.arrayContaining(['beat', 'district']))
    expect(moved(report.inputs).filter((name) => !PLACE.includes(name))).toEqual([])
    expect(report.inputs.find(({ name }) => name === 'district')!.levels[0]).toMatchObject({ level: '011', current: 0 })
  })

  it('is that of the hour when hours shift by 6', async () => {
    const report = await check('hours', '* REPLACE (date + INTERVAL 6 HOUR AS date)')
    expect(moved(report.inputs)).toEqual(['hour'])
  })

  it('is that of the offence code when a new one appears', async () => {
    const report = await check('code', `* REPLACE (CASE WHEN id % 50 = 0 THEN '9999' ELSE iucr END AS iucr)`)
    expect(moved(report.inputs)).toEqual(['iucr'])
    expect(report.inputs.find(({ name }) => name === 'iucr')!.newLevels[0]!.level).toBe('9999')
  })
})
