import { z } from 'zod'

export const LEARNERS = ['logistic-regression', 'decision-tree', 'random-forest', 'gradient-boosting'] as const
export type LearnerName = (typeof LEARNERS)[number]

/** By scikit-learn's names; the defaults converge. */
export const logisticRegressionParams = z.strictObject({
  C: z.number().positive().default(1).describe('Inverse strength of the L2 penalty; smaller is stronger'),
  max_iter: z.int().min(1).max(10_000).default(100).describe('Most Newton steps'),
  tol: z.number().positive().default(1e-10).describe('The fit ends when no coefficient moves by more, relative to 1'),
})

/** What a decision tree and the trees of a forest share, by scikit-learn's names. */
const treeParams = {
  max_depth: z.int().min(1).nullable().default(null).describe('Deepest level; null: until the leaves are pure'),
  min_samples_split: z.int().min(2).default(2).describe('Fewest rows of a node that is split'),
  min_samples_leaf: z.int().min(1).default(1).describe('Fewest rows in a leaf'),
}

export const decisionTreeParams = z.strictObject({
  ...treeParams,
  max_bin: z
    .int()
    .min(2)
    .max(65_535)
    .default(65_535)
    .describe('Most bins that a feature is cut into; up to so many distinct values are told apart exactly'),
})

export const randomForestParams = z.strictObject({
  n_estimators: z.int().min(1).max(10_000).default(100).describe('Number of trees'),
  ...treeParams,
  max_features: z
    .union([z.enum(['sqrt', 'log2', 'all']), z.number().gt(0).max(1)])
    .default('sqrt')
    .describe('Features tried at each node: their root, logarithm, all, or a share of them'),
  bootstrap: z.boolean().default(true).describe('Grow each tree on rows drawn with replacement, else on all of them'),
  max_bin: z.int().min(2).max(65_535).default(4096).describe('Most bins that a feature is cut into'),
})

/** XGBoost's parameters, with its names, meanings and defaults (`tree_method` hist, objective binary:logistic). */
export const boostingParams = z.strictObject({
  n_estimators: z.int().min(1).max(10_000).default(100).describe('Number of trees'),
  max_depth: z.int().min(1).max(20).default(6).describe('Deepest level of a tree; its leaves are at most 2^max_depth'),
  learning_rate: z.number().gt(0).max(1).default(0.3).describe('Factor on the leaf values of each tree (eta)'),
  subsample: z.number().gt(0).max(1).default(1).describe('Share of the rows that each tree is grown on'),
  colsample_bytree: z.number().gt(0).max(1).default(1).describe('Share of the features that each tree may use'),
  gamma: z.number().min(0).default(0).describe('Least gain of a split (min_split_loss)'),
  min_child_weight: z.number().min(0).default(1).describe('Least sum of hessians in each child of a split'),
  reg_lambda: z.number().min(0).default(1).describe('L2 penalty on leaf values'),
  reg_alpha: z.number().min(0).default(0).describe('L1 penalty on leaf values'),
  max_bin: z.int().min(2).max(256).default(256).describe('Most bins that a feature is cut into'),
  scale_pos_weight: z.number().gt(0).default(1).describe('Weight of the positive rows'),
  base_score: z.number().gt(0).lt(1).default(0.5).describe('Probability before the first tree'),
  early_stopping_rounds: z
    .int()
    .min(0)
    .default(0)
    .describe('Stop after so many trees without a lower log loss on the validation part; 0: never'),
  validation_share: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.1)
    .describe('Share of the rows held out for early stopping; unused without it'),
  monotone_constraints: z
    .record(z.string(), z.union([z.literal(-1), z.literal(0), z.literal(1)]))
    .default({})
    .describe('By feature: 1 the prediction must not fall as it rises, -1 must not rise'),
})

export type LogisticRegressionParams = z.output<typeof logisticRegressionParams>
export type DecisionTreeParams = z.output<typeof decisionTreeParams>
export type RandomForestParams = z.output<typeof randomForestParams>
export type BoostingParams = z.output<typeof boostingParams>

/** What each learner can be told, by its name. */
export const LEARNER_PARAMS = {
  'logistic-regression': logisticRegressionParams,
  'decision-tree': decisionTreeParams,
  'random-forest': randomForestParams,
  'gradient-boosting': boostingParams,
} as const satisfies Record<LearnerName, z.ZodType>
