import { appVersion } from '../../version.ts'
import type { Calibration } from '../calibration/calibration.ts'
import type { LinearModel, Model, TreeEnsemble } from '../model.ts'
import { treeOffset } from '../scoring/packNodes.ts'
import { encodeOnnx, type OnnxConstant, type OnnxGraph, type OnnxNode } from './onnxProto.ts'

export interface OnnxOptions {
  /** Adds the output `calibrated`: what the prediction endpoint answers. */
  calibration?: Calibration
}

const INPUT = 'input'
const SCORE = 'score'

/**
 * A model as ONNX, with the inputs and outputs of scikit-learn's exporters: one float matrix `input` (rows × features, in
 * the order of the metadata `feature_names`; NaN is missing), `label` (int64, probability ≥ 0.5) and `probabilities`
 * (rows × 2: no arrest, arrest) of the learner itself. With a calibration also `calibrated`: the arrest's calibrated
 * probability.
 */
export function encodeModelAsOnnx(model: Model, { calibration }: OnnxOptions = {}): Uint8Array {
  const scoring = model.kind === 'linear' ? linearScore(model) : treeScore(model)
  const parts = [scoring, outcome(), ...(calibration === undefined ? [] : [calibrated(calibration)])]
  const features = model.featureNames.length
  const graph: OnnxGraph = {
    name: model.learner,
    doc: `${model.learner}, trained by Arrest Workbench. Columns of "${INPUT}": ${model.featureNames.join(', ')}`,
    inputs: [{ name: INPUT, type: 'float', dims: ['rows', features] }],
    outputs: [
      { name: 'label', type: 'int64', dims: ['rows'] },
      { name: 'probabilities', type: 'float', dims: ['rows', 2] },
      ...(calibration === undefined ? [] : [{ name: 'calibrated', type: 'float' as const, dims: ['rows', 1] }]),
    ],
    nodes: parts.flatMap(({ nodes }) => nodes),
    constants: parts.flatMap(({ constants }) => constants),
    metadata: { learner: model.learner, feature_names: JSON.stringify(model.featureNames) },
  }
  return encodeOnnx(graph, appVersion)
}

interface Part {
  nodes: OnnxNode[]
  constants: OnnxConstant[]
}

const double = (name: string, dims: number[], values: ArrayLike<number>): OnnxConstant => {
  return { name, dims, values: Float64Array.from(values) }
}

/** σ(x·β + intercept), in double precision since inputs are large at times. */
function linearScore({ coefficients, intercept }: LinearModel): Part {
  return {
    constants: [double('coefficients', [coefficients.length, 1], coefficients), double('intercept', [1], [intercept])],
    nodes: [
      { op: 'Cast', inputs: [INPUT], outputs: ['wide'], attributes: [{ name: 'to', int: 11 }] },
      { op: 'MatMul', inputs: ['wide', 'coefficients'], outputs: ['product'] },
      { op: 'Add', inputs: ['product', 'intercept'], outputs: ['margin'] },
      ...sigmoid('margin', SCORE),
    ],
  }
}

/** σ(x) written out: not every runtime has Sigmoid in double precision. */
function sigmoid(from: string, to: string): OnnxNode[] {
  return [
    { op: 'Neg', inputs: [from], outputs: ['negative'] },
    { op: 'Exp', inputs: ['negative'], outputs: ['odds'] },
    { op: 'Add', inputs: ['odds', 'one'], outputs: ['whole'] },
    { op: 'Div', inputs: ['one', 'whole'], outputs: [to] },
  ]
}

/**
 * The sum of the trees' leaves, then the link. Each tree is a target of its own, since ONNX adds up in float32 and the app
 * in float64: its leaf comes out exactly, and the sum is ours. Nodes go left where x < threshold (BRANCH_LT).
 */
function treeScore(model: TreeEnsemble): Part {
  const trees = model.treeStart.length
  const axis: OnnxConstant = { name: 'columns', dims: [1], values: BigInt64Array.of(1n) }
  const nodes: OnnxNode[] = [
    ensembleNode(model, 'leaves'),
    { op: 'Cast', inputs: ['leaves'], outputs: ['wide'], attributes: [{ name: 'to', int: 11 }] },
    { op: 'ReduceSum', inputs: ['wide', 'columns'], outputs: ['sum'], attributes: [{ name: 'keepdims', int: 1 }] },
  ]
  if (model.link === 'mean') {
    nodes.push({ op: 'Div', inputs: ['sum', 'trees'], outputs: [SCORE] })
    return { nodes, constants: [axis, double('trees', [1], [trees])] }
  }
  nodes.push({ op: 'Add', inputs: ['sum', 'base'], outputs: ['margin'] }, ...sigmoid('margin', SCORE))
  return { nodes, constants: [axis, double('base', [1], [model.base])] }
}

