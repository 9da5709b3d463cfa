import { z } from 'zod'

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

export type DecisionTreeParams = z.output<typeof decisionTreeParams>
export type RandomForestParams = z.output<typeof randomForestParams>
