import { describe, expect, it, onTestFinished } from 'vitest'
import type { LogLimits } from '../../../src/main/predictions/keepBatches.ts'
import type { LoggedPrediction } from '../../../src/main/predictions/prediction.ts'
import { nextPredictionId } from '../../../src/main/predictions/predictionId.ts'
import { openPredictionLog } from '../../../src/main/predictions/predictionLog.ts'
import { openPredictionWriter, type PredictionWriter } from '../../../src/main/predictions/predictionWriter.ts'
import { openWorkspace } from '../tracking/workspace.ts'

const HEAD = { model: 'crimes', version: 3, arm: 'champion', width: 2 } as const
const DAY = 86_400_000

async function openLog(limits: LogLimits = { rows: 1e6, days: 1000 }) {
  const { tracking } = await openWorkspace()
  const errors: unknown[] = []
  const writer = openPredictionWriter({ file: tracking.database.file, limits, onError: (error) => errors.push(error) })
  onTestFinished(() => writer.close())
  return { log: openPredictionLog(tracking.database), database: tracking.database, writer, errors }
}

/** Adds `count` predictions, the k-th with the features k, -k and the probability k / count. */
function addMany(writer: PredictionWriter, count: number, time = Date.now()): string[] {
  const stream = writer.stream(HEAD)
  return Array.from({ length: count }, (_, k) => {
    const id = nextPredictionId(time)
    const incident = k % 2 === 0 ? null : JSON.stringify({ iucr: String(k) })
    const rest = { pairId: null, incidentId: String(k), incident, probability: k / count, prediction: k % 3 === 0 }
    stream.add({ id, time, ...rest }, Float64Array.of(9, 9, k, -k), 2)
    return id
  })
}

async function all(log: ReturnType<typeof openPredictionLog>): Promise<LoggedPrediction[]> {
  const rows: LoggedPrediction[] = []
  for await (const page of log.pages({})) rows.push(...page)
  return rows
}

describe('the thread that keeps predictions', () => {
  it('keeps all of them as they were, and says how many', async () => {
    const { log, writer } = await openLog()
    const now = Date.now()
    const ids = addMany(writer, 5000, now)

    await writer.flush()
    expect(writer.state()).toEqual({ kept: 5000, dropped: 0, waiting: 0 })
    const rows = await all(log)
    expect(rows.map(({ id }) => id)).toEqual(ids)
    expect(rows[4321]).toEqual({
      ...{ id: ids[4321], time: now, model: 'crimes', version: 3, arm: 'champion', pairId: null, label: null },
      ...{ incidentId: '4321', incident: { iucr: '4321' }, features: Float64Array.of(4321, -4321) },
      ...{ probability: 4321 / 5000, prediction: false },
    })
  })

  it('writes by itself within a second', async () => {
    const { log, writer } = await openLog()
    addMany(writer, 1)
    await expect.poll(() => writer.state().kept, { timeout: 10_000 }).toBe(1)
    expect(await all(log)).toHaveLength(1)
  })

  it('writes what is left when it closes', async () => {
    const { log, writer } = await openLog()
    addMany(writer, 10)
    await writer.close()
    expect(await all(log)).toHaveLength(10)
  })

  it('attaches what happened also to a prediction made just before', async () => {
    const { log, writer } = await openLog()
    const [, second] = addMany(writer, 3)
    const attached = await writer.attach([{ predictionId: second!, arrest: true }], 'api', 77)
    expect(attached).toEqual({ predictions: 1, unknown: [] })
    expect((await all(log))[1]!.label).toEqual({ arrest: true, source: 'api', time: 77 })
  })

  it('keeps no more than the limit, the newest, and their outcomes only', async () => {
    const { log, database, writer } = await openLog({ rows: 5000, days: 1000 })
    const first = addMany(writer, 100)
    await writer.attach([{ predictionId: first[0]!, arrest: true }], 'api', 0)
    const last = addMany(writer, 12_000).at(-1)
    await writer.flush()
    const rows = await all(log)
    expect(rows.length).toBeLessThanOrEqual(5050)
    expect(rows.length).toBeGreaterThanOrEqual(5000)
    expect(rows.at(-1)!.id).toBe(last)
    expect(await database.sql.selectFrom('feedback').selectAll().execute()).toEqual([])
  })

  it('keeps nothing older than the limit', async () => {
    const { log, writer } = await openLog({ rows: 1e6, days: 30 })
    addMany(writer, 10, Date.now() - 40 * DAY)
    const young = addMany(writer, 10, Date.now() - 20 * DAY)
    await writer.flush()
    expect((await all(log)).map(({ id }) => id)).toEqual(young)
  })

  it('drops and counts what comes faster than it can write, and never waits', async () => {
    const { log, writer, errors } = await openLog()
    const large = {
      pairId: null,
      incidentId: null,
      incident: `"${'x'.repeat(1e6)}"`,
      probability: 0,
      prediction: false,
    }
    const stream = writer.stream(HEAD)
    for (let k = 0; k < 200; k++) stream.add({ id: nextPredictionId(), time: 0, ...large }, Float64Array.of(1, 2))
    const { dropped, waiting } = writer.state()
    expect(dropped).toBeGreaterThan(0)
    expect(dropped + waiting).toBe(200)
    expect(errors).toHaveLength(1)
    await writer.flush()
    expect(writer.state()).toEqual({ kept: waiting, dropped, waiting: 0 })
    expect((await log.counts({}))[0]!.predictions).toBe(waiting)
  })

  it('counts as dropped what could not be written, and goes on', async () => {
    const { log, database, writer, errors } = await openLog()
    const [id] = addMany(writer, 1)
    await writer.flush()
    const twice = {
      id: id!,
      time: 0,
      pairId: null,
      incidentId: null,
      incident: null,
      probability: 0,
      prediction: false,
    }
    writer.stream(HEAD).add(twice, Float64Array.of(1, 2))
    await expect.poll(() => writer.state().dropped, { timeout: 10_000 }).toBe(1)
    expect(String(errors[0])).toContain('UNIQUE')
    addMany(writer, 1)
    await writer.flush()
    expect(await all(log)).toHaveLength(2)
    expect(database.connection.inTransaction).toBe(false)
  })
})
