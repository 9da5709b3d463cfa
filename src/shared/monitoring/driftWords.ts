import { currentLocale, text } from '../messages/index.ts'
import { columnLabel } from '../pipeline/columnWords.ts'
import type { DistributionDrift, DriftFinding, DriftReport, LevelDrift } from './drift.ts'

// What a report of drift says in the reader's words, the same in the terminal, on the web page and in the window.

/** A column as people say it, to begin a line with. */
function fieldName(name: string): string {
  const label = columnLabel(name)
  return label.charAt(0).toLocaleUpperCase(currentLocale()) + label.slice(1)
}

/** `7.02%` of a share in 0-1. */
export function shareWords(share: number): string {
  return new Intl.NumberFormat(currentLocale(), { style: 'percent', maximumFractionDigits: 2 }).format(share)
}

/** A statistic or score, with the same decimals in all rows of a table: `0.0634`. */
export function scoreWords(value: number): string {
  const options = { minimumFractionDigits: 4, maximumFractionDigits: 4 }
  return new Intl.NumberFormat(currentLocale(), options).format(value)
}

/** A p-value: `0.0312`, `< 0.0001`. */
export function pWords(p: number): string {
  const least = 0.0001
  return p < least ? `< ${scoreWords(least)}` : scoreWords(p)
}

/** A level as people say it: weekdays by name, hours as a time of day, yes and no. */
export function levelWords(field: string, level: string): string {
  switch (field) {
    case 'weekday':
    case 'day_of_week':
      return WEEKDAYS[Number(level)] === undefined ? level : columnLabel(WEEKDAYS[Number(level)]!)
    case 'hour':
      return /^\d{1,2}$/.test(level) ? `${level.padStart(2, '0')}:00` : level
    case 'domestic':
    case 'domestic_tag':
      if (level === 'true' || level === '1') return text('drift.yes')
      return level === 'false' || level === '0' ? text('drift.no') : level
    default:
      return level
  }
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** `Sidewalk: 8.7% → 7.9%`. */
export function levelChange(field: string, { level, reference, current }: LevelDrift): string {
  const words = { reference: shareWords(reference), current: shareWords(current) }
  return text('drift.level', { level: levelWords(field, level), ...words })
}

/** What moved, in one line. */
export function describeFinding(finding: DriftFinding): string {
  switch (finding.kind) {
    case 'field_moved': {
      const field = fieldName(finding.field)
      const levels = finding.levels.map((level) => levelChange(finding.field, level)).join('; ')
      if (levels === '') {
        return finding.used
          ? text('drift.finding.field_moved.plain', { field })
          : text('drift.finding.field_moved.unused.plain', { field })
      }
      return finding.used
        ? text('drift.finding.field_moved', { field, levels })
        : text('drift.finding.field_moved.unused', { field, levels })
    }
    case 'level_moved': {
      const levels = finding.levels.map((level) => levelChange(finding.field, level)).join('; ')
      return text('drift.finding.level_moved', { field: fieldName(finding.field), levels })
    }
    case 'new_levels':
      return text('drift.finding.new_levels', {
        field: fieldName(finding.field),
        share: shareWords(finding.share),
        levels: finding.levels.map((level) => levelWords(finding.field, level)).join(', '),
      })
    case 'missing_moved': {
      const { field, reference, current } = finding
      const shares = { reference: shareWords(reference), current: shareWords(current) }
      return text('drift.finding.missing_moved', { field: fieldName(field), ...shares })
    }
    case 'features_moved':
      return text('drift.finding.features_moved', { features: finding.features.map(columnLabel).join(', ') })
    case 'predictions_moved': {
      const shares = { reference: shareWords(finding.reference), current: shareWords(finding.current) }
      return text('drift.finding.predictions_moved', shares)
    }
    case 'performance_decayed': {
      const scores = { reference: scoreWords(finding.reference), current: scoreWords(finding.current) }
      return text('drift.finding.performance_decayed', { metric: text(`drift.metric.${finding.metric}`), ...scores })
    }
  }
}

/** What was compared to what, in one sentence. */
export function describeCompared({ current, reference }: DriftReport): string {
  return text('drift.compared', {
    rows: current.rows,
    label: current.label,
    from: current.from.slice(0, 10),
    to: current.to.slice(0, 10),
    reference: reference.rows,
    since: reference.from.slice(0, 10),
    until: reference.to.slice(0, 10),
  })
}

/** What to mind when the report is read. */
export function caveats({ model, season, current, performance }: DriftReport): string[] {
  return [
    ...(model.generated ? [text('drift.generated')] : []),
    season.matched
      ? text('drift.season.matched')
      : text('drift.season.unmatched', { months: season.absentMonths.join(', ') }),
    ...(current.unscored > 0 ? [text('drift.unscored', { rows: current.unscored })] : []),
    ...(performance === null ? [text('drift.performance.none')] : []),
    ...(performance?.months.some(({ maturing }) => maturing) ? [text('drift.maturing')] : []),
  ]
}

/** Shares of rows without a value, before and now: `0.71% → 1.04%`. */
export function missingWords({ missing: { reference, current } }: Pick<DistributionDrift, 'missing'>): string {
  return reference === 0 && current === 0 ? '–' : `${shareWords(reference)} → ${shareWords(current)}`
}

/** What decides of a column, said short: `PSI`; why it is not judged where it is not. */
export function measureWords({ decision, unjudged }: Pick<DistributionDrift, 'decision' | 'unjudged'>): string {
  if (unjudged !== null) return text(`drift.unjudged.${unjudged}`)
  return decision === null ? '' : text(`drift.short.${decision.test}`)
}

/** The name of a column as people say it, and whether the model reads it. */
export function fieldWords({ name, used }: Pick<DistributionDrift, 'name' | 'used'>): string {
  const field = fieldName(name)
  return used ? field : `${field} (${text('drift.not_read')})`
}

export function verdictWords(verdict: DriftReport['verdict']): string {
  return text(`drift.verdict.${verdict}`)
}
