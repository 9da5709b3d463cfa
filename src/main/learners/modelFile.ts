import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { LEARNERS } from '../../shared/pipeline/learnerParams.ts'
import type { LinearModel, Model, TreeEnsemble } from './model.ts'
import { emptyTrees } from './trees/ensemble.ts'

/*
 * The file of a model, all little-endian:
 *   8 bytes "ARRESTWB" · u32 version · u32 length of the header · the header, UTF-8 JSON · zeros up to a multiple of 8
 *   linear: f64 intercept · f64 coefficient a feature
 *   trees:  u32 start a tree, then a value a node: f32 number (threshold, or a leaf's value) · i32 left · f32 gain ·
 *           f32 cover · i16 feature · u8 default left
 */
const MAGIC = new TextEncoder().encode('ARRESTWB')
const VERSION = 1
const PREFIX_BYTES = 16
const NODE_FILE_BYTES = 19

const MAX_HEADER_BYTES = 4 * 2 ** 20
const MAX_FEATURES = 32_767
const MAX_TREES = 100_000
const MAX_NODES = 200_000_000

const about = {
  learner: z.enum(LEARNERS),
  featureNames: z.array(z.string().max(1000)).min(1).max(MAX_FEATURES),
  params: z.record(z.string(), z.json()),
}
const headerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('linear'), ...about, means: z.array(z.number()).max(MAX_FEATURES).optional() }),
  z.strictObject({
    kind: z.literal('trees'),
    ...about,
    link: z.enum(['logistic', 'mean']),
    base: z.number(),
    trees: z.int().min(1).max(MAX_TREES),
    nodes: z.int().min(1).max(MAX_NODES),
  }),
])
type Header = z.output<typeof headerSchema>
type LinearHeader = Extract<Header, { kind: 'linear' }>
type TreesHeader = Extract<Header, { kind: 'trees' }>

/** The bytes of a model: equal models give equal bytes. */
export function encodeModel(model: Model): Uint8Array {
  const { kind, learner, featureNames, params } = model
  const header = new TextEncoder().encode(
    JSON.stringify(
      kind === 'linear'
        ? { kind, learner, featureNames, params, means: model.means }
        : {
            ...{ kind, learner, featureNames, params, link: model.link, base: model.base },
            ...{ trees: model.treeStart.length, nodes: model.feature.length },
          },
    ),
  )
  const start = bodyStart(header.length)
  const bytes = new Uint8Array(start + bodyBytes(model))
  bytes.set(MAGIC)
  const view = new DataView(bytes.buffer)
  view.setUint32(8, VERSION, true)
  view.setUint32(12, header.length, true)
  bytes.set(header, PREFIX_BYTES)
  if (model.kind === 'linear') {
    new Float64Array(bytes.buffer, start).set([model.intercept, ...model.coefficients])
    return bytes
  }
  const body = treeViews(bytes.buffer, start, model.treeStart.length, model.feature.length)
  body.treeStart.set(model.treeStart)
  for (let node = 0; node < model.feature.length; node++) {
    body.number[node] = model.feature[node]! < 0 ? model.value[node]! : model.threshold[node]!
  }
  body.left.set(model.left)
  body.gain.set(model.gain)
  body.cover.set(model.cover)
  body.feature.set(model.feature)
  body.defaultLeft.set(model.defaultLeft)
  return bytes
}

/**
 * Reads a model that `encodeModel` wrote. A file that is foreign, truncated, altered or beyond the limits is a UserError:
 * what comes back can be scored with, and every row ends in a leaf.
 */
export function decodeModel(bytes: Uint8Array): Model {
  if (bytes.length < PREFIX_BYTES || !MAGIC.every((byte, k) => bytes[k] === byte)) {
    throw new UserError('learners.not_a_model_file')
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = view.getUint32(8, true)
  if (version !== VERSION) throw new UserError('learners.model_file_version', { version })
  const headerBytes = view.getUint32(12, true)
  if (headerBytes > MAX_HEADER_BYTES || PREFIX_BYTES + headerBytes > bytes.length) {
    throw damaged('its header is cut off or too long')
  }
  const header = readHeader(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + headerBytes))
  const start = bodyStart(headerBytes)
  const size = header.kind === 'linear' ? 8 * (1 + header.featureNames.length) : treeBytes(header.trees, header.nodes)
  if (bytes.length !== start + size) throw damaged(`it has ${bytes.length} bytes, not ${start + size}`)
  // A copy: the arrays need an aligned start, and the caller keeps its bytes. Not by slice(), which shares a Buffer.
  const body = Uint8Array.from(bytes.subarray(start))
  return header.kind === 'linear' ? readLinear(header, body.buffer) : readTrees(header, body.buffer)
}

