import type { Transaction } from 'kysely'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import type { MessageParameters } from '../../shared/messages/index.ts'
import { appendEvent } from '../audit/audit.ts'
import type { Database } from '../tracking/database.ts'
import { newId } from '../tracking/ids.ts'
import type { ContestMode, RegistryAction, Schema } from '../tracking/schema.ts'
import { aliased } from './aliases.ts'
import type { Justification } from './promotion.ts'

/** A trial of a challenger beside the champion. Times are milliseconds since 1970. */
export interface Contest {
  id: string
  model: string
  /** Versions. */
  champion: number
  challenger: number
  mode: ContestMode
  /** Of the incidents, 0-1, that the challenger answers; 1 of `shadow`, which is asked for all. */
  share: number
  startedAt: number
  endedAt: number | undefined
  /** Why it ended, as a message code with its parameters. */
  outcome: ContestOutcome | undefined
}

export interface ContestOutcome {
  code: string
  params: MessageParameters
}

export type ContestPlan = { mode: 'shadow' } | { mode: 'split'; share: number }

/** Trials of challengers. Each change is one transaction that also records an event. */
export interface Contests {
  /** The contest of a model that goes on. */
  running(model: string): Promise<Contest | undefined>
  /** All of a model, the newest first. */
  all(model: string): Promise<Contest[]>
  /**
   * Starts a contest of champion and challenger. Throws UserError `contest_running`, `contest_no_champion`,
   * `contest_no_challenger`, `contest_share`.
   */
  start(model: string, plan: ContestPlan, options: Justification & { now?: number }): Promise<Contest>
  /**
   * Ends the contest and starts another with that plan, from nothing: what was seen at another share was seen at another
   * time, and cannot be pooled. Throws UserError `contest_none`, `contest_share`.
   */
  change(model: string, plan: ContestPlan, options: Justification & { now?: number }): Promise<Contest>
  /** Throws UserError `contest_none`. */
  end(model: string, outcome: ContestOutcome, options: Justification & { now?: number }): Promise<Contest>
}

type Transacting = Transaction<Schema>

const outcomeSchema = z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })

export function openContests({ sql: db }: Database): Contests {
  async function running(model: string, from: Transacting | typeof db = db): Promise<Contest | undefined> {
    const row = await from
      .selectFrom('contests')
      .selectAll()
      .where('model', '=', model)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    return row && contestOf(row)
  }

  async function mustRun(transaction: Transacting, model: string): Promise<Contest> {
    const contest = await running(model, transaction)
    if (contest === undefined) throw new UserError('contest_none', { model })
    return contest
  }

  return {
    running: (model) => running(model),
    async all(model) {
      const rows = await db
        .selectFrom('contests')
        .selectAll()
        .where('model', '=', model)
        .orderBy('started_at', 'desc')
        .orderBy('id', 'desc')
        .execute()
      return rows.map(contestOf)
    },
    async start(model, plan, options) {
      checkShare(plan)
      return db.transaction().execute(async (transaction) => {
        const other = await running(model, transaction)
        if (other !== undefined) throw new UserError('contest_running', { model, version: String(other.challenger) })
        const champion = await aliased(transaction, model, 'champion')
        const challenger = await aliased(transaction, model, 'challenger')
        if (champion === undefined) throw new UserError('contest_no_champion', { model })
        if (challenger === undefined) throw new UserError('contest_no_challenger', { model })
        return begin(transaction, 'contest_started', { model, champion, challenger }, plan, options)
      })
    },
    async change(model, plan, options) {
      checkShare(plan)
      return db.transaction().execute(async (transaction) => {
        const contest = await mustRun(transaction, model)
        await close(transaction, contest, { code: 'contest_replaced', params: {} }, options.now)
        return begin(transaction, 'contest_changed', contest, plan, options)
      })
    },
    end(model, outcome, options) {
      return db.transaction().execute(async (transaction) => {
        await mustRun(transaction, model)
        const [ended] = await endContests(transaction, model, outcome, options)
        if (ended === undefined) throw new UserError('contest_none', { model })
        return ended
      })
    },
  }
}

/** Ends the contest of a model, if one goes on: as part of what makes it pointless, such as another champion. */
export async function endContests(
  transaction: Transacting,
  model: string,
  outcome: ContestOutcome,
  { reason, actor, now }: Justification & { now?: number },
): Promise<Contest[]> {
  const rows = await transaction
    .selectFrom('contests')
    .selectAll()
    .where('model', '=', model)
    .where('ended_at', 'is', null)
    .execute()
  const ended: Contest[] = []
  for (const contest of rows.map(contestOf)) {
    ended.push(await close(transaction, contest, outcome, now))
    await record(transaction, 'contest_ended', contest, { reason, actor }, now)
  }
  return ended
}

async function begin(
  transaction: Transacting,
  action: RegistryAction,
  { model, champion, challenger }: Pick<Contest, 'model' | 'champion' | 'challenger'>,
  plan: ContestPlan,
  { reason, actor, now = Date.now() }: Justification & { now?: number },
): Promise<Contest> {
  const share = plan.mode === 'split' ? plan.share : 1
  const row = { id: newId(), model, champion, challenger, mode: plan.mode, share, started_at: now }
  await transaction
    .insertInto('contests')
    .values({ ...row, ended_at: null, outcome: null })
    .execute()
  const contest = contestOf({ ...row, ended_at: null, outcome: null })
  await record(transaction, action, contest, { reason, actor }, now)
  return contest
}

async function close(
  transaction: Transacting,
  contest: Contest,
  outcome: ContestOutcome,
  now = Date.now(),
): Promise<Contest> {
  await transaction
    .updateTable('contests')
    .set({ ended_at: now, outcome: JSON.stringify(outcome) })
    .where('id', '=', contest.id)
    .execute()
  return { ...contest, endedAt: now, outcome }
}

async function record(
  transaction: Transacting,
  action: RegistryAction,
  { model, champion, challenger }: Contest,
  { reason, actor }: Justification,
  now = Date.now(),
): Promise<void> {
  const event = { kind: action, model, fromVersion: champion, toVersion: challenger, reason, actor }
  await appendEvent(transaction, event, now)
}

function checkShare(plan: ContestPlan): void {
  if (plan.mode === 'split' && !(plan.share > 0 && plan.share < 1)) {
    throw new UserError('contest_share', { share: String(plan.share) })
  }
}

function contestOf(row: Schema['contests']): Contest {
  const { id, model, champion, challenger, mode, share } = row
  return {
    ...{ id, model, champion, challenger, mode, share },
    startedAt: row.started_at,
    endedAt: row.ended_at ?? undefined,
    outcome: row.outcome === null ? undefined : outcomeSchema.parse(JSON.parse(row.outcome)),
  }
}
