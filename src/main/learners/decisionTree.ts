import { type DecisionTreeParams, decisionTreeParams } from '../../shared/pipeline/learnerParams.ts'
import { fitForest } from './forest/fitForest.ts'
import type { Learner } from './learner.ts'

/** One classification tree (CART) by Gini impurity, on all rows and features, as scikit-learn's DecisionTreeClassifier. */
export const decisionTree: Learner<DecisionTreeParams> = {
  name: 'decision-tree',
  params: decisionTreeParams,
  fit: (data, params, context) =>
    fitForest(
      {
        ...{ learner: 'decision-tree', params, trees: 1, bootstrap: false, maxFeatures: data.columns.length },
        ...{ maxDepth: params.max_depth, maxBins: params.max_bin },
        ...{ minSamplesSplit: params.min_samples_split, minSamplesLeaf: params.min_samples_leaf },
      },
      data,
      context,
    ),
}
