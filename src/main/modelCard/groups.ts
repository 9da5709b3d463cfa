import {
  type CardGroup,
  type CardGrouping,
  type Estimate,
  GAP_SIZES,
  type Grouping,
  type GroupMeasure,
  JUDGED_ROWS,
  type ModelCard,
} from '../../shared/modelCard/modelCard.ts'
import type { Category } from '../columns.ts'
import { brierScore, confusionMatrix, rocAuc } from '../learners/metrics/metrics.ts'
import { aucInterval, calibrationGap, normalQuantile, wilsonInterval } from './intervals.ts'

/** A model's answers to the test rows. */
export interface ScoredRows {
  labels: Uint8Array
  /** Calibrated. */
  probabilities: Float64Array
  /** Probability from which an arrest is predicted. */
  threshold: number
}

type Overall = ModelCard['overall']

/** Rows of each class without which an AUC says nothing. */
const AUC_ROWS = 10

/** What groups are held against: the measures on all test rows. */
export function overallOf({ labels, probabilities, threshold }: ScoredRows): Overall {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusionMatrix(
    labels,
    probabilities,
    threshold,
  )
  const arrests = truePositives + falseNegatives
  const others = trueNegatives + falsePositives
  return {
    arrest_rate: arrests / labels.length,
    mean_probability: probabilities.reduce((sum, value) => sum + value, 0) / labels.length,
    recall: arrests === 0 ? null : truePositives / arrests,
    false_positive_rate: others === 0 ? null : falsePositives / others,
    auc: arrests === 0 || others === 0 ? null : rocAuc(labels, probabilities),
  }
}

/**
 * Performance and calibration by the values of a column of the test rows. A group is flagged where a measure's interval,
 * at 95 % for all groups of the column together (Bonferroni), leaves out the value of all rows, and the two differ by the
 * size that counts as a gap. Small groups have wide intervals, so their chance swings are not flagged.
 */
export function groupRows(by: Grouping, { codes, levels }: Category, scored: ScoredRows): CardGrouping {
  const overall = overallOf(scored)
  const members = levels.map((): number[] => [])
  for (let row = 0; row < codes.length; row++) members[codes[row]!]?.push(row)
  const judged = members.filter((rows) => rows.length >= JUDGED_ROWS).length
  const z = normalQuantile(1 - 0.025 / Math.max(1, judged))
  const groups = levels.flatMap((value, k) => {
    const rows = members[k]!
    return rows.length === 0 ? [] : [describeGroup(value, Uint32Array.from(rows), scored, overall, z)]
  })
  return { by, groups: groups.sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1)) }
}

function describeGroup(value: string, rows: Uint32Array, all: ScoredRows, overall: Overall, z: number): CardGroup {
  const labels = Uint8Array.from(rows, (row) => all.labels[row]!)
  const probabilities = Float64Array.from(rows, (row) => all.probabilities[row]!)
  const counts = confusionMatrix(labels, probabilities, all.threshold)
  const arrests = counts.truePositives + counts.falseNegatives
  const others = rows.length - arrests
  const measures: Record<GroupMeasure, Estimate | null> = {
    calibration: calibrationGap(labels, probabilities, z),
    recall: arrests === 0 ? null : wilsonInterval(counts.truePositives, arrests, z),
    false_positive_rate: others === 0 ? null : wilsonInterval(counts.falsePositives, others, z),
    auc: Math.min(arrests, others) < AUC_ROWS ? null : aucInterval(labels, probabilities, z),
  }
  const expected: Record<GroupMeasure, number | null> = { ...overall, calibration: 0 }
  const isGap = (measure: GroupMeasure) => {
    const [own, whole] = [measures[measure], expected[measure]]
    if (own === null || whole === null || rows.length < JUDGED_ROWS) return false
    return (whole < own.low || whole > own.high) && Math.abs(own.value - whole) > GAP_SIZES[measure]
  }
  return {
    value,
    rows: rows.length,
    arrests,
    mean_probability: probabilities.reduce((sum, p) => sum + p, 0) / rows.length,
    brier: brierScore(labels, probabilities),
    calibration: calibrationGap(labels, probabilities, z),
    recall: measures.recall,
    false_positive_rate: measures.false_positive_rate,
    auc: measures.auc,
    gaps: (['calibration', 'recall', 'false_positive_rate', 'auc'] as const).filter(isGap),
  }
}
