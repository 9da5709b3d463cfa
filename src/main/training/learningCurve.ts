import type { Dataset } from '../learners/learner.ts'
import { rocAuc } from '../learners/metrics/metrics.ts'
import type { Model, TreeEnsemble } from '../learners/model.ts'
import { predictInPool } from '../learners/predict.ts'
import { treeOffset } from '../learners/scoring/packNodes.ts'
import type { WorkerPool } from '../workers/pool.ts'
import { sampleRows } from './sampleRows.ts'

// So few rows and places that it takes a few tenths of a second for each learner.
const ROWS = 10_000
const GROWTH = 1.6

/** ROC AUC of the first `trees` trees alone, on rows that the model learned from and on test rows. */
export interface LearningPoint {
  trees: number
  train: number
  test: number
}

/** How an ensemble gets better tree by tree, at places that lie ever farther apart; nothing for other models. */
export async function learningCurve(
  { model, train, test }: { model: Model; train: Dataset; test: Dataset },
  { pool, seed, signal }: { pool: WorkerPool; seed: number; signal: AbortSignal },
): Promise<LearningPoint[]> {
  if (model.kind !== 'trees' || model.treeStart.length < 2) return []
  const [learned, unseen] = [sampleRows(train, ROWS, seed), sampleRows(test, ROWS, seed)]
  const points: LearningPoint[] = []
  for (const trees of placesUpTo(model.treeStart.length)) {
    const part = firstTrees(model, trees)
    const auc = async ({ columns, rows, labels }: Dataset) =>
      rocAuc(labels, await predictInPool(pool, part, columns, rows, { signal }))
    points.push({ trees, train: await auc(learned), test: await auc(unseen) })
  }
  return points
}

function placesUpTo(trees: number): number[] {
  const places: number[] = []
  for (let place = 1; place < trees; place = Math.max(place + 1, Math.round(place * GROWTH))) places.push(place)
  return [...places, trees]
}

/** The ensemble without its later trees, on the same memory. */
function firstTrees(model: TreeEnsemble, trees: number): TreeEnsemble {
  const nodes = treeOffset(model, trees)
  return {
    ...model,
    treeStart: model.treeStart.subarray(0, trees),
    feature: model.feature.subarray(0, nodes),
    threshold: model.threshold.subarray(0, nodes),
    left: model.left.subarray(0, nodes),
    defaultLeft: model.defaultLeft.subarray(0, nodes),
    value: model.value.subarray(0, nodes),
    gain: model.gain.subarray(0, nodes),
    cover: model.cover.subarray(0, nodes),
  }
}
