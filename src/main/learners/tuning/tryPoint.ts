import type { TunedLearner } from '../../../shared/pipeline/tuningState.ts'
import type { RunOptions, WorkerPool } from '../../workers/pool.ts'
import type { CodedFold } from './codedFold.ts'
import { estimatedScore, type Race } from './racing.ts'
import type { ParamValues } from './space.ts'
import { mean, type Trial } from './trial.ts'

/** What the trials of a search have in common. */
export interface TrialSetting {
  learner: TunedLearner
  /** All parameters of the learner; a trial's own come on top. */
  base: Record<string, unknown>
  folds: CodedFold[]
  seed: number
}

/** Fits a point on its first fold, then on the others, each on one thread, and scores it; ends as soon as it is hopeless. */
export async function tryPoint(
  { learner, base, folds, seed }: TrialSetting,
  { number, params }: { number: number; params: ParamValues },
  race: Race,
  known: readonly Trial[],
  { pool, signal }: { pool: WorkerPool } & RunOptions,
): Promise<Trial> {
  const startMs = performance.now()
  const foldScores: number[] = []
  let halfScore: number | null = null
  const ended = (pruned: Trial['pruned']): Trial => ({
    ...{ number, params, foldScores, halfScore, pruned },
    state: pruned === null ? 'COMPLETE' : 'PRUNED',
    score: pruned === null ? mean(foldScores) : estimatedScore({ foldScores, halfScore }, known),
    elapsedMs: performance.now() - startMs,
  })
  const scoreOn = (fold: CodedFold, leastHalf: number | null) =>
    pool.run('fitFold', { learner, params: { ...base, ...params }, fold, seed, leastHalf }, { signal })
  const [firstFold, ...otherFolds] = folds
  const first = await scoreOn(firstFold!, race.leastHalf)
  halfScore = first.half
  if (first.score === null) {
    return ended({ after: 'trees', score: first.half ?? Number.NaN, needed: race.leastHalf })
  }
  foldScores.push(first.score)
  const hopeless = race.hopeless(foldScores)
  if (hopeless !== undefined) return ended(hopeless)
  // What gets past its first fold is seldom given up: its others go on at the same time, so that no thread is left idle.
  const others = otherFolds.map((fold) => scoreOn(fold, null))
  for (const other of others) other.catch(() => {})
  for (const other of others) {
    foldScores.push((await other).score!)
    const pruned = race.hopeless(foldScores)
    if (pruned !== undefined) return ended(pruned)
  }
  return ended(null)
}
