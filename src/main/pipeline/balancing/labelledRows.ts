import type { SharedFloats } from '../../sharedFloats.ts'

/** Rows with a label each, column-major: every column has `rows` finite values, `labels` as many of 0 and 1. */
export interface LabelledRows {
  rows: number
  columns: SharedFloats[]
  labels: Uint8Array<SharedArrayBuffer>
}

export interface Classes {
  /** The label with fewer rows; 1 when both have as many. */
  minorityLabel: 0 | 1
  /** Rows of each class, rising. */
  minority: Uint32Array
  majority: Uint32Array
}

/** Which rows belong to the smaller and to the larger class. */
export function classesOf(labels: Uint8Array): Classes {
  let ones = 0
  for (let i = 0; i < labels.length; i++) ones += labels[i]!
  const rowsOf = [new Uint32Array(labels.length - ones), new Uint32Array(ones)] as const
  const filled = [0, 0]
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] === 1 ? 1 : 0
    rowsOf[label][filled[label]!++] = i
  }
  const minorityLabel = ones <= labels.length - ones ? 1 : 0
  return { minorityLabel, minority: rowsOf[minorityLabel], majority: rowsOf[minorityLabel === 1 ? 0 : 1] }
}
