import type { ParamValue, TunedLearner } from '../../../shared/pipeline/tuningState.ts'

/** A parameter that is searched: where it may lie, both ends included. */
export type Dimension =
  | { name: string; kind: 'real'; low: number; high: number; log: boolean }
  | { name: string; kind: 'integer'; low: number; high: number; log: boolean }
  | { name: string; kind: 'choice'; choices: readonly ParamValue[] }

export type ParamValues = Readonly<Record<string, ParamValue>>
export type Space = readonly Dimension[]

const real = (name: string, low: number, high: number, log = false): Dimension => ({
  ...{ name, kind: 'real', low, high, log },
})
const integer = (name: string, low: number, high: number, log = false): Dimension => ({
  ...{ name, kind: 'integer', low, high, log },
})

/** XGBoost's usual space, and the forest's by scikit-learn's names. */
export const SPACES: Record<TunedLearner, Space> = {
  'gradient-boosting': [
    integer('max_depth', 3, 16),
    real('learning_rate', 0.001, 1, true),
    integer('n_estimators', 50, 200),
    real('subsample', 0.7, 1),
    real('colsample_bytree', 0.3, 0.9),
    real('gamma', 0, 2),
    real('min_child_weight', 0, 15),
    real('reg_lambda', 0.01, 1, true),
    real('reg_alpha', 0.01, 1, true),
  ],
  'random-forest': [
    integer('n_estimators', 50, 200),
    integer('max_depth', 4, 32),
    integer('min_samples_leaf', 1, 64, true),
    { name: 'max_features', kind: 'choice', choices: ['sqrt', 0.5, 0.75, 'all'] },
  ],
}

/**
 * Where a value lies between the ends of its dimension, 0-1, on a logarithmic scale where that is `log`; the place of a
 * choice among the choices. What lies beyond an end counts as that end, and null (no limit) as the upper one. Undefined
 * for what is no value of the dimension.
 */
export function toUnit(dimension: Dimension, value: ParamValue): number | undefined {
  if (dimension.kind === 'choice') {
    const place = dimension.choices.indexOf(value)
    return place < 0 ? undefined : place
  }
  if (typeof value === 'string') return undefined
  const [low, high] = endsOf(dimension)
  const { log } = dimension
  const inside = Math.min(dimension.high, Math.max(dimension.low, value ?? dimension.high))
  return (scaled(inside, log) - scaled(low, log)) / (scaled(high, log) - scaled(low, log))
}

/** The value at a place that `toUnit` gives. */
export function fromUnit(dimension: Dimension, unit: number): ParamValue {
  if (dimension.kind === 'choice') return dimension.choices[unit]!
  const [low, high] = endsOf(dimension)
  const { log } = dimension
  const at = scaled(low, log) + unit * (scaled(high, log) - scaled(low, log))
  const value = log ? Math.exp(at) : at
  const whole = dimension.kind === 'integer' ? Math.round(value) : value
  return Math.min(dimension.high, Math.max(dimension.low, whole))
}

/** The part of 0-1 whose values are this one: a whole number's reach from half below it to half above. Empty for reals. */
export function cellOf(dimension: Exclude<Dimension, { kind: 'choice' }>, value: number): [from: number, to: number] {
  const [low, high] = endsOf(dimension)
  const { log } = dimension
  const place = (x: number) => (scaled(x, log) - scaled(low, log)) / (scaled(high, log) - scaled(low, log))
  return dimension.kind === 'real' ? [place(value), place(value)] : [place(value - 0.5), place(value + 0.5)]
}

/** Whole numbers fill the scale from half below the lowest to half above the highest, each with the same share. */
function endsOf({ kind, low, high }: Exclude<Dimension, { kind: 'choice' }>): [low: number, high: number] {
  return kind === 'integer' ? [low - 0.5, high + 0.5] : [low, high]
}

function scaled(value: number, log: boolean): number {
  return log ? Math.log(value) : value
}
