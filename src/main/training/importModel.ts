import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { UserError } from '../../shared/errors.ts'
import { text } from '../../shared/messages/index.ts'
import type { Calibration } from '../learners/calibration/calibration.ts'
import { decodeXgboost, MAX_XGBOOST_BYTES } from '../learners/exchange/readXgboost.ts'
import type { TreeEnsemble } from '../learners/model.ts'
import { encodeModel } from '../learners/modelFile.ts'
import { changedFeatures, listed } from '../registry/features.ts'
import type { ModelVersion } from '../registry/registry.ts'
import { appVersion } from '../version.ts'
import type { Workbench } from '../workbench.ts'

export interface ImportRequest {
  /** A model that XGBoost saved as JSON. */
  file: string
  /** Registered model that it becomes a version of. */
  model: string
  /** Who imports it. */
  actor: string
}

/** What a model trained elsewhere says is taken for a probability as it is. */
const AS_IT_IS: Calibration = { kind: 'isotonic', scores: [0, 1], probabilities: [0, 1] }
const THRESHOLD = 0.5

/**
 * Registers a model that XGBoost trained on the inputs of a model's champion as its next version, with the champion's
 * featurizer: so it answers incidents too. The file is data: parsed with limits, never evaluated. It is not calibrated,
 * not measured and not promoted here, since nobody knows which rows it was trained on.
 *
 * @throws UserError `serving.no_champion`, `import.unreadable`, `import.too_large`, `import.other_features`,
 *   `learners.xgboost_*`
 */
export async function importModel(
  { file, model, actor }: ImportRequest,
  { registry, tracking }: Pick<Workbench, 'registry' | 'tracking'>,
): Promise<ModelVersion> {
  const champion = await registry.aliased(model, 'champion')
  if (champion === undefined) throw new UserError('serving.no_champion', { model })
  const bytes = await readModelFile(file)
  const imported = inOrder(decodeXgboost(bytes, champion.features), champion.features)
  const { featurizer, recipe, info } = await registry.read(champion)
  const name = basename(file)
  const start = {
    experiment: 'pipeline',
    name: `import_${name}`,
    kind: 'training',
    tags: { learner: imported.learner, model, imported: 'xgboost' },
    params: { file: name, sha256: createHash('sha256').update(bytes).digest('hex'), trees: imported.treeStart.length },
  } as const
  return tracking.withRun(start, (run) =>
    registry.registerVersion({
      content: {
        model: encodeModel(imported),
        featurizer,
        calibration: AS_IT_IS,
        recipe,
        info: {
          ...info,
          learner: imported.learner,
          threshold: THRESHOLD,
          run_id: run.id,
          trained_at: new Date().toISOString(),
          metrics: {},
          app_version: appVersion,
        },
      },
      description: text('import.description', { file: name }),
      reason: text('import.reason', { file: name }),
      actor,
    }),
  )
}

async function readModelFile(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file)
    if (size > MAX_XGBOOST_BYTES) {
      throw new UserError('import.too_large', { file, megabytes: Math.round(MAX_XGBOOST_BYTES / 2 ** 20) })
    }
    return await readFile(file)
  } catch (error) {
    if (error instanceof UserError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new UserError('import.unreadable', { file, reason }).causedBy(error)
  }
}

/** The same trees with the inputs in another order. @throws UserError `import.other_features` where they are others */
function inOrder(model: TreeEnsemble, features: string[]): TreeEnsemble {
  const change = changedFeatures(features, model.featureNames)
  if (change !== undefined) {
    const { missing, added } = change
    throw new UserError('import.other_features', { missing: listed(missing), added: listed(added) })
  }
  const placeOf = model.featureNames.map((name) => features.indexOf(name))
  return { ...model, featureNames: features, feature: model.feature.map((k) => (k < 0 ? k : placeOf[k]!)) }
}
