import type { TreeEnsemble } from '../model.ts'
import { treeOffset } from '../scoring/packNodes.ts'

/** XGBoost's mark of "no parent". */
const NO_PARENT = 2 ** 31 - 1
const WRITTEN_FOR = [1, 7, 4]

/**
 * A boosted model as XGBoost's own JSON document (`Booster.load_model` reads it from a file named `*.json`).
 * Thresholds, leaf values, covers and gains are the model's float32 numbers; the calibration is no part of it.
 */
export function encodeXgboost(model: TreeEnsemble): string {
  const features = model.featureNames.length
  const trees = Array.from(model.treeStart.keys(), (t) => treeJson(model, t))
  const base = 1 / (1 + Math.exp(-model.base))
  const json = JSON.stringify
  const learner = object({
    attributes: json({ best_iteration: String(trees.length - 1), best_ntree_limit: String(trees.length) }),
    feature_names: json(model.featureNames),
    feature_types: json(model.featureNames.map(() => 'float')),
    gradient_booster: object({
      model: object({
        gbtree_model_param: json({
          num_parallel_tree: '1',
          num_trees: String(trees.length),
          size_leaf_vector: '0',
        }),
        tree_info: json(trees.map(() => 0)),
        trees: `[${trees.join(',')}]`,
      }),
      name: json('gbtree'),
    }),
    learner_model_param: json({
      base_score: base.toExponential(8),
      boost_from_average: '1',
      num_class: '0',
      num_feature: String(features),
      num_target: '1',
    }),
    objective: json({ name: 'binary:logistic', reg_loss_param: { scale_pos_weight: '1' } }),
  })
  return object({ learner, version: json(WRITTEN_FOR) })
}

/** One tree as text: XGBoost tells 1.0 from 1, which JSON.stringify does not. */
function treeJson(model: TreeEnsemble, t: number): string {
  const start = treeOffset(model, t)
  const end = treeOffset(model, t + 1)
  const leaf = (node: number) => model.feature[start + node]! < 0
  const nodes = Array.from({ length: end - start }, (_, node) => node)
  const parents = nodes.map(() => NO_PARENT)
  for (const node of nodes) {
    if (leaf(node)) continue
    const left = model.left[start + node]!
    parents[left] = node
    parents[left + 1] = node
  }
  const numbers = (values: Float32Array) => floats(nodes.map((node) => values[start + node]!))
  const fields: Record<string, string> = {
    base_weights: numbers(model.value),
    categories: '[]',
    categories_nodes: '[]',
    categories_segments: '[]',
    categories_sizes: '[]',
    default_left: JSON.stringify(nodes.map((node) => model.defaultLeft[start + node]!)),
    id: String(t),
    left_children: JSON.stringify(nodes.map((node) => (leaf(node) ? -1 : model.left[start + node]!))),
    loss_changes: numbers(model.gain),
    parents: JSON.stringify(parents),
    right_children: JSON.stringify(nodes.map((node) => (leaf(node) ? -1 : model.left[start + node]! + 1))),
    split_conditions: floats(nodes.map((node) => (leaf(node) ? model.value : model.threshold)[start + node]!)),
    split_indices: JSON.stringify(nodes.map((node) => Math.max(0, model.feature[start + node]!))),
    split_type: JSON.stringify(nodes.map(() => 0)),
    sum_hessian: numbers(model.cover),
    tree_param: JSON.stringify({
      num_deleted: '0',
      num_feature: String(model.featureNames.length),
      num_nodes: String(nodes.length),
      size_leaf_vector: '0',
    }),
  }
  return object(fields)
}

/** A JSON object of values that are JSON already. */
function object(fields: Record<string, string>): string {
  const members = Object.entries(fields).map(([name, value]) => `${JSON.stringify(name)}:${value}`)
  return `{${members.join(',')}}`
}

/** float32 numbers as JSON: nine digits tell them apart, and each has a point or an exponent. */
function floats(values: number[]): string {
  return `[${values.map((value) => value.toExponential(8)).join(',')}]`
}
