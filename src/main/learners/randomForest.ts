import { type RandomForestParams, randomForestParams } from '../../shared/pipeline/learnerParams.ts'
import { type ForestPlan, fitForest } from './forest/fitForest.ts'
import type { Learner } from './learner.ts'

/** A random forest (Breiman, 2001) as scikit-learn's RandomForestClassifier: p is the mean over the trees of the leaf's share. */
export const randomForest: Learner<RandomForestParams> = {
  name: 'random-forest',
  params: randomForestParams,
  fit: (data, params, context) => fitForest(planOf(params, data.columns.length), data, context),
}

/** What the forest of some parameters is, on so many features. */
export function planOf(params: RandomForestParams, features: number): ForestPlan {
  return {
    ...{ learner: 'random-forest', params, trees: params.n_estimators, bootstrap: params.bootstrap },
    ...{ maxFeatures: featuresTried(params.max_features, features), maxDepth: params.max_depth },
    ...{ minSamplesSplit: params.min_samples_split, minSamplesLeaf: params.min_samples_leaf },
    maxBins: params.max_bin,
  }
}

function featuresTried(rule: RandomForestParams['max_features'], features: number): number {
  const tried = { sqrt: Math.sqrt(features), log2: Math.log2(features), all: features }
  return Math.max(1, Math.floor(typeof rule === 'number' ? rule * features : tried[rule]))
}
