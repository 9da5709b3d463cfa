import type { Arm } from './prediction.ts'

/** Who predicted, and how many features a row has: the same for all rows of a batch. */
export interface BatchHead {
  model: string
  version: number
  arm: Arm
  width: number
}

/** Predictions in columns, to be moved to the thread that keeps them. All columns have `rows` entries. */
export interface Batch extends BatchHead {
  rows: number
  ids: string[]
  /** Milliseconds since 1970. */
  times: Float64Array
  pairIds: (string | null)[]
  incidentIds: (string | null)[]
  /** JSON. */
  incidents: (string | null)[]
  /** Row-major, rows × width. */
  features: Float64Array
  probabilities: Float64Array
  /** 0 or 1. */
  predictions: Uint8Array
}

/** Rows of a batch; a full one is moved at once. */
export const BATCH_ROWS = 2048

export function emptyBatch(head: BatchHead): Batch {
  return {
    ...head,
    rows: 0,
    ids: [],
    times: new Float64Array(BATCH_ROWS),
    pairIds: [],
    incidentIds: [],
    incidents: [],
    features: new Float64Array(BATCH_ROWS * head.width),
    probabilities: new Float64Array(BATCH_ROWS),
    predictions: new Uint8Array(BATCH_ROWS),
  }
}

export function buffersOf({ times, features, probabilities, predictions }: Batch): ArrayBuffer[] {
  return [times, features, probabilities, predictions].map(({ buffer }) => buffer).filter(isArrayBuffer)
}

function isArrayBuffer(buffer: ArrayBufferLike): buffer is ArrayBuffer {
  return buffer instanceof ArrayBuffer
}
