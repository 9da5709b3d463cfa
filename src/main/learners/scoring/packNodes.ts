import type { TreeEnsemble } from '../model.ts'

/** Bytes of a packed node; see `src/kernels/scoring.ts`. */
export const NODE_BYTES = 16
/** Rows that are scored side by side. */
export const BLOCK_ROWS = 8
/** Deeper trees have few rows that go all the way. */
const MOST_LEVELS = 8

/** Where tree t begins in the flat arrays; for t = number of trees, their end. */
export function treeOffset(model: TreeEnsemble, t: number): number {
  return model.treeStart[t] ?? model.feature.length
}

/**
 * Writes nodes from … end of the flat arrays as the scoring kernel reads them; their places count from the first of them.
 * `ints` and `floats` are two views of the same memory.
 */
export function packNodes(
  model: TreeEnsemble,
  trees: [first: number, end: number],
  ints: Int32Array,
  floats: Float32Array,
): void {
  const { feature, threshold, left, defaultLeft, value } = model
  const base = treeOffset(model, trees[0])
  for (let t = trees[0]; t < trees[1]; t++) {
    const start = treeOffset(model, t)
    const end = treeOffset(model, t + 1)
    for (let node = start; node < end; node++) {
      const at = (node - base) * 4
      const leaf = feature[node]! < 0
      ints[at] = leaf ? node - base : start - base + left[node]!
      ints[at + 1] = leaf ? 0 : 4 * BLOCK_ROWS * feature[node]! + (defaultLeft[node] === 1 ? 0 : 1)
      floats[at + 2] = leaf ? Number.NaN : threshold[node]!
      floats[at + 3] = value[node]!
    }
  }
}

/** Splits on the longest way through each tree; 0 where that is so many that few rows go it, or the nodes tell nothing. */
export function treeDepths({ feature, left, treeStart }: TreeEnsemble): Uint8Array {
  const depths = new Uint8Array(treeStart.length)
  const levels = new Uint8Array(feature.length)
  for (let t = 0; t < treeStart.length; t++) {
    const start = treeStart[t]!
    const end = treeStart[t + 1] ?? feature.length
    let deepest = 0
    for (let node = start; node < end; node++) {
      const level = levels[node]!
      if (feature[node]! < 0) continue
      const child = start + left[node]!
      // A child that comes first was not reached in this order.
      if (child <= node || level >= MOST_LEVELS) {
        deepest = 0
        break
      }
      levels[child] = level + 1
      levels[child + 1] = level + 1
      deepest = Math.max(deepest, level + 1)
    }
    depths[t] = deepest
  }
  return depths
}
