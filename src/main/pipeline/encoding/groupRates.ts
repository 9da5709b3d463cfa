import { type SharedFloats, sharedFloats } from '../../sharedFloats.ts'
import type { TaskContext, TaskResult } from '../../workers/tasks.ts'
import { smoothedRate } from '../featurizer/rates.ts'

export interface GroupRatesInput {
  /** Index of each row's value, for each column of the combination; -1 counts as never seen. */
  codes: Int32Array[]
  /** 1 where a row is an arrest. */
  labels: Uint8Array
  /** Rows whose labels are learned from. */
  training: Uint32Array
  /** Fold of each training row, below `folds`; no fold holds all rows. */
  foldOf: Uint8Array
  folds: number
  /** Rows to encode by all training rows; none of them is one. */
  others: Uint32Array
  smoothing: number
  minRows: number
}

export interface GroupRates {
  /** Of each training row, by the training rows of the other folds: its own label has no part in it. */
  training: SharedFloats
  /** Of each other row, by all training rows. */
  others: SharedFloats
  /** Share of arrests among the training rows. */
  overall: number
  /** Groups of at least `minRows` training rows, in the order of their first row. */
  groups: { firstRow: Int32Array; rows: Int32Array; arrests: Int32Array }
}

/**
 * Encodes rows by the smoothed arrest rate of their group (see `featurizer/rates.ts`), training rows out of fold. Groups
 * are narrowed a column at a time, so that each rate has the wider group's at hand.
 */
export function groupRates(input: GroupRatesInput): GroupRates {
  const { codes, training, others, smoothing, minRows } = input
  let groups: Groups = {
    training: new Int32Array(training.length),
    others: new Int32Array(others.length),
    firstRow: Int32Array.of(training[0]!),
  }
  let counts = countGroups(groups, input)
  const overall = counts.arrests[0]! / counts.rows[0]!
  const rates = { training: sharedFloats(training.length), others: sharedFloats(others.length).fill(overall) }
  eachOutOfFold(groups, counts, input, (i, arrests, rows) => {
    rates.training[i] = arrests / rows
  })
  for (const code of codes) {
    groups = narrow(groups, code, input)
    counts = countGroups(groups, input)
    eachOutOfFold(groups, counts, input, (i, arrests, rows) => {
      if (rows >= minRows) rates.training[i] = smoothedRate(arrests, rows, rates.training[i]!, smoothing)
    })
    for (let i = 0; i < others.length; i++) {
      const group = groups.others[i]!
      if (group < 0 || counts.rows[group]! < minRows) continue
      rates.others[i] = smoothedRate(counts.arrests[group]!, counts.rows[group]!, rates.others[i]!, smoothing)
    }
  }
  const kept = groups.firstRow.map((_, group) => group).filter((group) => counts.rows[group]! >= minRows)
  return {
    ...rates,
    overall,
    groups: {
      firstRow: kept.map((group) => groups.firstRow[group]!),
      rows: kept.map((group) => counts.rows[group]!),
      arrests: kept.map((group) => counts.arrests[group]!),
    },
  }
}

/** `groupRates`, in a worker. */
export function groupRatesTask(input: GroupRatesInput, _context: TaskContext): TaskResult<GroupRates> {
  return { output: groupRates(input) }
}

/** The group of each row; -1 where a value, or the combination, is not among the training rows. */
interface Groups {
  training: Int32Array
  others: Int32Array
  /** By group. */
  firstRow: Int32Array
}

/** Divides each group by one more column. */
function narrow(wider: Groups, code: Int32Array, { training, others }: GroupRatesInput): Groups {
  const values = code.reduce((most, value) => Math.max(most, value), 0) + 1
  const groupOf = new Map<number, number>()
  const firstRow = new Int32Array(training.length)
  const narrowed = { training: new Int32Array(training.length), others: new Int32Array(others.length) }
  for (let i = 0; i < training.length; i++) {
    const row = training[i]!
    if (wider.training[i]! < 0 || code[row]! < 0) {
      narrowed.training[i] = -1
      continue
    }
    const pair = wider.training[i]! * values + code[row]!
    let group = groupOf.get(pair)
    if (group === undefined) {
      group = groupOf.size
      firstRow[group] = row
      groupOf.set(pair, group)
    }
    narrowed.training[i] = group
  }
  for (let i = 0; i < others.length; i++) {
    const value = code[others[i]!]!
    const known = wider.others[i]! >= 0 && value >= 0
    narrowed.others[i] = known ? (groupOf.get(wider.others[i]! * values + value) ?? -1) : -1
  }
  return { ...narrowed, firstRow: firstRow.slice(0, groupOf.size) }
}

/** Training rows and arrests by group, and by fold and group (`fold · groups + group`). */
interface Counts {
  rows: Int32Array
  arrests: Int32Array
  foldRows: Int32Array
  foldArrests: Int32Array
}

function countGroups(groups: Groups, { labels, training, foldOf, folds }: GroupRatesInput): Counts {
  const size = groups.firstRow.length
  const counts = {
    rows: new Int32Array(size),
    arrests: new Int32Array(size),
    foldRows: new Int32Array(folds * size),
    foldArrests: new Int32Array(folds * size),
  }
  for (let i = 0; i < training.length; i++) {
    const group = groups.training[i]!
    if (group < 0) continue
    const label = labels[training[i]!]!
    const cell = foldOf[i]! * size + group
    counts.rows[group]! += 1
    counts.arrests[group]! += label
    counts.foldRows[cell]! += 1
    counts.foldArrests[cell]! += label
  }
  return counts
}

/** Calls `visit` for each training row in a group with what the other folds hold of that group. */
function eachOutOfFold(
  groups: Groups,
  counts: Counts,
  { training, foldOf }: GroupRatesInput,
  visit: (i: number, arrests: number, rows: number) => void,
): void {
  const size = groups.firstRow.length
  for (let i = 0; i < training.length; i++) {
    const group = groups.training[i]!
    if (group < 0) continue
    const cell = foldOf[i]! * size + group
    visit(i, counts.arrests[group]! - counts.foldArrests[cell]!, counts.rows[group]! - counts.foldRows[cell]!)
  }
}
