import { CancelledError, UserError } from '../../shared/errors.ts'
import { recordedText, text } from '../../shared/messages/index.ts'
import type { RetrainingPolicy, RetrainingTrigger } from '../../shared/retraining.ts'
import type { Said } from '../../shared/runState.ts'
import type { Schedule, ScheduleRun } from '../../shared/schedule.ts'
import { type Audit, openAudit } from '../audit/audit.ts'
import type { PipelineWork } from '../jobs/work.ts'
import { adjustRecipe } from '../pipeline/loadRecipe.ts'
import { DEFAULT_MODEL, GENERATED_MODEL, type ModelVersion } from '../registry/registry.ts'
import type { Clock } from '../schedule/clock.ts'
import type { Execute } from '../schedule/scheduler.ts'
import { addDays } from '../sources/window.ts'
import { describeError } from '../tracking/run.ts'
import type { Workbench } from '../workbench.ts'
import { readPolicy } from './policy.ts'
import type { CheckModel, ModelCheck, RunPipeline, Trials } from './ports.ts'
import { type RunVerdict, readVerdict } from './runVerdict.ts'

export interface RetrainingOptions {
  workbench: Workbench
  clock: Clock
  runPipeline: RunPipeline
  checkModel?: CheckModel
  trials?: Trials
}

/** Why a model is to be trained anew. */
interface Reason {
  trigger: RetrainingTrigger
  words: string
}

/**
 * What a scheduled run does: brings in the incidents, checks the champion on those that it was not trained on, trains
 * anew where the schedule or the policy says so, and compares. Each step is an event of the audit log; where one fails,
 * the champion stays as it is and the schedule tries again.
 */
export function createRetraining(options: RetrainingOptions): Execute {
  const { workbench, clock, checkModel, trials } = options
  const { registry, tracking, workspace } = workbench
  const audit: Audit = openAudit(tracking.database, clock.now)

  return async (run, schedule, { signal, onRun }) => {
    const policy = await readPolicy(workspace)
    const actor = actorOf(schedule)
    const model = schedule.request.source.kind === 'demo' ? GENERATED_MODEL : DEFAULT_MODEL
    const champion = await registry.aliased(model, 'champion')
    const event = { schedule: schedule.name, actor, ...(champion === undefined ? {} : { model }) }
    const work = workOf(run, schedule, workbench, actor)

    let trigger: RetrainingTrigger | null = null
    try {
      const check = champion && checkModel && (await checkChampion(checkModel))
      const reason = reasonOf({ run, schedule, policy, champion, check })
      if (reason === undefined) return { code: 'retraining.not_needed', params: { date: run.date } }

      trigger = reason.trigger
      await audit.append({
        ...{ ...event, kind: 'retraining_started', fromVersion: champion?.version, reason: reason.words },
        details: { trigger, date: run.date, comparison: policy.comparison },
      })
      const promotion = policy.comparison === 'ab' && trials !== undefined ? 'after_trial' : 'by_rule'
      const runId = await options.runPipeline({ ...work, promotion }, { signal, onRun })
      const verdict = await readVerdict(tracking, runId)
      await audit.append({
        ...{ ...event, kind: 'retraining_finished', model: verdict.model, runId },
        ...{ fromVersion: champion?.version, toVersion: verdict.version, reason: wordsOf(verdict) },
        details: { trigger, date: run.date, becomes: verdict.becomes },
      })
      if (verdict.verdict?.code === 'verdict_to_be_tried') {
        const { challengerShare: share } = policy
        await trials?.start({ model, challenger: verdict.version, share, reason: reason.words, actor })
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
    async function checkChampion(checkModel: CheckModel): Promise<ModelCheck | undefined> {
      const runId = await options.runPipeline({ ...work, toStage: 'enrich' }, { signal, onRun })
      const mature = addDays(run.date, -policy.maturityDays)
      const found = await checkModel({ model, runId, mature, now: new Date(clock.now()), signal })
      if (found === undefined) return undefined
      const { drift, findings, performance } = found
      await audit.append({
        ...{ ...event, kind: 'model_checked', fromVersion: champion?.version, runId: found.runId },
        reason: findings.length === 0 ? text('retraining.nothing_moved') : findings.join(' '),
        details: { date: run.date, drift, driftLimit: policy.driftLimit, performance, decayLimit: policy.decayLimit },
      })
      return found
    }
  }
}

/** Who acts when a schedule does. */
export function actorOf({ name }: Schedule): string {
  return `schedule:${name}`
}

/** Drift and decay come before the schedule, since they say more. */
function reasonOf(known: {
  run: ScheduleRun
  schedule: Schedule
  policy: RetrainingPolicy
  champion: ModelVersion | undefined
  check: ModelCheck | undefined
}): Reason | undefined {
  const { run, schedule, policy, champion, check } = known
  const params = { schedule: schedule.name, date: run.date }
  if (champion === undefined) return { trigger: 'first', words: text('retraining.why.first', params) }
  if (check !== undefined && policy.onDrift && check.drift >= policy.driftLimit) {
    const drift = check.drift.toFixed(2)
    return { trigger: 'drift', words: text('retraining.why.drift', { drift, limit: policy.driftLimit }) }
  }
  const performance = check?.performance
  if (performance && policy.onDecay && performance.rows >= policy.minRows) {
    const lost = performance.before - performance.now
    const [before, now] = [performance.before.toFixed(3), performance.now.toFixed(3)]
    if (lost >= policy.decayLimit) {
      const { rows } = performance
      return { trigger: 'decay', words: text('retraining.why.decay', { before, now, rows, limit: policy.decayLimit }) }
    }
  }
  if (run.cause === 'manual') return { trigger: 'schedule', words: text('retraining.why.manual', params) }
  if (schedule.retrain === 'always') return { trigger: 'schedule', words: text('retraining.why.schedule', params) }
  return undefined
}

function workOf(run: ScheduleRun, { request }: Schedule, { workspace }: Workbench, actor: string): PipelineWork {
  const { source, stationsFile } = request
  const { portal } = workspace.settings
  return {
    kind: 'pipeline',
    source: source.kind === 'socrata' ? { kind: 'socrata', portal: source.portal ?? portal } : source,
    // The demonstration is one year, whenever it is run.
    ...{ stationsFile, date: source.kind === 'demo' ? undefined : run.date },
    recipe: adjustRecipe(request.recipe, []),
    ...{ fromStage: undefined, toStage: undefined, csv: false, allowSchemaChange: false },
    ...{ promotion: 'by_rule', actor, cwd: workspace.folder },
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
