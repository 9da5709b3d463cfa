import type { TreeEnsemble } from '../model.ts'
import { treeOffset } from '../scoring/packNodes.ts'
import type { TreeShap } from './treeShap.ts'

/**
 * Contributions along each tree's path (Saabas, 2014): a split's feature gets the change of the mean output from the node
 * to its child. They sum to the output as SHAP values do and cost no more than a prediction, but depend on the order of
 * the splits; for forests whose trees are so large that SHAP values take seconds a row.
 */
export function createPathContributions(model: TreeEnsemble): TreeShap {
  const { feature, threshold, left, defaultLeft, value, cover } = model
  const trees = model.treeStart.length
  const scale = model.link === 'mean' ? 1 / trees : 1
  const starts = Array.from({ length: trees }, (_, t) => treeOffset(model, t))
  /** Mean output below each node. Children come after their parents. */
  const means = Float64Array.from(value)
  for (let t = trees - 1; t >= 0; t--) {
    const start = starts[t]!
    for (let place = treeOffset(model, t + 1) - 1; place >= start; place--) {
      if (feature[place]! < 0) continue
      const child = start + left[place]!
      const share = cover[place]! > 0 ? cover[child]! / cover[place]! : 0.5
      means[place] = share * means[child]! + (1 - share) * means[child + 1]!
    }
  }
  const x = new Float32Array(model.featureNames.length)
  const base = model.link === 'mean' ? 0 : model.base
  return {
    expected: base + scale * starts.reduce((sum, start) => sum + means[start]!, 0),
    explain(row, out) {
      x.set(row)
      out.fill(0)
      for (const start of starts) {
        let place = start
        for (let f = feature[place]!; f >= 0; f = feature[place]!) {
          const goesLeft = x[f]! < threshold[place]! || (defaultLeft[place] === 1 && !(x[f]! >= threshold[place]!))
          const child = start + left[place]! + (goesLeft ? 0 : 1)
          out[f]! += scale * (means[child]! - means[place]!)
          place = child
        }
      }
    },
  }
}
