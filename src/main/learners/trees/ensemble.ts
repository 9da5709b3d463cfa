import type { LearnerName } from '../../../shared/pipeline/learnerParams.ts'
import type { TreeEnsemble } from '../model.ts'

/** One tree as it comes from its grower: a value a node in each list. */
export interface TreeNodes {
  feature: ArrayLike<number>
  threshold: ArrayLike<number>
  left: ArrayLike<number>
  defaultLeft?: ArrayLike<number>
  value: ArrayLike<number>
  gain: ArrayLike<number>
  cover: ArrayLike<number>
}

type Arrays = Pick<
  TreeEnsemble,
  'treeStart' | 'feature' | 'threshold' | 'left' | 'defaultLeft' | 'value' | 'gain' | 'cover'
>

/** Empty arrays for an ensemble, on shared memory so that workers score with them in place. */
export function emptyTrees(trees: number, nodes: number): Arrays {
  const shared = (bytes: number) => new SharedArrayBuffer(bytes)
  return {
    treeStart: new Uint32Array(shared(4 * trees)),
    feature: new Int16Array(shared(2 * nodes)),
    threshold: new Float32Array(shared(4 * nodes)),
    left: new Int32Array(shared(4 * nodes)),
    defaultLeft: new Uint8Array(shared(nodes)),
    value: new Float32Array(shared(4 * nodes)),
    gain: new Float32Array(shared(4 * nodes)),
    cover: new Float32Array(shared(4 * nodes)),
  }
}

/** Puts trees together into one ensemble, in their order. */
export function assemble(
  about: { learner: LearnerName; featureNames: string[]; params: Record<string, unknown> },
  link: { link: TreeEnsemble['link']; base: number },
  trees: TreeNodes[],
): TreeEnsemble {
  const nodes = trees.reduce((sum, tree) => sum + tree.feature.length, 0)
  const arrays = emptyTrees(trees.length, nodes)
  let at = 0
  for (const [t, tree] of trees.entries()) {
    arrays.treeStart[t] = at
    arrays.feature.set(tree.feature, at)
    arrays.threshold.set(tree.threshold, at)
    arrays.left.set(tree.left, at)
    if (tree.defaultLeft !== undefined) arrays.defaultLeft.set(tree.defaultLeft, at)
    arrays.value.set(tree.value, at)
    arrays.gain.set(tree.gain, at)
    arrays.cover.set(tree.cover, at)
    at += tree.feature.length
  }
  return { kind: 'trees', ...about, ...link, ...arrays }
}
