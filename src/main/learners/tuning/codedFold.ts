import type { SharedFloats } from '../../sharedFloats.ts'
import type { WorkerPool } from '../../workers/pool.ts'
import { binFeatures, binningScratchBytes, type Coding } from '../trees/binning.ts'
import type { Bins } from '../trees/bins.ts'
import { checkDataset } from '../trees/checkDataset.ts'
import { allocate, createLayout } from '../trees/layout.ts'
import type { FoldData } from '../validation/foldData.ts'

/** A fold whose training rows are binned, once for all trials; on shared memory. */
export interface CodedFold {
  featureNames: string[]
  rows: number
  /** As `coding` of the learner says: bytes or 16-bit numbers. */
  codes: Uint8Array<SharedArrayBuffer>
  bins: Bins[]
  labels: Uint8Array<SharedArrayBuffer>
  heldOut: SharedFloats[]
  heldOutLabels: Uint8Array<SharedArrayBuffer>
}

/** Bins a fold's training rows as the learner's own fit would. Throws UserError where no tree can be learned. */
export async function codeFold(
  { data, heldOut }: FoldData,
  heldOutLabels: Uint8Array<SharedArrayBuffer>,
  coding: Omit<Coding, 'codes'>,
  { pool, signal }: { pool: WorkerPool; signal: AbortSignal },
): Promise<CodedFold> {
  checkDataset(data)
  const { rows, featureNames, labels } = data
  const layout = createLayout()
  const next = layout.take(4)
  const bytes = rows * featureNames.length * (coding.wide ? 2 : 1)
  const at = layout.take(bytes)
  const scratch = Array.from({ length: pool.threads }, () => layout.take(binningScratchBytes(rows)))
  const memory = allocate(layout.bytes)
  const where = { memory, coding: { ...coding, codes: at }, next, scratch: (job: number) => scratch[job]! }
  const bins = await binFeatures(data, where, { pool, signal, seed: 0, onProgress() {} })
  const codes = new Uint8Array(new SharedArrayBuffer(bytes))
  codes.set(new Uint8Array(memory.buffer, at, bytes))
  return { featureNames, rows, codes, bins, labels, heldOut, heldOutLabels }
}
