import { z } from 'zod'
import { UserError } from '../../../shared/errors.ts'
import type { TreeEnsemble } from '../model.ts'
import { assemble, type TreeNodes } from '../trees/ensemble.ts'

/** A model of 10,000 trees of depth 8 has about 400 MB; V8's strings end at 512 MB. */
export const MAX_XGBOOST_BYTES = 400 * 2 ** 20
/** Deeper nesting than XGBoost writes. */
const MAX_NESTING = 12
const MAX_TREES = 100_000
const MAX_NODES_A_TREE = 2 ** 21
const MAX_FEATURES = 32_767

const count = (most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(0).max(most))
const numbers = z.array(z.number()).max(MAX_NODES_A_TREE)
const whole = z.array(z.int()).max(MAX_NODES_A_TREE)

const treeSchema = z.looseObject({
  default_left: z.array(z.union([z.literal(0), z.literal(1), z.boolean().transform(Number)])).max(MAX_NODES_A_TREE),
  left_children: whole,
  right_children: whole,
  loss_changes: numbers,
  split_conditions: numbers,
  split_indices: whole,
  split_type: whole.default([]),
  sum_hessian: numbers,
})

const documentSchema = z.looseObject({
  learner: z.looseObject({
    feature_names: z.array(z.string().max(1000)).max(MAX_FEATURES).default([]),
    gradient_booster: z.looseObject({
      model: z.looseObject({
        gbtree_model_param: z.looseObject({ num_parallel_tree: count(1).default(1) }),
        trees: z.array(treeSchema).min(1).max(MAX_TREES),
      }),
    }),
    learner_model_param: z.looseObject({
      base_score: z.string().regex(/^\[?[-+0-9.eE]{1,30}\]?$/),
      num_feature: count(MAX_FEATURES),
    }),
  }),
})

const kindSchema = z.looseObject({
  learner: z.looseObject({
    gradient_booster: z.looseObject({ name: z.string().max(100) }),
    learner_model_param: z.looseObject({ num_class: z.string().max(20).default('0') }),
    objective: z.looseObject({ name: z.string().max(100) }),
  }),
})

/**
 * A model of a file that XGBoost saved as JSON (version 1.6 or later): gradient-boosted trees for `binary:logistic`.
 * `featureNames` names its inputs where the file does not, and has as many.
 *
 * @throws UserError `learners.xgboost_kind` for other boosters and objectives, `learners.xgboost_damaged` for what is not
 *   such a file, or one whose trees are none
 */
export function decodeXgboost(bytes: Uint8Array, featureNames?: string[]): TreeEnsemble {
  const json = parse(bytes)
  const kind = kindSchema.safeParse(json)
  if (!kind.success) throw damaged(kind.error)
  const { gradient_booster: booster, objective, learner_model_param: param } = kind.data.learner
  if (booster.name !== 'gbtree' || objective.name !== 'binary:logistic' || !['0', '1'].includes(param.num_class)) {
    throw new UserError('learners.xgboost_kind', { booster: booster.name, objective: objective.name })
  }
  const parsed = documentSchema.safeParse(json)
  if (!parsed.success) throw damaged(parsed.error)
  const { learner } = parsed.data
  const features = learner.learner_model_param.num_feature
  const given = featureNames?.length === features ? featureNames : numbered(features)
  const names = learner.feature_names.length > 0 ? learner.feature_names : given
  if (names.length !== features) throw damaged(new Error(`${names.length} names for ${features} features`))
  const base = Number(learner.learner_model_param.base_score.replace(/[[\]]/g, ''))
  if (!(base > 0 && base < 1)) throw damaged(new Error(`base_score ${base}`))
  const trees = learner.gradient_booster.model.trees.map((tree, t) => nodesOf(tree, t, features))
  return assemble(
    { learner: 'gradient-boosting', featureNames: names, params: { n_estimators: trees.length } },
    { link: 'logistic', base: Math.fround(Math.log(base / (1 - base))) },
    trees,
  )
}

function parse(bytes: Uint8Array): unknown {
  if (bytes.length > MAX_XGBOOST_BYTES) throw damaged(new Error(`${bytes.length} bytes`))
  if (nesting(bytes) > MAX_NESTING) throw damaged(new Error('nested too deeply'))
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw damaged(error)
  }
}

/** How deeply brackets are nested, outside of strings. */
function nesting(bytes: Uint8Array): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let k = 0; k < bytes.length; k++) {
    const byte = bytes[k]!
    if (inString) {
      if (byte === 0x5c) k++
      else if (byte === 0x22) inString = false
    } else if (byte === 0x22) inString = true
    else if (byte === 0x7b || byte === 0x5b) deepest = Math.max(deepest, ++depth)
    else if (byte === 0x7d || byte === 0x5d) depth--
  }
  return deepest
}

/** The tree with siblings side by side and children after their parents, whatever order the file has. */
function nodesOf(tree: z.output<typeof treeSchema>, t: number, features: number): TreeNodes {
  const size = tree.left_children.length
  const arrays = [tree.right_children, tree.default_left, tree.loss_changes, tree.split_conditions]
  for (const array of [...arrays, tree.split_indices, tree.sum_hessian]) {
    if (array.length !== size || size === 0) throw damaged(new Error(`tree ${t} has lists of different lengths`))
  }
  if (tree.split_type.some((type) => type !== 0)) throw new UserError('learners.xgboost_categories')
  const out: Record<'feature' | 'threshold' | 'left' | 'defaultLeft' | 'value' | 'gain' | 'cover', number[]> = {
    ...{ feature: [], threshold: [], left: [], defaultLeft: [], value: [], gain: [], cover: [] },
  }
  /** The file's node for each of ours. A file whose nodes are shared or circle has more than it should. */
  const nodes = [0]
  for (let node = 0; node < nodes.length; node++) {
    const from = nodes[node]!
    const left = tree.left_children[from]
    const right = tree.right_children[from]
    if (left === undefined || right === undefined) throw damaged(new Error(`tree ${t} has a child that is not there`))
    const isLeaf = left === -1
    const number = Math.fround(tree.split_conditions[from]!)
    const feature = tree.split_indices[from]!
    if (isLeaf !== (right === -1)) throw damaged(new Error(`tree ${t} has half a split`))
    if (!Number.isFinite(number) && isLeaf) throw damaged(new Error(`tree ${t} has a leaf that is no number`))
    if (!isLeaf && (feature < 0 || feature >= features))
      throw damaged(new Error(`tree ${t} splits on feature ${feature}`))
    out.feature.push(isLeaf ? -1 : feature)
    out.threshold.push(isLeaf ? 0 : number)
    out.left.push(isLeaf ? 0 : nodes.length)
    out.defaultLeft.push(tree.default_left[from]!)
    out.value.push(isLeaf ? number : 0)
    out.gain.push(isLeaf ? 0 : tree.loss_changes[from]!)
    out.cover.push(tree.sum_hessian[from]!)
    if (!isLeaf) nodes.push(left, right)
    if (nodes.length > size) throw damaged(new Error(`the nodes of tree ${t} do not form a tree`))
  }
  return out
}

function numbered(features: number): string[] {
  return Array.from({ length: features }, (_, k) => `f${k}`)
}

/** `cause` is for the log. */
function damaged(cause: unknown): UserError {
  return new UserError('learners.xgboost_damaged').causedBy(cause)
}
