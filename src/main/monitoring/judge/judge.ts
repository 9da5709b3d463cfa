import type { DistributionDrift, DriftReport } from '../../../shared/monitoring/drift.ts'
import { DISTANCE } from '../../pipeline/featurizer/features.ts'
import type { ServedModel } from '../../training/servedModel.ts'
import type { CurrentRows } from '../current.ts'
import { fieldsOfInput } from '../incidents.ts'
import { buildProfile, type ProfiledRows } from '../profile/buildProfile.ts'
import { type Profile, profiledNamed } from '../profile/profile.ts'
import { matchSeason, type Season } from '../profile/season.ts'
import type { Reference } from '../reference.ts'
import { PROBABILITY } from '../rows.ts'
import { type ColumnContext, judgeColumn } from './judgeColumn.ts'

const DAY_MS = 86_400_000

type Judgement = Pick<DriftReport, 'season' | 'inputs' | 'features' | 'predictions' | 'meanProbability'>

/** Compares what is current to what a model was trained on, column by column. `onColumn` hears how many of how many. */
export async function judge(
  reference: Reference,
  current: CurrentRows,
  model: Pick<ServedModel, 'info' | 'featurizer'>,
  onColumn: (done: number, total: number, name: string) => void,
): Promise<Judgement> {
  const total = (current.inputs === undefined ? 0 : reference.inputs.columns.length) + reference.served.columns.length
  let done = 0
  const compare = async (before: Profile, rows: ProfiledRows | undefined, isUsed: (name: string) => boolean) => {
    if (rows === undefined || rows.dates.length === 0) return { judged: [], season: undefined }
    const now = buildProfile(rows, before)
    const season = matchSeason(before, now)
    const window = { season, windowMonths: now.months.length, windowDays: spanDays(rows.dates), judged: total }
    const judged: DistributionDrift[] = []
    for (const column of before.columns) {
      onColumn(done, total, column.name)
      const same = profiledNamed(now, column.name)
      const context: ColumnContext = { ...window, used: isUsed(column.name) }
      if (same !== undefined) judged.push(judgeColumn(column, same, context))
      done += 1
      await new Promise(setImmediate)
    }
    return { judged, season }
  }
  const inputs = await compare(reference.inputs, current.inputs, (name) => isRead(name, model))
  const served = await compare(reference.served, current.served, () => true)
  const { probabilities } = current
  return {
    season: seasonOf([inputs.season, served.season].filter((season) => season !== undefined)),
    inputs: inputs.judged,
    features: served.judged.filter(({ name }) => name !== PROBABILITY),
    predictions: served.judged.find(({ name }) => name === PROBABILITY) ?? null,
    meanProbability:
      probabilities.length === 0 || reference.meanProbability === null
        ? null
        : {
            reference: reference.meanProbability,
            current: probabilities.reduce((sum, value) => sum + value, 0) / probabilities.length,
          },
  }
}

function seasonOf(seasons: readonly Season[]): DriftReport['season'] {
  const absent = new Set(seasons.flatMap(({ absentMonths }) => absentMonths))
  return { matched: seasons.every(({ matched }) => matched), absentMonths: [...absent].sort((a, b) => a - b) }
}

/** Whether a model reads a column that is profiled of incidents. */
function isRead(name: string, { featurizer, info }: Pick<ServedModel, 'info' | 'featurizer'>): boolean {
  const has = (pattern: RegExp) => info.features.some((feature) => pattern.test(feature))
  switch (name) {
    case 'hour':
      return has(/hour|day_time|minute/)
    case 'weekday':
      return has(/day_of_week|weekday/)
    case DISTANCE:
      return info.features.some((feature) => feature.startsWith(DISTANCE))
    default:
      return fieldsOfInput(name).some((field) => featurizer.requiredFields.some((required) => required === field))
  }
}

function spanDays(dates: Float64Array): number {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const date of dates) {
    first = Math.min(first, date)
    last = Math.max(last, date)
  }
  return (last - first) / DAY_MS
}

/**
 * How far the farthest moved of what the model reads, and of what it says, in thresholds. Only what has moved reaches 1:
 * what may be chance stays below it.
 */
export function scoreOf({ inputs, features, predictions }: Judgement): number {
  const counted = [...inputs.filter(({ used }) => used), ...features, ...(predictions === null ? [] : [predictions])]
  return Math.max(
    0,
    ...counted.map(({ decision, moved, unjudged }) => {
      if (decision === null || unjudged !== null) return 0
      const ratio = decision.value / decision.threshold
      return moved ? ratio : Math.min(ratio, 0.99)
    }),
  )
}
