import { text } from '../messages/index.ts'
import { columnLabel } from '../pipeline/columnWords.ts'
import type { Grouping } from './modelCard.ts'

const COLUMNS = [
  'rows',
  'arrest_rate',
  'mean_probability',
  'calibration',
  'recall',
  'false_positive_rate',
  'auc',
  'gaps',
] as const

/** Headings of the table of a grouping. */
export function groupColumns(by: Grouping): string[] {
  return [groupingLabel(by), ...COLUMNS.map((name) => text(`model_card.group.${name}`))]
}

/** What the rows are grouped by, in words. */
export function groupingLabel(by: Grouping): string {
  return columnLabel(by === 'domestic' ? 'domestic_tag' : by)
}

/** A group as people say it: `yes` for a domestic incident. */
export function groupLabel(by: Grouping, value: string): string {
  if (by !== 'domestic') return value
  return text(value === 'true' ? 'model_card.group.yes' : 'model_card.group.no')
}
