import { createRandom } from '../../random.ts'
import { parzenEstimator } from './parzen.ts'
import { fromUnit, type ParamValues, type Space, toUnit } from './space.ts'

/** What is known of a point of the space. */
export interface Observation {
  params: ParamValues
  /** Larger is better; undefined where the trial goes on, or failed: it then counts as bad. */
  score: number | undefined
}

/** Trials drawn at random before the search learns from them. */
export const RANDOM_TRIALS = 10
const CANDIDATES = 24
const MOST_GOOD = 25

/**
 * Proposes the next point to try by the tree-structured Parzen estimator (Bergstra et al., 2011), multivariate (Falkner
 * et al., 2018) with Optuna's settings: of 24 draws from the density of the best tenth of the points, the one where that
 * density most exceeds the density of all others. Points that are still tried count as bad ("constant liar"), so that
 * they are not proposed again. The same seed, number and observations give the same point.
 */
export function propose(
  space: Space,
  observed: readonly Observation[],
  { seed, number }: { seed: number; number: number },
): ParamValues {
  const random = createRandom(seed, 'tuning', number)
  const inSpace = observed.filter(({ params }) =>
    space.every((dimension) => toUnit(dimension, params[dimension.name] ?? null) !== undefined),
  )
  const scored = inSpace.filter((each): each is Observation & { score: number } => each.score !== undefined)
  if (scored.length < RANDOM_TRIALS) {
    return Object.fromEntries(
      space.map((dimension) => {
        const unit = dimension.kind === 'choice' ? random.below(dimension.choices.length) : random.uniform()
        return [dimension.name, fromUnit(dimension, unit)]
      }),
    )
  }
  // A stable sort: of equal scores the earlier trial is better.
  const ranked = [...scored].sort((a, b) => b.score - a.score)
  const good = new Set<Observation>(ranked.slice(0, Math.min(MOST_GOOD, Math.ceil(ranked.length / 10))))
  const paramsOf = (wanted: boolean) => inSpace.filter((each) => good.has(each) === wanted).map(({ params }) => params)
  const better = parzenEstimator(space, paramsOf(true))
  const worse = parzenEstimator(space, paramsOf(false))
  let best: ParamValues = {}
  let most = Number.NEGATIVE_INFINITY
  for (let k = 0; k < CANDIDATES; k++) {
    const candidate = better.sample(random)
    const gain = better.logDensity(candidate) - worse.logDensity(candidate)
    if (k === 0 || gain > most) {
      best = candidate
      most = gain
    }
  }
  return best
}
