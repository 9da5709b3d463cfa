import { sharedFloats } from '../../sharedFloats.ts'
import type { RunOptions, WorkerPool } from '../../workers/pool.ts'
import type { Task } from '../../workers/tasks.ts'
import type { Model } from '../model.ts'
import { createPathContributions } from './treePaths.ts'
import { createTreeShap, shapSteps } from './treeShap.ts'

/** What each feature adds to a row's output, on top of what is expected without knowing the row. */
export interface Explanation {
  method: Method
  /** `margin`: log odds (boosting, logistic regression). `probability`: forests and decision trees. */
  unit: 'margin' | 'probability'
  expected: number
  /** A value a feature, in the model's order. With `expected` they sum to the row's output. */
  contributions: Float64Array
}

/** `shap`: exact SHAP values. `path`: along each tree's path, for forests too large for SHAP values. */
export type Method = 'shap' | 'path'

export interface Explainer {
  method: Method
  unit: Explanation['unit']
  expected: number
  /** Writes a row's contributions, one a feature. */
  explain(row: ArrayLike<number>, out: Float64Array): void
}

/** Steps of TreeSHAP a row, beyond which a row takes some hundredths of a second. */
const MOST_STEPS = 1e6

/**
 * How a model's outputs come about: exact TreeSHAP for trees; coefficient × (value − mean) for logistic regression, which
 * is its SHAP value where features are independent. Means that an older model does not know are taken for 0.
 */
export function createExplainer(model: Model): Explainer {
  if (model.kind === 'trees') {
    const method = shapSteps(model) <= MOST_STEPS ? 'shap' : 'path'
    const values = method === 'shap' ? createTreeShap(model) : createPathContributions(model)
    return { method, unit: model.link === 'logistic' ? 'margin' : 'probability', ...values }
  }
  const { coefficients, intercept, means } = model
  const mean = (k: number) => means?.[k] ?? 0
  return {
    method: 'shap',
    unit: 'margin',
    expected: coefficients.reduce((sum, coefficient, k) => sum + coefficient * mean(k), intercept),
    explain(row, out) {
      for (const [k, coefficient] of coefficients.entries()) out[k] = coefficient * (row[k]! - mean(k))
    },
  }
}

/** One row's explanation. For many rows of one model make one explainer, or use `explainRows`. */
export function explainRow(model: Model, row: ArrayLike<number>): Explanation {
  const { method, unit, expected, explain } = createExplainer(model)
  const contributions = new Float64Array(model.featureNames.length)
  explain(row, contributions)
  return { method, unit, expected, contributions }
}

export interface Explanations {
  method: Method
  unit: Explanation['unit']
  expected: number
  /** rows × features, row-major. */
  contributions: Float64Array<SharedArrayBuffer>
}

interface ExplainInput {
  model: Model
  columns: Float64Array[]
  range: [first: number, end: number]
  out: Float64Array<SharedArrayBuffer>
}

/** The explanations of all rows (one column a feature), on the threads of the pool. */
export async function explainRows(
  pool: WorkerPool,
  model: Model,
  columns: Float64Array[],
  rows: number,
  { signal, onProgress }: RunOptions,
): Promise<Explanations> {
  const out = sharedFloats(rows * columns.length)
  // Each part makes the model ready once; several a thread keep a slow core from holding the others.
  const parts = Math.max(1, Math.min(2 * pool.threads, Math.ceil(rows / 100)))
  let done = 0
  await Promise.all(
    Array.from({ length: parts }, async (_, k) => {
      const range: [number, number] = [Math.floor((k * rows) / parts), Math.floor(((k + 1) * rows) / parts)]
      await pool.run('explainRows', { model, columns, range, out }, { signal })
      onProgress?.(++done / parts)
    }),
  )
  const { method, unit, expected } = createExplainer(model)
  return { method, unit, expected, contributions: out }
}

/** Task: writes the contributions of a range of rows to `out`. */
export const explainRowsTask: Task<ExplainInput, null> = ({ model, columns, range: [first, end], out }) => {
  const { explain } = createExplainer(model)
  const features = columns.length
  const row = new Float64Array(features)
  for (let i = first; i < end; i++) {
    for (let k = 0; k < features; k++) row[k] = columns[k]![i]!
    explain(row, out.subarray(i * features, (i + 1) * features))
  }
  return { output: null }
}

/** Mean of the absolute contributions by feature: the SHAP summary. */
export function meanContributions({ contributions }: Explanations, features: number): number[] {
  const rows = contributions.length / features
  const sums = new Array<number>(features).fill(0)
  for (let at = 0; at < contributions.length; at++) sums[at % features]! += Math.abs(contributions[at]!)
  return sums.map((sum) => (rows === 0 ? 0 : sum / rows))
}
