import type {
  DistributionDrift,
  DriftFinding,
  DriftReport,
  DriftVerdict,
  LevelDrift,
} from '../../../shared/monitoring/drift.ts'
import { DISTANCE } from '../../pipeline/featurizer/features.ts'

/** New levels that are rarer than this together are told, but move no verdict. */
const NEW_SHARE = 0.005
const LEVELS_TOLD = 3

type Judged = Pick<DriftReport, 'inputs' | 'features' | 'predictions' | 'meanProbability' | 'performance'>

/** What moved, what matters most first. */
export function findingsOf({ inputs, features, predictions, meanProbability, performance }: Judged): DriftFinding[] {
  const moved = features.filter((feature) => feature.moved).map(({ name }) => name)
  return [
    ...(performance?.decayed ? decayed(performance) : []),
    ...(predictions?.moved && meanProbability !== null
      ? [{ kind: 'predictions_moved' as const, ...meanProbability }]
      : []),
    ...inputs.filter(({ moved, used }) => moved && used).map(fieldMoved),
    ...(moved.length > 0 ? [{ kind: 'features_moved' as const, features: moved }] : []),
    ...inputs.filter(({ moved, used }) => moved && !used).map(fieldMoved),
    ...inputs.flatMap(levelMoved),
    ...inputs.flatMap(newLevels),
    ...inputs.flatMap(missingMoved),
  ]
}

function decayed({ reference, current }: NonNullable<Judged['performance']>): DriftFinding[] {
  if (reference === null || current === null) return []
  return DECAYS.filter((decay) => isDecayed(decay, reference, current)).map(({ metric }) => ({
    kind: 'performance_decayed',
    metric,
    reference: reference[metric].value,
    current: current[metric].value,
  }))
}

/** By how much a score must be worse; `sign` is −1 where less is better. */
const DECAYS = [
  { metric: 'mcc', sign: 1, by: 0.02 },
  { metric: 'average_precision', sign: 1, by: 0.02 },
  { metric: 'brier', sign: -1, by: 0.005 },
  { metric: 'calibration_error', sign: -1, by: 0.02 },
] as const

type Scores = NonNullable<NonNullable<DriftReport['performance']>['reference']>

/** Worse by enough to matter, and by more than the intervals of both leave open. */
export function hasDecayed(reference: Scores | null, current: Scores | null): boolean {
  return reference !== null && current !== null && DECAYS.some((decay) => isDecayed(decay, reference, current))
}

function isDecayed({ metric, sign, by }: (typeof DECAYS)[number], reference: Scores, current: Scores): boolean {
  const before = reference[metric]
  const now = current[metric]
  const apart = sign === 1 ? now.high < before.low : now.low > before.high
  return apart && sign * (before.value - now.value) >= by
}

function fieldMoved({ name, used, levels }: DistributionDrift): DriftFinding {
  return { kind: 'field_moved', field: name, used, levels: levels.slice(0, LEVELS_TOLD) }
}

function levelMoved({ name, moved, levels, newLevels }: DistributionDrift): DriftFinding[] {
  const isNew = ({ level }: LevelDrift) => newLevels.some((found) => found.level === level)
  const alone = levels.filter((level) => level.moved && !isNew(level))
  if (moved || alone.length === 0) return []
  return [{ kind: 'level_moved', field: name, levels: alone.slice(0, LEVELS_TOLD) }]
}

function newLevels({ name, newLevels: found, newRows, levels, histogram, missing }: DistributionDrift): DriftFinding[] {
  if (found.length === 0 || histogram.labels.length === 0) return []
  // Shares of the levels are of known values; the most frequent new level has both its rows and its share.
  const first = levels.find(({ level }) => level === found[0]!.level)
  const share = first === undefined ? 0 : (first.current * newRows) / found[0]!.rows
  if (share * (1 - missing.current) < NEW_SHARE) return []
  return [{ kind: 'new_levels', field: name, levels: found.slice(0, LEVELS_TOLD).map(({ level }) => level), share }]
}

function missingMoved({ name, missing }: DistributionDrift): DriftFinding[] {
  const { moved, ...shares } = missing
  if (!moved || name === 'y_coordinate' || name === DISTANCE) return []
  // Coordinates and what is made of them are there or missing together.
  const field = name === 'x_coordinate' ? 'coordinates' : name
  return [{ kind: 'missing_moved', field, ...shares }]
}

/** What all findings amount to. */
export function verdictOf(findings: readonly DriftFinding[]): DriftVerdict {
  if (findings.some(isDrift)) return 'drift'
  return findings.length > 0 ? 'watch' : 'steady'
}

function isDrift(finding: DriftFinding): boolean {
  switch (finding.kind) {
    case 'performance_decayed':
    case 'predictions_moved':
    case 'features_moved':
      return true
    case 'field_moved':
      return finding.used
    case 'level_moved':
    case 'new_levels':
    case 'missing_moved':
      return false
  }
}
