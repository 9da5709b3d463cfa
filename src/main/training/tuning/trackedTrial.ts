import { z } from 'zod'
import { recordedText } from '../../../shared/messages/index.ts'
import type { Said } from '../../../shared/pipeline/runState.ts'
import { type PruneReason, TRIAL_STATES, type Trial } from '../../learners/tuning/trial.ts'
import type { RunHandle } from '../../tracking/run.ts'
import type { Run } from '../../tracking/runs.ts'

const HALF = 'half_of_fold_1'
const foldMetric = (fold: number) => `fold_${fold + 1}`

/** Name of a trial's run: `trial_007`. */
export function trialName(number: number): string {
  return `trial_${String(number).padStart(3, '0')}`
}

/** Writes what came of a trial to its run. */
export async function recordTrial(run: RunHandle, trial: Trial): Promise<void> {
  const { state, foldScores, halfScore, score, pruned, elapsedMs } = trial
  const metrics: Record<string, number> = Object.fromEntries(
    foldScores.map((value, fold): [string, number] => [foldMetric(fold), value]),
  )
  if (halfScore !== null) metrics[HALF] = halfScore
  if (score !== null) metrics[state === 'COMPLETE' ? 'average_precision' : 'estimated_average_precision'] = score
  await run.logMetrics({ ...metrics, elapsed_ms: elapsedMs })
  await run.setTags({
    state,
    ...(pruned === null ? {} : { reason: pruneWords(pruned), pruned: JSON.stringify(pruned) }),
  })
}

const tagsSchema = z.object({ trial: z.coerce.number().int().min(0), state: z.enum(TRIAL_STATES) })
const paramsSchema = z.record(z.string(), z.union([z.number(), z.string(), z.null()]))
const pruneSchema: z.ZodType<PruneReason> = z.discriminatedUnion('after', [
  z.strictObject({ after: z.literal('trees'), score: z.number(), needed: z.number() }),
  z.strictObject({ after: z.literal('folds'), folds: z.number(), behind: z.number(), tolerated: z.number() }),
])

/** The trial that a run recorded; undefined for other runs, and for trials that have not ended. */
export function trialOf({ kind, tags, params, metrics }: Run): Trial | undefined {
  const known = tagsSchema.safeParse(tags)
  if (kind !== 'trial' || !known.success) return undefined
  const { trial: number, state } = known.data
  const foldScores: number[] = []
  for (let value = metrics[foldMetric(0)]; value !== undefined; value = metrics[foldMetric(foldScores.length)]) {
    foldScores.push(value)
  }
  return {
    ...{ number, state, foldScores },
    params: paramsSchema.parse(
      Object.fromEntries(Object.entries(params).map(([name, value]) => [name, parsedValue(value)])),
    ),
    halfScore: metrics[HALF] ?? null,
    score: metrics.average_precision ?? metrics.estimated_average_precision ?? null,
    pruned: tags.pruned === undefined ? null : pruneSchema.parse(JSON.parse(tags.pruned)),
    elapsedMs: metrics.elapsed_ms ?? 0,
  }
}

/** A parameter as it was logged: a text as it is, all else as JSON. */
function parsedValue(written: string): unknown {
  return written === 'null' || !Number.isNaN(Number(written)) ? JSON.parse(written) : written
}

/** Why a trial was given up, to be said in the reader's language. */
export function pruneReason(reason: PruneReason): Said {
  if (reason.after === 'trees') {
    const { score, needed } = reason
    return { code: 'tuning.pruned.trees', params: { score: score.toFixed(4), needed: needed.toFixed(4) } }
  }
  const { folds, behind, tolerated } = reason
  const params = { folds, behind: behind.toFixed(4), tolerated: tolerated.toFixed(4) }
  return { code: 'tuning.pruned.folds', params }
}

/** The same in the language of now. */
export function pruneWords(reason: PruneReason): string {
  const { code, params } = pruneReason(reason)
  return recordedText(code, params)
}
