import type {
  ContestArm,
  ContestDecision,
  ContestDifference,
  ContestReport,
  ContestRule,
} from '../../../shared/serving/contest.ts'
import { calibrationCurve, expectedCalibrationError } from '../../learners/metrics/curves.ts'
import { averagePrecision, brierScore, confusionMatrix, matthewsCorrelation } from '../../learners/metrics/metrics.ts'
import type { Contest } from '../../registry/contests.ts'
import { changedFeatures } from '../../registry/features.ts'
import { readFeaturizerHash } from '../../registry/modelFolder.ts'
import type { Registry } from '../../registry/registry.ts'
import type { Database } from '../../tracking/database.ts'
import { halfWidth, neededRows, tightestAt } from './confidenceSequence.ts'
import { type Difference, pairedDifference, squaredError, unpairedDifference } from './difference.ts'
import { type ArmRows, answeredRows, pairedRows } from './evidence.ts'

export interface JudgeOptions {
  registry: Registry
  database: Database
  rule: ContestRule
  /** Milliseconds since 1970. */
  now: number
}

/**
 * Standard deviations of an incident's squared error that trials are planned with: of the difference of two models of one
 * incident (on 2017's test rows 0.055 of boosting and a forest, 0.07 of boosting and a shallower one), and of one model's.
 */
const PLANNED_SD = { paired: 0.07, single: 0.17 }

/** Incidents that a trial needs, said before it starts: enough to find a difference of the threshold in 80 % of trials. */
export function plannedRows(rule: ContestRule, plan: { mode: 'shadow' } | { mode: 'split'; share: number }): number {
  return Math.max(rule.minimumRows, neededRows(rule.threshold, plannedSd(plan), rule.alpha))
}

function plannedSd(plan: { mode: 'shadow' } | { mode: 'split'; share: number }): number {
  if (plan.mode === 'shadow') return PLANNED_SD.paired
  return PLANNED_SD.single / Math.sqrt(plan.share * (1 - plan.share))
}

/**
 * What a trial says on incidents with settled labels. The interval of the difference holds at all times at once, so it may
 * be asked after every row. A shadow's is of pairs, a split's of arms.
 */
export async function judgeContest(contest: Contest, options: JudgeOptions): Promise<ContestReport> {
  const { registry, database, rule, now } = options
  const { model, mode, share, startedAt } = contest
  const champion = await registry.version(model, contest.champion)
  const challenger = await registry.version(model, contest.challenger)
  const otherFeatures = changedFeatures(champion.features, challenger.features) !== undefined
  const window = { model, from: startedAt, to: contest.endedAt, now, days: rule.maturityDays }

  let arms: [ArmRows, ArmRows]
  let difference: Difference
  if (mode === 'shadow') {
    arms = await pairedRows(database, { ...window, champion: contest.champion, challenger: contest.challenger })
    difference = pairedDifference(...arms, squaredError)
  } else {
    // Bare features were the champion's to answer where they do not mean the same to both.
    const incidentsOnly = (await readFeaturizerHash(champion.folder)) !== (await readFeaturizerHash(challenger.folder))
    const of = (version: number, arm: 'champion' | 'challenger') =>
      answeredRows(database, { ...window, version, arm, incidentsOnly })
    arms = [await of(contest.champion, 'champion'), await of(contest.challenger, 'challenger')]
    difference = unpairedDifference(...arms, squaredError)
  }
  const needed = plannedRows(rule, contest.mode === 'shadow' ? { mode: 'shadow' } : { mode: 'split', share })
  const interval = intervalOf(difference, needed, rule)
  const verdict = decide(difference, interval, { needed, rule, otherFeatures })
  return {
    ...{ model, contestId: contest.id, mode, share, startedAt },
    ...verdict,
    rows: difference.rows,
    neededRows: needed,
    champion: contestArm(contest.champion, arms[0]),
    challenger: contestArm(contest.challenger, arms[1]),
    difference: interval,
  }
}

/** The interval of a difference; null where there are too few rows for one. */
export function intervalOf(
  { rows, mean, sd }: Difference,
  needed: number,
  { alpha }: Pick<ContestRule, 'alpha'>,
): ContestDifference | null {
  if (Number.isNaN(mean) || Number.isNaN(sd)) return null
  const half = halfWidth(rows, sd, alpha, tightestAt(needed, alpha))
  return { mean, low: mean - half, high: mean + half }
}

/** Below this many rows a standard deviation says little, and so does an interval made of it. */
const FEWEST_ROWS = 100

/** The decision that an interval allows. Worse may be said early; better only on the needed rows. */
export function decide(
  { rows }: Difference,
  interval: ContestDifference | null,
  { needed, rule, otherFeatures }: { needed: number; rule: ContestRule; otherFeatures: boolean },
): Pick<ContestReport, 'decision' | 'code' | 'params'> {
  const told = (decision: ContestDecision, code: ContestReport['code'], params: ContestReport['params'] = {}) => ({
    decision,
    code,
    params: { rows, needed, threshold: rule.threshold, ...params },
  })
  if (interval === null || rows < Math.min(FEWEST_ROWS, needed)) return told('collecting', 'contest_collecting')
  const gain = { gain: interval.mean.toFixed(4), low: interval.low.toFixed(4), high: interval.high.toFixed(4) }
  if (interval.high < 0) return told('keep', 'contest_worse', gain)
  if (rows < needed) return told('collecting', 'contest_collecting', gain)
  if (interval.high < rule.threshold) return told('keep', 'contest_no_gain', gain)
  if (interval.low > 0 && interval.mean >= rule.threshold) {
    return otherFeatures ? told('undecided', 'contest_other_features', gain) : told('promote', 'contest_better', gain)
  }
  return told('undecided', 'contest_undecided', gain)
}

function contestArm(version: number, rows: ArmRows): ContestArm {
  const { probabilities, predictions, arrests } = rows
  const count = arrests.length
  const positive = arrests.reduce((sum, arrest) => sum + arrest, 0)
  if (count === 0) {
    const none = { mcc: null, average_precision: null, brier: null, calibration_error: null, error_rate: null }
    return { version, rows: 0, arrests: 0, ...none, calibration: [] }
  }
  // Predictions as they were made, at the version's own threshold.
  const confusion = confusionMatrix(arrests, Float64Array.from(predictions))
  const bins = Math.min(10, count)
  return {
    version,
    rows: count,
    arrests: positive,
    mcc: finite(matthewsCorrelation(confusion)),
    average_precision: positive === 0 ? null : finite(averagePrecision(arrests, probabilities)),
    brier: finite(brierScore(arrests, probabilities)),
    calibration_error: finite(expectedCalibrationError(arrests, probabilities, bins)),
    error_rate: (confusion.falseNegatives + confusion.falsePositives) / count,
    calibration: calibrationCurve(arrests, probabilities, bins),
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
