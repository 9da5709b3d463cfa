import { describe, expect, it } from 'vitest'
import { judgeContest, plannedRows } from '../../../src/main/monitoring/contest/judgeContest.ts'
import { superviseContest } from '../../../src/main/monitoring/contest/superviseContest.ts'
import type { Arm, Prediction } from '../../../src/main/predictions/prediction.ts'
import { nextPredictionId } from '../../../src/main/predictions/predictionId.ts'
import { openPredictionLog } from '../../../src/main/predictions/predictionLog.ts'
import { createRandom } from '../../../src/main/random.ts'
import type { ContestPlan } from '../../../src/main/registry/contests.ts'
import type { ModelInfo } from '../../../src/main/registry/modelFolder.ts'
import { type ContestRule, contestRuleSchema } from '../../../src/shared/serving/contest.ts'
import { modelContent } from '../tracking/modelContent.ts'
import { openWorkspace } from '../tracking/workspace.ts'

const MODEL = 'demonstration'
const DAY = 86_400_000
const START = Date.UTC(2018, 0, 1)
const why = { reason: 'a test', actor: 'analyst' }
const RULE = contestRuleSchema.parse({ threshold: 0.02, minimumRows: 400, maturityDays: 30 })

/** A champion 1 and a challenger 2, and a way to say what they answered and what happened. */
async function contestants(changes: Partial<ModelInfo> = {}) {
  const { tracking, registry } = await openWorkspace()
  const { database } = tracking
  const log = openPredictionLog(database)
  for (const more of [{}, { seed: 43, ...changes }]) {
    await tracking.withRun({ experiment: 'test', name: 'training', kind: 'training' }, (run) =>
      registry.registerVersion({ content: modelContent(run.id, more), ...why }),
    )
  }
  await registry.promote(MODEL, 1, why)
  await registry.setAlias(MODEL, 'challenger', 2, why)
  const random = createRandom(7, 'contest')

  /** Answers, with errors of that size, and what happened 40 days later. */
  async function answers(
    count: number,
    noise: { champion: number; challenger?: number },
    plan: 'shadow' | 'split' | 'none',
    from = START + DAY,
  ) {
    const rows: Prediction[] = []
    const happened: { predictionId: string; arrest: boolean }[] = []
    const version = (await registry.aliased(MODEL, 'champion'))!.version
    for (let k = 0; k < count; k++) {
      const time = from + k
      const arrest = random.uniform() < 0.3
      const told = (size: number) =>
        Math.min(1, Math.max(0, (arrest ? 1 : 0) + size * (random.uniform() * (arrest ? -1 : 1))))
      const row = (arm: Arm, by: number, probability: number, pairId: string | null): Prediction => ({
        ...{ id: nextPredictionId(time), time, model: MODEL, version: by, arm, pairId, incident: { iucr: '0820' } },
        ...{
          incidentId: `${version}-${count}-${k}`,
          features: Float64Array.of(1, 2),
          probability,
          prediction: probability >= 0.5,
        },
      })
      const challenged = plan === 'split' && random.uniform() < 0.5
      const answered = challenged
        ? row('challenger', 2, told(noise.challenger ?? 0), null)
        : row('champion', version, told(noise.champion), null)
      rows.push(answered)
      happened.push({ predictionId: answered.id, arrest })
      if (plan === 'shadow') rows.push(row('shadow', 2, told(noise.challenger ?? 0), answered.id))
    }
    await log.append(rows)
    await log.attach(happened, 'pipeline', from + 40 * DAY + count)
  }

  const judging = { registry, database, rule: RULE, now: START + 60 * DAY }
  async function begin(plan: ContestPlan) {
    return registry.contests.start(MODEL, plan, { ...why, now: START })
  }
  async function judge(rule: ContestRule = RULE, now = judging.now) {
    return judgeContest((await registry.contests.running(MODEL))!, { ...judging, rule, now })
  }
  const supervise = () => superviseContest(MODEL, { ...judging, actor: 'rule' })
  return { registry, log, answers, begin, judge, supervise, database }
}

describe.each([{ mode: 'shadow' }, { mode: 'split', share: 0.5 }] as const)('a trial ($mode)', (plan) => {
  it('of a better challenger promotes it on the needed rows, not before, and tells both arms apart', async () => {
    const { registry, answers, begin, judge, supervise } = await contestants()
    await begin(plan)
    const needed = plannedRows(RULE, plan)
    await answers(needed - 1, { champion: 1, challenger: 0.2 }, plan.mode)
    expect(await judge()).toMatchObject({ decision: 'collecting', code: 'contest_collecting', neededRows: needed })
    expect((await supervise()).action).toEqual({ kind: 'none' })
    await answers(1, { champion: 1, challenger: 0.2 }, plan.mode)
    const report = await judge()
    expect(report).toMatchObject({ decision: 'promote', code: 'contest_better', rows: needed })
    expect(report.challenger.brier!).toBeLessThan(report.champion.brier!)
    expect(report.difference!.low).toBeGreaterThan(0)
    expect(report.challenger.mcc).toBeCloseTo(1, 9)
    expect((await supervise()).action).toEqual({ kind: 'promoted', fromVersion: 1, toVersion: 2 })
    expect(await registry.aliased(MODEL, 'champion')).toMatchObject({ version: 2 })
    expect(await registry.contests.running(MODEL)).toBeUndefined()
    const actions = (await registry.events(MODEL)).map(({ action }) => action)
    expect(actions.slice(-3)).toEqual(['contest_started', 'contest_ended', 'promoted'])
    expect((await registry.events(MODEL)).at(-1)).toMatchObject({
      actor: 'rule',
      reason: expect.stringContaining('Better'),
    })
  })

  it('of a worse challenger ends early, and the champion stays', async () => {
    const { registry, answers, begin, supervise } = await contestants()
    await begin(plan)
    await answers(390, { champion: 0.2, challenger: 1 }, plan.mode)
    expect((await supervise()).action).toEqual({ kind: 'kept', fromVersion: 1, toVersion: 2 })
    expect(await registry.aliased(MODEL, 'champion')).toMatchObject({ version: 1 })
    expect((await registry.contests.all(MODEL))[0]).toMatchObject({ outcome: { code: 'contest_worse' } })
  })
})

