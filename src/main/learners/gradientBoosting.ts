import { type BoostingParams, boostingParams } from '../../shared/pipeline/learnerParams.ts'
import { planBoosting } from './boosting/boostingLayout.ts'
import { logit } from './boosting/rows.ts'
import type { Learner } from './learner.ts'
import { binFeatures } from './trees/binning.ts'
import { checkDataset, largestWeight } from './trees/checkDataset.ts'
import { assemble } from './trees/ensemble.ts'
import { allocate } from './trees/layout.ts'

/** Rows below which a second thread costs more than it gives. */
const LEAST_ROWS_A_THREAD = 2000

/**
 * Gradient-boosted trees on histograms, as XGBoost's `hist` grows them level by level (Chen and Guestrin, 2016).
 * Takes all threads of the pool; gradients are summed as integers, so that their number does not change the model.
 */
export const gradientBoosting: Learner<BoostingParams> = {
  name: 'gradient-boosting',
  params: boostingParams,
  async fit(data, params, context) {
    checkDataset(data)
    const { pool, seed, signal, onProgress } = context
    const { rows, featureNames, labels } = data
    const members = Math.max(1, Math.min(pool.threads, Math.floor(rows / LEAST_ROWS_A_THREAD)))
    const weights = data.weights ?? null
    const weighted = weights !== null || params.scale_pos_weight !== 1 || params.early_stopping_rounds > 0
    const layout = planBoosting(rows, data.columns.length, pool.threads, weighted, params)
    const memory = allocate(layout.bytes)
    const bins = await binFeatures(
      data,
      {
        memory,
        coding: { order: 'rows', wide: false, maxBins: params.max_bin, missingCode: 'last', codes: layout.codes },
        next: layout.control,
        scratch: (job) => layout.binning[job]!,
      },
      context,
    )
    // Binning counted here, and left its scratch where training works.
    new Int32Array(memory.buffer, layout.control, 1)[0] = 0
    const shared = {
      ...{ memory, layout, rows, labels, weights, bins, params, seed, members },
      directions: featureNames.map((name) => params.monotone_constraints[name] ?? 0),
      largestWeight: largestWeight(data.weights) * Math.max(1, params.scale_pos_weight),
    }
    const inputs = Array.from({ length: members }, (_, member) => ({ ...shared, member }))
    const [trees] = await pool.runTogether('boostTrees', inputs, {
      signal,
      // Only the first member reports.
      onProgress: (share) => onProgress(Math.min(1, share * members)),
    })
    onProgress(1)
    return assemble(
      { learner: 'gradient-boosting', featureNames, params },
      { link: 'logistic', base: logit(params.base_score) },
      trees!,
    )
  },
}
