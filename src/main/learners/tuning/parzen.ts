import type { ParamValue } from '../../../shared/pipeline/tuningState.ts'
import type { Random } from '../../random.ts'
import { cellOf, type Dimension, fromUnit, type ParamValues, type Space, toUnit } from './space.ts'

/**
 * A density over a space: a mixture of one kernel an observation, which is a product of truncated normals (reals, whole
 * numbers) and of smoothed categories (choices), and of a wide one, the prior.
 */
export interface ParzenEstimator {
  sample(random: Random): ParamValues
  /** Logarithm of the density of reals, and of the mass of whole numbers and choices. */
  logDensity(values: ParamValues): number
}

/** Of the bandwidths, as a share of the range (Optuna's `SIGMA0_MAGNITUDE`). */
const SIGMA = 0.2
const NARROWEST = 100
const PRIOR_WEIGHT = 1

/**
 * Fits the estimator of Optuna's multivariate TPE: bandwidth 0.2·n^(−1/(d+4)) of the range (Scott's rule), not below
 * range / min(100, n + 2), all kernels with equal weight. `observed` must have a value for each dimension.
 */
export function parzenEstimator(space: Space, observed: readonly ParamValues[]): ParzenEstimator {
  const kernels = observed.length + 1
  const wide = SIGMA * Math.max(observed.length, 1) ** (-1 / (space.length + 4))
  const sigma = Math.max(wide, 1 / Math.min(NARROWEST, kernels + 1))
  const parts = space.map((dimension) => marginal(dimension, observed, sigma))
  return {
    sample(random) {
      const kernel = random.below(kernels)
      return Object.fromEntries(space.map(({ name }, k) => [name, parts[k]!.sample(kernel, random)]))
    },
    logDensity(values) {
      const logs = Array.from({ length: kernels }, (_, kernel) =>
        parts.reduce((sum, part, k) => sum + part.logDensity(kernel, values[space[k]!.name]!), 0),
      )
      const most = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
      if (most === Number.NEGATIVE_INFINITY) return most
      return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / kernels)
    },
  }
}

/** One dimension of all kernels. */
interface Marginal {
  sample(kernel: number, random: Random): ParamValue
  logDensity(kernel: number, value: ParamValue): number
}

function marginal(dimension: Dimension, observed: readonly ParamValues[], sigma: number): Marginal {
  const units = observed.map((values) => toUnit(dimension, values[dimension.name]!)!)
  return dimension.kind === 'choice' ? categories(dimension.choices, units) : normals(dimension, units, sigma)
}

function categories(choices: readonly ParamValue[], observed: number[]): Marginal {
  const kernels = observed.length + 1
  const shareOf = (kernel: number, place: number) => {
    const each = PRIOR_WEIGHT / kernels
    const total = choices.length * each + (kernel < observed.length ? 1 : 0)
    return (each + (observed[kernel] === place ? 1 : 0)) / total
  }
  return {
    sample(kernel, random) {
      let left = random.uniform()
      for (const place of choices.keys()) {
        left -= shareOf(kernel, place)
        if (left < 0) return choices[place]!
      }
      return choices.at(-1)!
    },
    logDensity: (kernel, value) => Math.log(shareOf(kernel, choices.indexOf(value))),
  }
}

function normals(dimension: Exclude<Dimension, { kind: 'choice' }>, observed: number[], sigma: number): Marginal {
  const means = [...observed, 0.5]
  const sigmas = [...observed.map(() => sigma), 1]
  /** Of each kernel, what lies within the range. */
  const wholes = means.map((mean, kernel) => normalMass(-mean / sigmas[kernel]!, (1 - mean) / sigmas[kernel]!))
  return {
    sample(kernel, random) {
      // A mean lies within 0-1, so that at least three of eight draws do.
      for (;;) {
        const unit = means[kernel]! + sigmas[kernel]! * random.normal()
        if (unit >= 0 && unit <= 1) return fromUnit(dimension, unit)
      }
    },
    logDensity(kernel, value) {
      if (typeof value !== 'number') return Number.NEGATIVE_INFINITY
      const [mean, width] = [means[kernel]!, sigmas[kernel]!]
      const whole = wholes[kernel]!
      const [from, to] = cellOf(dimension, value)
      if (dimension.kind === 'integer') return Math.log(normalMass((from - mean) / width, (to - mean) / width) / whole)
      const z = (from - mean) / width
      return -0.5 * z * z - Math.log(width * Math.sqrt(2 * Math.PI) * whole)
    },
  }
}

/** Mass of the standard normal distribution between two points. */
export function normalMass(from: number, to: number): number {
  // Far in the upper tail the difference would cancel out.
  if (from > 0) return normalMass(-to, -from)
  return cumulative(to) - cumulative(from)
}

function cumulative(z: number): number {
  return 0.5 * complementaryError(-z / Math.SQRT2)
}

/** erfc by its Chebyshev fit (Press et al., Numerical Recipes, 6.2): relative error below 1.2e-7. */
function complementaryError(x: number): number {
  const t = 1 / (1 + 0.5 * Math.abs(x))
  const series = COEFFICIENTS.reduceRight((sum, coefficient) => coefficient + t * sum, 0)
  const value = t * Math.exp(-x * x + series)
  return x >= 0 ? value : 2 - value
}

const COEFFICIENTS = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
]
