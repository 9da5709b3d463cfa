import type { TreeEnsemble } from '../model.ts'
import { treeOffset } from '../scoring/packNodes.ts'

/** Share of the training rows at an inner node that went left; half where none came. `node`, `child`: places in the arrays. */
export function leftShare({ cover }: TreeEnsemble, node: number, child: number): number {
  return cover[node]! > 0 ? Math.min(1, cover[child]! / cover[node]!) : 0.5
}

/** The mean of the leaves below each node, weighted by covers. */
export function meansBelow(model: TreeEnsemble): Float64Array {
  const { feature, left } = model
  const means = Float64Array.from(model.value)
  for (let t = 0; t < model.treeStart.length; t++) {
    const start = treeOffset(model, t)
    // Children come after their parents.
    for (let node = treeOffset(model, t + 1) - 1; node >= start; node--) {
      if (feature[node]! < 0) continue
      const child = start + left[node]!
      const share = leftShare(model, node, child)
      means[node] = share * means[child]! + (1 - share) * means[child + 1]!
    }
  }
  return means
}
