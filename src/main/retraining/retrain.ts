import { CancelledError, UserError } from '../../shared/errors.ts'
import { recordedText, text } from '../../shared/messages/index.ts'
import type { Said } from '../../shared/pipeline/runState.ts'
import type { RetrainingTrigger } from '../../shared/schedule/retraining.ts'
import type { Schedule, ScheduleRun } from '../../shared/schedule/schedule.ts'
import { type Audit, openAudit } from '../audit/audit.ts'
import type { PipelineWork } from '../jobs/work.ts'
import { adjustRecipe } from '../pipeline/loadRecipe.ts'
import { DEFAULT_MODEL, GENERATED_MODEL, type ModelVersion } from '../registry/registry.ts'
import type { Clock } from '../schedule/clock.ts'
import type { Execute } from '../schedule/scheduler.ts'
import { describeError } from '../tracking/run.ts'
import type { Workbench } from '../workbench.ts'
import { type ChampionCheck, checkChampion } from './checkChampion.ts'
import { readPolicy } from './policy.ts'
import type { RunWork } from './ports.ts'
import { reasonOf } from './reason.ts'
import { type RunVerdict, readVerdict } from './runVerdict.ts'
import { trialPlan } from './trials.ts'

export interface RetrainingOptions {
  workbench: Workbench
  clock: Clock
  runWork: RunWork
}

/** A trial is let finish before another model is trained, but not for longer than this: 90 days. */
const LONGEST_TRIAL_MS = 90 * 86_400_000

/**
 * What a scheduled run does: brings in the incidents, checks the champion on those that it was not trained on, trains
 * anew where the schedule or the policy says so, and compares. Each step is an event of the audit log; where one fails,
 * the champion stays as it is and the schedule tries again.
 */
export function createRetraining(options: RetrainingOptions): Execute {
  const { workbench, clock, runWork } = options
  const { registry, tracking, workspace } = workbench
  const audit: Audit = openAudit(tracking.database, clock.now)

  return async (run, schedule, { signal, onRun }) => {
    const policy = await readPolicy(workspace)
    const actor = actorOf(schedule)
    const model = schedule.request.source.kind === 'demo' ? GENERATED_MODEL : DEFAULT_MODEL
    const champion = await registry.aliased(model, 'champion')
    const event = { schedule: schedule.name, actor, ...(champion === undefined ? {} : { model }) }
    const work = workOf(run, schedule, workbench, { actor, now: clock.now() })

    let trigger: RetrainingTrigger | null = null
    try {
      const checked = champion && (await check(champion))
      const reason = reasonOf({ run, schedule, policy, hasChampion: champion !== undefined, check: checked })
      if (reason === undefined) return { code: 'retraining.not_needed', params: { date: run.date } }
      const trial = await registry.contests.running(model)
      if (run.cause !== 'manual' && trial !== undefined && clock.now() - trial.startedAt < LONGEST_TRIAL_MS) {
        return { code: 'retraining.on_trial', params: { version: String(trial.challenger) } }
      }

      trigger = reason.trigger
      await audit.append({
        ...{ ...event, kind: 'retraining_started', fromVersion: champion?.version, reason: reason.words },
        details: { trigger, date: run.date, comparison: policy.comparison },
      })
      const plan = trialPlan(policy)
      const promotion = plan === undefined ? 'by_rule' : 'after_trial'
      const runId = await runWork({ ...work, promotion }, { signal, onRun })
      const verdict = await readVerdict(tracking, runId)
      await audit.append({
        ...{ ...event, kind: 'retraining_finished', model: verdict.model, runId },
        ...{ fromVersion: champion?.version, toVersion: verdict.version, reason: wordsOf(verdict) },
        details: { trigger, date: run.date, becomes: verdict.becomes },
      })
      if (plan !== undefined && verdict.verdict?.code === 'verdict_to_be_tried') {
        await registry.contests.start(model, plan, { reason: reason.words, actor, now: clock.now() })
      }
      return outcomeOf(verdict, champion)
    } catch (error) {
      if (error instanceof CancelledError || signal.aborted || isBusy(error)) throw error
      const { code, params } = describeError(error)
      await audit.append({
        ...{ ...event, kind: 'retraining_failed', fromVersion: champion?.version, reason: recordedText(code, params) },
        details: { trigger, date: run.date, attempt: run.attempts + 1, code },
      })
      throw error
    }

    /** Brings in the incidents and says how the champion stands on the new ones. */
    async function check(standing: ModelVersion): Promise<ChampionCheck | undefined> {
      const runId = await runWork({ ...work, toStage: 'enrich' }, { signal, onRun })
      const found = await checkChampion({ model, runId, now: clock.now() }, { tracking, runWork, signal })
      if (found === undefined) return undefined
      const { drift, findings, performance } = found
      const { driftLimit, decayLimit } = policy
      await audit.append({
        ...{ ...event, kind: 'model_checked', fromVersion: standing.version, runId: found.runId },
        reason: findings.length === 0 ? text('retraining.nothing_moved') : findings.join('; '),
        details: { date: run.date, drift, driftLimit, performance, decayLimit },
      })
      return found
    }
  }
}

/** Who acts when a schedule does. */
export function actorOf({ name }: Schedule): string {
  return `schedule:${name}`
}

function workOf(
  run: ScheduleRun,
  { request }: Schedule,
  { workspace }: Workbench,
  { actor, now }: { actor: string; now: number },
): PipelineWork {
  const { source, stationsFile } = request
  const { portal } = workspace.settings
  return {
    kind: 'pipeline',
    source: source.kind === 'socrata' ? { kind: 'socrata', portal: source.portal ?? portal } : source,
    // The demonstration is one year, whenever it is run.
    ...{ stationsFile, date: source.kind === 'demo' ? undefined : run.date },
    recipe: adjustRecipe(request.recipe, []),
    ...{ fromStage: undefined, toStage: undefined, csv: false, allowSchemaChange: false },
    ...{ promotion: 'by_rule', actor, now, cwd: workspace.folder },
  }
}

function wordsOf({ verdict }: RunVerdict): string {
  return verdict === null ? text('retraining.same_model') : recordedText(verdict.code, verdict.params)
}

function outcomeOf({ becomes, version }: RunVerdict, champion: ModelVersion | undefined): Said {
  const params = { version: String(version), champion: String(champion?.version ?? '–') }
  return { code: `retraining.outcome.${becomes}`, params }
}

function isBusy(error: unknown): boolean {
  return error instanceof UserError && error.code === 'run_in_progress'
}
