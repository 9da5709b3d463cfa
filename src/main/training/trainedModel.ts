import { UserError } from '../../shared/errors.ts'
import type { LearnerName } from '../../shared/pipeline/learnerParams.ts'
import type { Metrics } from '../learners/metrics/metrics.ts'
import type { ModelContent } from '../registry/modelFolder.ts'
import type { Tracking } from '../tracking/tracking.ts'
import type { Evaluation } from './evaluate.ts'

/** A learner's result of one run. */
export interface TrainedModel {
  learner: LearnerName
  /** Its tracked run. */
  runId: string
  /** Means over the folds of the calibrated out-of-fold predictions; these choose the best. */
  crossValidation: Metrics
  /** On the test rows. */
  evaluation: Evaluation
  content: ModelContent
  /** Equal for models that predict the same. */
  contentHash: string
}

const TRAINING_IDS = 'training_ids.f64'

/** A file with the ids of the rows that a model was trained on: doubles, little-endian. */
export function trainingIdsFile(ids: Float64Array): { path: string; content: Uint8Array } {
  const bytes = new DataView(new ArrayBuffer(ids.length * 8))
  for (const [k, id] of ids.entries()) bytes.setFloat64(k * 8, id, true)
  return { path: TRAINING_IDS, content: new Uint8Array(bytes.buffer) }
}

/** The ids of the rows that a run's model was trained on; undefined when they are not there any more. */
export async function readTrainingIds(tracking: Tracking, runId: string): Promise<Set<number> | undefined> {
  let content: Buffer
  try {
    content = await tracking.artifacts.read(runId, TRAINING_IDS)
  } catch (error) {
    if (error instanceof UserError && error.code === 'artifact_missing') return undefined
    throw error
  }
  const bytes = new DataView(content.buffer, content.byteOffset, content.byteLength)
  return new Set(Array.from({ length: content.byteLength / 8 }, (_, k) => bytes.getFloat64(k * 8, true)))
}
