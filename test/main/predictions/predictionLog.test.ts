import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openAudit } from '../../../src/main/audit/audit.ts'
import type { LoggedPrediction, Prediction, PredictionFilter } from '../../../src/main/predictions/prediction.ts'
import { nextPredictionId } from '../../../src/main/predictions/predictionId.ts'
import { openPredictionLog, type PredictionLog } from '../../../src/main/predictions/predictionLog.ts'
import { openDatabase } from '../../../src/main/tracking/database.ts'
import { MIGRATIONS } from '../../../src/main/tracking/migrations/index.ts'
import { temporaryFolder } from '../../support.ts'
import { openWorkspace } from '../tracking/workspace.ts'

const DAY = 86_400_000
const JANUARY = Date.UTC(2018, 0, 1)

async function emptyLog(): Promise<PredictionLog> {
  return openPredictionLog((await openWorkspace()).tracking.database)
}

function prediction(time: number, changes: Partial<Prediction> = {}): Prediction {
  return {
    ...{ id: nextPredictionId(time), time, model: 'crimes', version: 1, arm: 'champion', pairId: null },
    ...{ incidentId: null, incident: null, features: Float64Array.of(0.1, -0, 1e-300) },
    ...{ probability: 1 / 3, prediction: false },
    ...changes,
  }
}

async function all(log: PredictionLog, filter: PredictionFilter = {}): Promise<LoggedPrediction[]> {
  const rows: LoggedPrediction[] = []
  for await (const page of log.pages(filter)) rows.push(...page)
  return rows
}

describe('the log of predictions', () => {
  it('gives back what was kept, in the order of time, to the last bit', async () => {
    const log = await emptyLog()
    const incident = { iucr: '0820', domestic: false, ward: null }
    const later = prediction(JANUARY + DAY, { incidentId: '77', incident, features: Float64Array.of(Math.PI) })
    const earlier = prediction(JANUARY)
    await log.append([later, earlier])
    expect(await all(log)).toEqual([
      { ...earlier, label: null },
      { ...later, label: null },
    ])
  })

  it('is read by model, version, arm, window and whether the outcome is known', async () => {
    const log = await emptyLog()
    const champion = prediction(JANUARY, { incidentId: 'a' })
    const shadow = prediction(JANUARY, { arm: 'shadow', pairId: champion.id, version: 2, incidentId: 'a' })
    const other = prediction(JANUARY + DAY, { model: 'demonstration' })
    await log.append([champion, shadow, other])
    await log.attach([{ predictionId: champion.id, arrest: true }], 'api', JANUARY + DAY)
    const ids = async (filter: object) => (await all(log, filter)).map(({ id }) => id)
    expect(await ids({ model: 'crimes' })).toEqual([champion.id, shadow.id])
    expect(await ids({ version: 2 })).toEqual([shadow.id])
    expect(await ids({ arm: 'champion' })).toEqual([champion.id, other.id])
    expect(await ids({ from: JANUARY + 1 })).toEqual([other.id])
    expect(await ids({ to: JANUARY + DAY })).toEqual([champion.id, shadow.id])
    expect(await ids({ labelled: true })).toEqual([champion.id, shadow.id])
    expect(await ids({ labelled: false })).toEqual([other.id])
    expect(await ids({ incidentId: 'a' })).toEqual([champion.id, shadow.id])
  })

  it('is paged from either end', async () => {
    const log = await emptyLog()
    const rows = Array.from({ length: 5 }, (_, k) => prediction(JANUARY + k))
    await log.append(rows)
    const [, second, third, fourth] = rows.map(({ id }) => id)
    const up = await log.page({}, { after: second, limit: 2 })
    expect(up.map(({ id }) => id)).toEqual([third, fourth])
    const down = await log.page({}, { after: fourth, limit: 2, newestFirst: true })
    expect(down.map(({ id }) => id)).toEqual([third, second])
  })

  it('counts predictions, labels and arrests by version and arm', async () => {
    const log = await emptyLog()
    const first = prediction(JANUARY, { probability: 0.25 })
    const second = prediction(JANUARY + 5, { probability: 0.75, prediction: true })
    const shadow = prediction(JANUARY, { arm: 'shadow', pairId: first.id, version: 2 })
    await log.append([first, second, shadow])
    await log.attach([{ predictionId: first.id, arrest: false }], 'api', JANUARY)
    await log.attach([{ predictionId: second.id, arrest: true }], 'api', JANUARY)
    expect(await log.counts({})).toEqual([
      {
        ...{ model: 'crimes', version: 1, arm: 'champion', predictions: 2, positive: 1, labelled: 2, arrests: 1 },
        ...{ meanProbability: 0.5, firstTime: JANUARY, lastTime: JANUARY + 5 },
      },
      {
        ...{ model: 'crimes', version: 2, arm: 'shadow', predictions: 1, positive: 0, labelled: 1, arrests: 0 },
        ...{ meanProbability: 1 / 3, firstTime: JANUARY, lastTime: JANUARY },
      },
    ])
  })
})

