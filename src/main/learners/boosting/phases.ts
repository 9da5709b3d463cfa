import { FEATURE_HISTOGRAM_BYTES } from './boostingLayout.ts'

/*
 * What a crew is told to do, as words (i32; f32 and f64 by their bits), since it crosses threads some 1,500 times a training.
 *   rows: 1 · tree · depth · what to move · number of places · of builds · depth and finality of what is finished ·
 *         owner of each block's order, margins, gradients · a place each: feature (-1: leaf), bin, default left, own value,
 *         left value, right value · a build each: place, slot
 *   scan: 2 · pairs · pairs a unit · number of features · of nodes · 0 · 0 · 0 · a node each, f64: slot, lower, upper · features
 */
export const ROWS = 1
export const SCAN = 2
const HEAD_WORDS = 8
const PLACE_WORDS = 6

/** What happens to the rows of a block before histograms are built. */
export const KEEP = 0
/** Rows of the level before are parted into this one. */
export const PART = 1
/** The tree before is finished, and gradients are set. */
export const BEGIN = 2

/** Which member's memory holds a block's order, margins and gradients. */
export interface Owners {
  order: Uint8Array
  margins: Uint8Array
  gradients: Uint8Array
}

/** A node as its rows see it. */
export interface PlaceRule {
  /** -1: a leaf. */
  feature: number
  bin: number
  defaultLeft: number
  value: number
  leftValue: number
  rightValue: number
}

export interface RowsPhase {
  tree: number
  depth: number
  moves: number
  /** Depth of the places that are finished, and whether the children of those that split are leaves; only with BEGIN. */
  finishedDepth: number
  owners: Owners
  /** The level that is parted or finished. */
  places: PlaceRule[]
  /** Nodes of this level whose histograms are built from rows: their place, and the leader's slot. */
  builds: { place: number; slot: number }[]
}

export interface ScanPhase {
  pairsAUnit: number
  features: number[]
  nodes: { slot: number; lower: number; upper: number }[]
}

export function encodeRows(phase: RowsPhase): Int32Array<ArrayBuffer> {
  const { tree, depth, moves, finishedDepth, owners, places, builds } = phase
  const blocks = owners.order.length
  const words = new Int32Array(HEAD_WORDS + 3 * blocks + PLACE_WORDS * places.length + 2 * builds.length)
  words.set([ROWS, tree, depth, moves, places.length, builds.length, finishedDepth, blocks])
  let at = HEAD_WORDS
  for (const owner of [owners.order, owners.margins, owners.gradients]) {
    words.set(owner, at)
    at += blocks
  }
  const floats = new Float32Array(words.buffer)
  for (const { feature, bin, defaultLeft, value, leftValue, rightValue } of places) {
    words[at] = feature
    words[at + 1] = bin
    words[at + 2] = defaultLeft
    floats[at + 3] = value
    floats[at + 4] = leftValue
    floats[at + 5] = rightValue
    at += PLACE_WORDS
  }
  for (const { place, slot } of builds) {
    words[at++] = place
    words[at++] = slot
  }
  return words
}

export function decodeRows(words: Int32Array<ArrayBuffer>): RowsPhase {
  const [, tree, depth, moves, placeCount, buildCount, finishedDepth, blocks] = words as unknown as number[]
  const owner = (k: number) => Uint8Array.from(words.subarray(HEAD_WORDS + k * blocks!, HEAD_WORDS + (k + 1) * blocks!))
  const floats = new Float32Array(words.buffer)
  const placesAt = HEAD_WORDS + 3 * blocks!
  const buildsAt = placesAt + PLACE_WORDS * placeCount!
  return {
    ...{ tree: tree!, depth: depth!, moves: moves!, finishedDepth: finishedDepth! },
    owners: { order: owner(0), margins: owner(1), gradients: owner(2) },
    places: Array.from({ length: placeCount! }, (_, k) => {
      const at = placesAt + PLACE_WORDS * k
      return {
        ...{ feature: words[at]!, bin: words[at + 1]!, defaultLeft: words[at + 2]! },
        ...{ value: floats[at + 3]!, leftValue: floats[at + 4]!, rightValue: floats[at + 5]! },
      }
    }),
    builds: Array.from({ length: buildCount! }, (_, k) => ({
      place: words[buildsAt + 2 * k]!,
      slot: words[buildsAt + 2 * k + 1]!,
    })),
  }
}

export function encodeScan({ pairsAUnit, features, nodes }: ScanPhase): Int32Array<ArrayBuffer> {
  const words = new Int32Array(HEAD_WORDS + 6 * nodes.length + features.length + (features.length & 1))
  words.set([SCAN, pairsAUnit, features.length, nodes.length])
  const doubles = new Float64Array(words.buffer)
  let at = HEAD_WORDS / 2
  for (const { slot, lower, upper } of nodes) {
    doubles[at++] = slot
    doubles[at++] = lower
    doubles[at++] = upper
  }
  words.set(features, 2 * at)
  return words
}

export function decodeScan(words: Int32Array<ArrayBuffer>): ScanPhase {
  const [, pairsAUnit, featureCount, nodeCount] = words as unknown as number[]
  const doubles = new Float64Array(words.buffer, 4 * HEAD_WORDS)
  const featuresAt = HEAD_WORDS + 6 * nodeCount!
  return {
    pairsAUnit: pairsAUnit!,
    features: Array.from(words.subarray(featuresAt, featuresAt + featureCount!)),
    nodes: Array.from({ length: nodeCount! }, (_, k) => ({
      ...{ slot: doubles[3 * k]!, lower: doubles[3 * k + 1]!, upper: doubles[3 * k + 2]! },
    })),
  }
}

/** Bytes of a feature's histogram that are in use: all where missing values have the last bin. */
export function usedBytes({ low, missing }: { low: Float32Array; missing: boolean }): number {
  return missing ? FEATURE_HISTOGRAM_BYTES : 16 * low.length
}