function ensembleNode(model: TreeEnsemble, output: string): OnnxNode {
  const ids: number[] = []
  const tree: number[] = []
  const columns = { feature: [] as number[], threshold: [] as number[], left: [] as number[], right: [] as number[] }
  const missing: number[] = []
  const modes: string[] = []
  const leaves = { tree: [] as number[], node: [] as number[], value: [] as number[] }
  for (let t = 0; t < model.treeStart.length; t++) {
    const start = treeOffset(model, t)
    for (let at = start; at < treeOffset(model, t + 1); at++) {
      const isLeaf = model.feature[at]! < 0
      ids.push(at - start)
      tree.push(t)
      columns.feature.push(Math.max(0, model.feature[at]!))
      columns.threshold.push(isLeaf ? 0 : model.threshold[at]!)
      columns.left.push(isLeaf ? 0 : model.left[at]!)
      columns.right.push(isLeaf ? 0 : model.left[at]! + 1)
      missing.push(isLeaf ? 0 : model.defaultLeft[at]!)
      modes.push(isLeaf ? 'LEAF' : 'BRANCH_LT')
      if (!isLeaf) continue
      leaves.tree.push(t)
      leaves.node.push(at - start)
      leaves.value.push(model.value[at]!)
    }
  }
  return {
    op: 'TreeEnsembleRegressor',
    domain: 'ai.onnx.ml',
    inputs: [INPUT],
    outputs: [output],
    attributes: [
      { name: 'n_targets', int: model.treeStart.length },
      { name: 'aggregate_function', text: 'SUM' },
      { name: 'post_transform', text: 'NONE' },
      { name: 'nodes_treeids', ints: tree },
      { name: 'nodes_nodeids', ints: ids },
      { name: 'nodes_featureids', ints: columns.feature },
      { name: 'nodes_values', floats: columns.threshold },
      { name: 'nodes_modes', texts: modes },
      { name: 'nodes_truenodeids', ints: columns.left },
      { name: 'nodes_falsenodeids', ints: columns.right },
      { name: 'nodes_missing_value_tracks_true', ints: missing },
      { name: 'target_treeids', ints: leaves.tree },
      { name: 'target_nodeids', ints: leaves.node },
      { name: 'target_ids', ints: leaves.tree },
      { name: 'target_weights', floats: leaves.value },
    ],
  }
}

/** Label and both probabilities of the score. */
function outcome(): Part {
  return {
    constants: [
      double('one', [1], [1]),
      double('half', [1], [0.5]),
      { name: 'flat', dims: [1], values: BigInt64Array.of(-1n) },
    ],
    nodes: [
      { op: 'Sub', inputs: ['one', SCORE], outputs: ['complement'] },
      { op: 'Concat', inputs: ['complement', SCORE], outputs: ['both'], attributes: [{ name: 'axis', int: 1 }] },
      { op: 'Cast', inputs: ['both'], outputs: ['probabilities'], attributes: [{ name: 'to', int: 1 }] },
      { op: 'Less', inputs: [SCORE, 'half'], outputs: ['below'] },
      { op: 'Not', inputs: ['below'], outputs: ['reached'] },
      { op: 'Cast', inputs: ['reached'], outputs: ['labels'], attributes: [{ name: 'to', int: 7 }] },
      { op: 'Reshape', inputs: ['labels', 'flat'], outputs: ['label'] },
    ],
  }
}

/**
 * Straight lines between knots as a sum: p₀ + Σ slope · clip(score − knot, 0, width). Widths of a rounding are left to
 * the division's care: knots rise strictly.
 */
function calibrated({ scores, probabilities }: Calibration): Part {
  const pieces = scores.length - 1
  if (pieces === 0) {
    return {
      constants: [double('level', [1], probabilities), double('nothing', [1], [0])],
      nodes: [
        { op: 'Mul', inputs: [SCORE, 'nothing'], outputs: ['zero'] },
        { op: 'Add', inputs: ['zero', 'level'], outputs: ['calibrated wide'] },
        { op: 'Cast', inputs: ['calibrated wide'], outputs: ['calibrated'], attributes: [{ name: 'to', int: 1 }] },
      ],
    }
  }
  const widths = Array.from({ length: pieces }, (_, k) => scores[k + 1]! - scores[k]!)
  const rises = Array.from({ length: pieces }, (_, k) => probabilities[k + 1]! - probabilities[k]!)
  return {
    constants: [
      double('knots', [1, pieces], scores.slice(0, -1)),
      double('widths', [1, pieces], widths),
      double('rises', [pieces, 1], rises),
      double('level', [1], [probabilities[0]!]),
      double('nothing', [1], [0]),
    ],
    nodes: [
      { op: 'Sub', inputs: [SCORE, 'knots'], outputs: ['beyond'] },
      { op: 'Div', inputs: ['beyond', 'widths'], outputs: ['share'] },
      { op: 'Max', inputs: ['share', 'nothing'], outputs: ['begun'] },
      { op: 'Min', inputs: ['begun', 'one'], outputs: ['passed'] },
      { op: 'MatMul', inputs: ['passed', 'rises'], outputs: ['risen'] },
      { op: 'Add', inputs: ['risen', 'level'], outputs: ['calibrated wide'] },
      { op: 'Cast', inputs: ['calibrated wide'], outputs: ['calibrated'], attributes: [{ name: 'to', int: 1 }] },
    ],
  }
}