describe('what counts in a trial', () => {
  it('are labels that are settled, by the age that the rule says', async () => {
    const { answers, begin, judge } = await contestants()
    await begin({ mode: 'shadow' })
    await answers(500, { champion: 1, challenger: 0.2 }, 'shadow')
    expect((await judge({ ...RULE, maturityDays: 39 })).rows).toBe(500)
    expect(await judge({ ...RULE, maturityDays: 42 })).toMatchObject({ rows: 0, decision: 'collecting' })
  })

  it('is each incident once, however often it was asked', async () => {
    const { log, answers, begin, judge } = await contestants()
    await begin({ mode: 'shadow' })
    await answers(150, { champion: 1, challenger: 0.2 }, 'shadow')
    const again: Prediction[] = []
    for (const { label, ...row } of await log.page({ arm: 'champion' }, { limit: 150 })) {
      const id = nextPredictionId(row.time + DAY)
      again.push(
        { ...row, id },
        { ...row, id: nextPredictionId(row.time + DAY), arm: 'shadow', version: 2, pairId: id },
      )
    }
    await log.append(again)
    await log.attach(
      again.map(({ incidentId }) => ({ incidentId: incidentId!, arrest: true })),
      'pipeline',
      START + 50 * DAY,
    )
    expect((await judge()).rows).toBe(150)
  })

  it('is nothing of before the trial', async () => {
    const { answers, begin, judge } = await contestants()
    await answers(200, { champion: 1, challenger: 0.2 }, 'shadow', START - DAY)
    await begin({ mode: 'shadow' })
    expect((await judge()).rows).toBe(0)
  })

  it('with other features is never enough to promote by itself', async () => {
    const { answers, begin, supervise, judge } = await contestants({ features: ['iucr_freq', 'hour'] })
    await begin({ mode: 'shadow' })
    await answers(plannedRows(RULE, { mode: 'shadow' }), { champion: 1, challenger: 0.2 }, 'shadow')
    expect(await judge()).toMatchObject({ decision: 'undecided', code: 'contest_other_features' })
    expect((await supervise()).action).toEqual({ kind: 'none' })
  })
})

describe('a trial', () => {
  it('can be started once, needs a challenger, and begins anew when it is changed', async () => {
    const { registry, begin } = await contestants()
    const first = await begin({ mode: 'shadow' })
    await expect(begin({ mode: 'shadow' })).rejects.toMatchObject({ code: 'contest_running' })
    await expect(registry.contests.change(MODEL, { mode: 'split', share: 1 }, why)).rejects.toMatchObject({
      code: 'contest_share',
    })
    const second = await registry.contests.change(MODEL, { mode: 'split', share: 0.2 }, why)
    expect(second).toMatchObject({ mode: 'split', share: 0.2, champion: 1, challenger: 2 })
    expect(second.id).not.toBe(first.id)
    const revision = await registry.championRevision(MODEL)
    await registry.setAlias(MODEL, 'challenger', undefined, why)
    expect(await registry.contests.running(MODEL)).toBeUndefined()
    expect(await registry.championRevision(MODEL)).toBeGreaterThan(revision)
    await expect(begin({ mode: 'shadow' })).rejects.toMatchObject({ code: 'contest_no_challenger' })
  })
})

describe('a new champion', () => {
  /** Version 2 was promoted just now: its answers come from then on, and are judged 60 days later. */
  async function succession(noise: { before: number; since: number }) {
    const made = await contestants()
    await made.answers(400, { champion: noise.before }, 'none')
    await made.registry.promote(MODEL, 2, why)
    const now = Date.now()
    await made.answers(401, { champion: noise.since }, 'none', now)
    const options = { registry: made.registry, database: made.database, rule: RULE, now: now + 60 * DAY }
    return { ...made, supervise: () => superviseContest(MODEL, { ...options, actor: 'rule' }) }
  }

  it('that is clearly worse in service than its predecessor was is rolled back by itself, once', async () => {
    const { registry, supervise } = await succession({ before: 0.3, since: 1 })
    expect((await supervise()).action).toEqual({ kind: 'rolled_back', toVersion: 1 })
    expect(await registry.aliased(MODEL, 'champion')).toMatchObject({ version: 1 })
    expect((await registry.events(MODEL)).at(-1)).toMatchObject({ action: 'rolled_back', actor: 'rule' })
    expect(await supervise()).toMatchObject({ succession: { code: 'succession_none' }, action: { kind: 'none' } })
  })

  it('that is as good stays', async () => {
    const { supervise } = await succession({ before: 0.8, since: 0.8 })
    expect(await supervise()).toMatchObject({ succession: { decision: 'fine' }, action: { kind: 'none' } })
  })
})
