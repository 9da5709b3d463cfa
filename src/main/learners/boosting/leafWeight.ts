import type { BoostingParams } from '../../../shared/pipeline/learnerParams.ts'

type Penalties = Pick<BoostingParams, 'reg_alpha' | 'reg_lambda' | 'min_child_weight'>

/** XGBoost's weight of a leaf with gradient sum g and hessian sum h, held in [lower, upper]. */
export function leafWeight(g: number, h: number, penalties: Penalties, lower: number, upper: number): number {
  const { reg_alpha, reg_lambda, min_child_weight } = penalties
  if (h <= 0 || h < min_child_weight) return 0
  const shrunk = Math.sign(g) * Math.max(0, Math.abs(g) - reg_alpha)
  return Math.max(lower, Math.min(upper, -shrunk / (h + reg_lambda)))
}
