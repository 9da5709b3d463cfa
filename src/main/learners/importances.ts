import type { TreeEnsemble } from './model.ts'

/** How much a model of trees relies on a feature, by XGBoost's names. */
export interface Importance {
  feature: string
  /** Splits on it. */
  split: number
  /** Mean gain of those splits; 0 without any. */
  gain: number
  /** Mean cover of those splits; 0 without any. */
  cover: number
  /** Share of the summed gain of all splits, 0-1. For forests: the mean decrease in impurity. */
  shareOfGain: number
}

/** Importance of every feature, in the model's order. */
export function featureImportances(model: TreeEnsemble): Importance[] {
  const zeros = () => new Float64Array(model.featureNames.length)
  const [split, gain, cover] = [zeros(), zeros(), zeros()]
  let allGain = 0
  for (const [node, feature] of model.feature.entries()) {
    if (feature < 0) continue
    split[feature]! += 1
    gain[feature]! += model.gain[node]!
    cover[feature]! += model.cover[node]!
    allGain += model.gain[node]!
  }
  return model.featureNames.map((feature, k) => ({
    feature,
    split: split[k]!,
    gain: split[k] === 0 ? 0 : gain[k]! / split[k]!,
    cover: split[k] === 0 ? 0 : cover[k]! / split[k]!,
    shareOfGain: allGain === 0 ? 0 : gain[k]! / allGain,
  }))
}
