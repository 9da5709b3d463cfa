import type { Task } from '../../workers/tasks.ts'
import type { Dataset } from '../learner.ts'
import type { LinearModel } from '../model.ts'
import { solvePositiveDefinite } from '../positiveDefinite.ts'

export interface Coefficient {
  /** A feature, or `intercept`, which comes last. */
  feature: string
  coefficient: number
  standardError: number
}

/**
 * Task: coefficients of a logistic regression with standard errors from the inverse of the penalized log likelihood's
 * Hessian on the training rows: XᵀWX + I / C, nothing for the intercept. They take the rows for independent, which
 * rows made by SMOTE are not; and the penalty draws coefficients to 0.
 */
export const coefficientsTask: Task<{ model: LinearModel; data: Dataset }, Coefficient[]> = ({ model, data }) => {
  const { featureNames, coefficients, intercept, params } = model
  const { columns, rows, weights } = data
  const size = columns.length + 1
  const hessian = new Float64Array(size * size)
  const row = new Float64Array(size).fill(1)
  for (let i = 0; i < rows; i++) {
    let margin = intercept
    for (let k = 0; k < columns.length; k++) {
      row[k] = columns[k]![i]!
      margin += coefficients[k]! * row[k]!
    }
    const small = Math.exp(-Math.abs(margin))
    const curvature = ((weights?.[i] ?? 1) * small) / ((1 + small) * (1 + small))
    for (let j = 0; j < size; j++) {
      const scaled = curvature * row[j]!
      for (let k = 0; k <= j; k++) hessian[j * size + k]! += scaled * row[k]!
    }
  }
  const penalty = typeof params.C === 'number' ? 1 / params.C : 0
  for (let j = 0; j < size; j++) {
    if (j < size - 1) hessian[j * size + j]! += penalty
    for (let k = 0; k < j; k++) hessian[k * size + j] = hessian[j * size + k]!
  }
  const variance = (j: number) => solvePositiveDefinite(hessian, new Float64Array(size).fill(1, j, j + 1))[j]!
  const output = [...featureNames, 'intercept'].map((feature, j) => {
    return { feature, coefficient: coefficients[j] ?? intercept, standardError: Math.sqrt(variance(j)) }
  })
  return { output }
}