describe('what really happened', () => {
  it('is told of every prediction of an incident, and of the shadow of each', async () => {
    const log = await emptyLog()
    const first = prediction(JANUARY, { incidentId: '10' })
    const again = prediction(JANUARY + DAY, { incidentId: '10' })
    const shadow = prediction(JANUARY, { incidentId: '10', arm: 'shadow', pairId: first.id })
    await log.append([first, again, shadow, prediction(JANUARY, { incidentId: '11' })])
    const attached = await log.attach(
      [
        { incidentId: '10', arrest: true },
        { incidentId: '12', arrest: true },
        { predictionId: 'no such', arrest: true },
      ],
      'pipeline',
      JANUARY + 2 * DAY,
    )
    expect(attached).toEqual({ predictions: 2, unknown: [1, 2] })
    const labelled = await all(log, { labelled: true })
    expect(new Set(labelled.map(({ id }) => id))).toEqual(new Set([first.id, again.id, shadow.id]))
    for (const { label } of labelled) {
      expect(label).toEqual({ arrest: true, source: 'pipeline', time: JANUARY + 2 * DAY })
    }
  })

  it('is what a client said last, else what the last pipeline run said', async () => {
    const log = await emptyLog()
    const { id, ...rest } = prediction(JANUARY)
    await log.append([{ id, ...rest }])
    const told = async () => (await all(log))[0]!.label
    const say = (arrest: boolean, source: 'api' | 'pipeline', time: number) =>
      log.attach([{ predictionId: id, arrest }], source, time)
    await say(false, 'pipeline', 1)
    await say(true, 'pipeline', 2)
    expect(await told()).toEqual({ arrest: true, source: 'pipeline', time: 2 })
    await say(false, 'api', 3)
    await say(true, 'pipeline', 4)
    expect(await told()).toEqual({ arrest: false, source: 'api', time: 3 })
    await say(true, 'api', 5)
    expect(await told()).toEqual({ arrest: true, source: 'api', time: 5 })
  })
})

describe('ids of predictions', () => {
  it('sort by time, and are each another, many in a millisecond', () => {
    const ids = Array.from({ length: 200_000 }, (_, k) => nextPredictionId(JANUARY + Math.floor(k / 150_000)))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.toSorted()).toEqual(ids)
  })
})

describe('a workspace from before the log', () => {
  it('keeps its events, their numbers, and that they cannot be changed', async () => {
    const file = join(temporaryFolder(), 'workbench.db')
    const before = Object.fromEntries(Object.entries(MIGRATIONS).slice(0, 2))
    const old = await openDatabase(file, before)
    const event = { model: 'crimes', action: 'promoted', alias: 'champion', from_version: 1, to_version: 2 } as const
    await old.sql
      .insertInto('registered_models')
      .values({ name: 'crimes', description: '', generated: 0, created_at: 0 })
      .execute()
    const add = { ...event, time: 5, reason: 'better', actor: 'ann' }
    await old.sql.insertInto('registry_events').values([add, add]).execute()
    await old.close()

    const database = await openDatabase(file)
    const { sql: db, close } = database
    await openAudit(database).append({
      kind: 'contest_started',
      model: 'crimes',
      fromVersion: 1,
      toVersion: 2,
      reason: 'newer',
      actor: 'ann',
    })
    const events = await db.selectFrom('registry_events').selectAll().execute()
    expect(events.map(({ id, action }) => [id, action])).toEqual([
      [1, 'promoted'],
      [2, 'promoted'],
      [3, 'contest_started'],
    ])
    await expect(db.deleteFrom('audit_events').execute()).rejects.toThrow('append-only')
    await expect(db.updateTable('audit_events').set({ reason: '' }).execute()).rejects.toThrow('append-only')
    await close()
  })
})
