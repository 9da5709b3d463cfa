import type { LearnerName } from '../../shared/pipeline/learnerParams.ts'

/** p = 1 / (1 + exp(-(intercept + Σ coefficients·x))) */
export interface LinearModel {
  kind: 'linear'
  learner: LearnerName
  featureNames: string[]
  /** Parameters it was trained with, as given to the learner. */
  params: Record<string, unknown>
  intercept: number
  coefficients: number[]
  /** Of the features in the rows that it was trained on: where explanations start from. Not known of older models. */
  means?: number[] | undefined
}

/**
 * Trees in flat arrays, node by node. Node n of tree t is at `treeStart[t] + n`; a leaf has `feature` -1 and its `value`.
 * A row goes left when Math.fround(x[feature]) < threshold (XGBoost's rule), and with a missing x where `defaultLeft`.
 */
export interface TreeEnsemble {
  kind: 'trees'
  learner: LearnerName
  featureNames: string[]
  params: Record<string, unknown>
  /** `logistic`: p = σ(base + Σ leaf values); `mean`: p = the mean of the leaf values. */
  link: 'logistic' | 'mean'
  base: number
  treeStart: Uint32Array
  feature: Int16Array
  threshold: Float32Array
  /** Offset of the left child within the tree; the right child follows it. Always greater than the node's own. */
  left: Int32Array
  defaultLeft: Uint8Array
  /** 0 but for leaves. */
  value: Float32Array
  /** What the node's split gained: boosting's loss reduction; forests' weight times the fall in Gini impurity. 0 for leaves. */
  gain: Float32Array
  /** Training weight that came to the node: sum of hessians (boosting), weighted rows (forests). */
  cover: Float32Array
}

export type Model = LinearModel | TreeEnsemble
