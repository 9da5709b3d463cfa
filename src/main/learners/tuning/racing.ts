import { bestTrial, mean, type PruneReason, type Trial } from './trial.ts'

/** Complete trials before which nothing is pruned: what they differ by from fold to fold must be known. */
const LEAST_COMPLETE = 5
const STANDARD_DEVIATIONS = 2

/**
 * What a trial needs in order not to be hopeless: a race (as Birattari et al.'s F-race, 2002) against the best of the
 * trials known when it was proposed. Folds are the same for all, so that trials are compared in pairs, fold by fold.
 */
export interface Race {
  /** The least score on the first fold after half of the trees; −∞ where nothing is known. */
  leastHalf: number
  /** Why a trial with these scores of the first folds is given up; undefined where it goes on. */
  hopeless(foldScores: readonly number[]): PruneReason | undefined
}

/** A race without rivals. */
export const OPEN_RACE: Race = { leastHalf: Number.NEGATIVE_INFINITY, hopeless: () => undefined }

/**
 * The race against the best of the known trials.
 *
 * After m of K folds, a trial is given up when it is behind by more than two standard deviations of what the other
 * folds can still change: d̄ > 2·σ·√((K − m)/(K·m)), σ being that of a fold's difference between two trials (the median
 * over the complete ones, so that a few odd trials do not widen it). After half of the first fold's trees it is given up
 * when even the largest gain that the second half ever brought would leave it that far behind.
 */
export function createRace(known: readonly Trial[], folds: number): Race {
  const complete = known.filter(({ state }) => state === 'COMPLETE')
  const best = bestTrial(complete)
  if (best === undefined || complete.length < LEAST_COMPLETE) return OPEN_RACE
  const sigma = deviationOfDifferences(best, complete)
  const tolerated = (done: number) => STANDARD_DEVIATIONS * sigma * Math.sqrt((folds - done) / (folds * done))
  const gains = known.flatMap(({ halfScore, foldScores: [first] }) =>
    halfScore === null || first === undefined ? [] : [first - halfScore],
  )
  const largestGain = gains.reduce((a, b) => Math.max(a, b), 0)
  return {
    leastHalf: gains.length === 0 ? Number.NEGATIVE_INFINITY : best.foldScores[0]! - tolerated(1) - largestGain,
    hopeless(foldScores) {
      const done = foldScores.length
      if (done === 0 || done >= folds) return undefined
      const behind = mean(foldScores.map((score, fold) => best.foldScores[fold]! - score))
      const limit = tolerated(done)
      return behind > limit ? { after: 'folds', folds: done, behind, tolerated: limit } : undefined
    },
  }
}

/**
 * What a pruned trial's mean would be about, were it gone on with: as far from the best known trial's mean as on the folds
 * that were done. So that the sampler can rank it among the others.
 */
export function estimatedScore(
  { foldScores, halfScore }: Pick<Trial, 'foldScores' | 'halfScore'>,
  known: readonly Trial[],
): number | null {
  const best = bestTrial(known)
  if (best === undefined) return null
  const done = foldScores.length > 0 ? foldScores : halfScore === null ? [] : [halfScore]
  if (done.length === 0) return null
  const offsets = done.map((score, fold) => score - best.foldScores[fold]!)
  return best.score! + mean(offsets)
}

/** Standard deviation, between folds, of how far a trial is behind the best one. */
function deviationOfDifferences(best: Trial, complete: readonly Trial[]): number {
  const variances = complete
    .filter((trial) => trial !== best)
    .map(({ foldScores }) => {
      const differences = foldScores.map((score, fold) => best.foldScores[fold]! - score)
      const middle = mean(differences)
      return differences.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (differences.length - 1)
    })
    .sort((a, b) => a - b)
  const half = variances.length / 2
  const median = (variances[Math.ceil(half) - 1]! + variances[Math.floor(half)]!) / 2
  // Wilson and Hilferty's median of a chi-square with n degrees of freedom, divided by n.
  const freedom = best.foldScores.length - 1
  return Math.sqrt(median / (1 - 2 / (9 * freedom)) ** 3)
}