function readHeader(bytes: Uint8Array): Header {
  try {
    return headerSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch (error) {
    // No UTF-8, no JSON, not the schema, or nested so deep that the parser gives up.
    throw new UserError('learners.damaged_model_file').causedBy(error)
  }
}

function readLinear({ learner, featureNames, params, means }: LinearHeader, body: ArrayBufferLike): LinearModel {
  const [intercept, ...coefficients] = new Float64Array(body)
  if (![intercept, ...coefficients].every(Number.isFinite)) throw damaged('it has coefficients that are no numbers')
  if (means !== undefined && means.length !== featureNames.length) throw damaged('it has other means than features')
  return { kind: 'linear', learner, featureNames, params, means, intercept: intercept!, coefficients }
}

function readTrees(header: TreesHeader, body: ArrayBufferLike): TreeEnsemble {
  const { learner, featureNames, params, link, base, trees, nodes } = header
  const views = treeViews(body, 0, trees, nodes)
  checkTrees(views, featureNames.length)
  const arrays = emptyTrees(trees, nodes)
  arrays.treeStart.set(views.treeStart)
  arrays.feature.set(views.feature)
  arrays.left.set(views.left)
  arrays.defaultLeft.set(views.defaultLeft)
  arrays.gain.set(views.gain)
  arrays.cover.set(views.cover)
  for (let node = 0; node < nodes; node++) {
    const target = views.feature[node]! < 0 ? arrays.value : arrays.threshold
    target[node] = views.number[node]!
  }
  return { kind: 'trees', learner, featureNames, params, link, base, ...arrays }
}

/** Each child lies after its parent and within its tree, so that no row can leave a tree or circle in it. */
function checkTrees({ treeStart, number, left, feature, defaultLeft }: TreeViews, features: number): void {
  for (let t = 0; t < treeStart.length; t++) {
    const start = treeStart[t]!
    const end = treeStart[t + 1] ?? feature.length
    if ((t === 0 && start !== 0) || start >= end || end > feature.length) throw damaged('its trees overlap')
    for (let node = start; node < end; node++) {
      const split = feature[node]!
      if (split < -1 || split >= features) throw damaged('it splits on a feature that it does not have')
      if (defaultLeft[node]! > 1) throw damaged('it sends missing values nowhere')
      if (split < 0) {
        if (!Number.isFinite(number[node])) throw damaged('it has leaves that are no numbers')
        continue
      }
      if (Number.isNaN(number[node])) throw damaged('it has thresholds that are no numbers')
      const child = left[node]!
      if (child <= node - start || child + 1 >= end - start) throw damaged('its nodes do not form trees')
    }
  }
}

interface TreeViews {
  treeStart: Uint32Array
  number: Float32Array
  left: Int32Array
  gain: Float32Array
  cover: Float32Array
  feature: Int16Array
  defaultLeft: Uint8Array
}

function treeViews(buffer: ArrayBufferLike, start: number, trees: number, nodes: number): TreeViews {
  const after = start + 4 * trees
  return {
    treeStart: new Uint32Array(buffer, start, trees),
    number: new Float32Array(buffer, after, nodes),
    left: new Int32Array(buffer, after + 4 * nodes, nodes),
    gain: new Float32Array(buffer, after + 8 * nodes, nodes),
    cover: new Float32Array(buffer, after + 12 * nodes, nodes),
    feature: new Int16Array(buffer, after + 16 * nodes, nodes),
    defaultLeft: new Uint8Array(buffer, after + 18 * nodes, nodes),
  }
}

function bodyBytes(model: Model): number {
  if (model.kind === 'linear') return 8 * (1 + model.coefficients.length)
  return treeBytes(model.treeStart.length, model.feature.length)
}

function treeBytes(trees: number, nodes: number): number {
  return 4 * trees + NODE_FILE_BYTES * nodes
}

function bodyStart(headerBytes: number): number {
  return Math.ceil((PREFIX_BYTES + headerBytes) / 8) * 8
}

/** `reason` is for the log. */
function damaged(reason: string): UserError {
  return new UserError('learners.damaged_model_file').causedBy(new Error(reason))
}
