import type { DistributionDrift, DriftDecision, LevelDrift } from '../../../shared/monitoring/drift.ts'
import { withRareLevelsTogether } from '../drift/chiSquare.ts'
import type { DriftTest } from '../drift/driftTest.ts'
import { chooseTests, driftTests } from '../drift/driftTests.ts'
import { type Pair, shares, total } from '../drift/pair.ts'
import { stabilityContributions } from '../drift/psi.ts'
import type { Profiled } from '../profile/profile.ts'
import { pairOf, type Season, summed } from '../profile/season.ts'
import { histogram } from './histogram.ts'
import { normalContributions, normalValue, partsOfReference } from './normal.ts'

export interface ColumnContext {
  /** The model reads it. */
  used: boolean
  season: Season
  /** Months that the current rows span, and days. */
  windowMonths: number
  windowDays: number
  /** How many distributions are judged together: chance gets as many chances. */
  judged: number
}

/** So likely may any of all distributions look moved by chance alone. */
const CHANCE = 0.001
/** Fewer current rows show nothing. */
const LEAST_ROWS = 50
/** A level that alone adds so much to the stability index has moved, unless more is normal for it. */
const LEVEL_THRESHOLD = 0.01
/** Distributions of the calendar, and the days that a window must span to hold all of their levels alike. */
const CALENDAR_DAYS: Readonly<Record<string, number>> = { weekday: 28, day_of_week: 28, day_of_week_sin: 28, hour: 7 }

const LEVELS_SHOWN = 20

/** Says how far a column moved from the reference, and whether that is more than is normal and more than chance. */
export function judgeColumn(reference: Profiled, current: Profiled, context: ColumnContext): DistributionDrift {
  const pair = pairOf(reference, context.season.weights, current)
  const rows = pair === undefined ? 0 : total(pair.current)
  const facts = {
    name: reference.name,
    kind: reference.kind,
    used: context.used,
    missing: compareMissing(reference, current, context.season.weights),
    ...newLevelsOf(reference, current),
  }
  const unjudged = unjudgedReason(reference.name, rows, context)
  if (pair === undefined || rows === 0 || total(pair.reference) === 0) {
    const nothing = { labels: [], reference: [], current: [] }
    return { ...facts, unjudged: 'few_rows', moved: false, decision: null, tests: {}, levels: [], histogram: nothing }
  }
  const parts = partsOfReference(reference, context.windowMonths)
  const tests = Object.fromEntries(
    driftTests.filter(({ fits }) => fits.includes(pair.kind)).map((test) => [test.name, outcome(test, pair)]),
  )
  const decision = decide(pair, parts, reference.name)
  const isSure = decision.p < CHANCE / context.judged
  const moved = unjudged === null && isSure && decision.value >= decision.threshold
  return {
    ...facts,
    unjudged,
    moved,
    decision,
    tests,
    levels: pair.kind === 'category' ? levelsOf(pair, parts, unjudged === null && isSure) : [],
    histogram: histogram(pair),
  }
}

function unjudgedReason(name: string, rows: number, { windowDays }: ColumnContext): DistributionDrift['unjudged'] {
  if (rows < LEAST_ROWS) return 'few_rows'
  return windowDays < (CALENDAR_DAYS[name] ?? 0) ? 'short_window' : null
}

function decide(pair: Pair, parts: readonly Pair[], name: string): DriftDecision {
  const { effect, significance } = chooseTests(pair.kind, total(pair.current))
  const normal = normalValue(effect, pair, parts, name)
  return {
    test: effect.name,
    value: effect.compare(pair).value,
    threshold: Math.max(effect.threshold ?? 0, normal),
    normal,
    significance: significance.name,
    p: outcome(significance, pair).p ?? 1,
  }
}

function outcome(test: DriftTest, pair: Pair) {
  const apt = test.name === 'chi_square' && pair.kind === 'category' ? withRareLevelsTogether(pair) : pair
  return test.compare(apt)
}

/** The levels that moved most, first. */
function levelsOf(pair: Pair & { kind: 'category' }, parts: readonly Pair[], isSure: boolean): LevelDrift[] {
  const reference = shares(pair.reference)
  const current = shares(pair.current)
  const contributions = stabilityContributions(pair)
  const normal = normalContributions(pair.levels, parts)
  const rows = { reference: total(pair.reference), current: total(pair.current) }
  return pair.levels
    .map((level, place) => ({ level, place }))
    .sort((a, b) => contributions[b.place]! - contributions[a.place]!)
    .slice(0, LEVELS_SHOWN)
    .map(({ level, place }) => ({
      level,
      reference: reference[place]!,
      current: current[place]!,
      moved:
        isSure &&
        contributions[place]! >= Math.max(LEVEL_THRESHOLD, normal[place]!) &&
        isNotChance(reference[place]!, current[place]!, rows),
    }))
}

/** Two shares that differ by more than four standard errors. */
function isNotChance(before: number, now: number, rows: { reference: number; current: number }): boolean {
  if (rows.reference === 0 || rows.current === 0) return false
  const pooled = (before * rows.reference + now * rows.current) / (rows.reference + rows.current)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / rows.reference + 1 / rows.current))
  return Math.abs(now - before) > 4 * error
}

function newLevelsOf(reference: Profiled, current: Profiled): Pick<DistributionDrift, 'newLevels' | 'newRows'> {
  if (reference.kind !== 'category' || current.kind !== 'category') return { newLevels: [], newRows: 0 }
  const known = new Set(reference.levels)
  const now = summed(current)
  const found = current.levels
    .map((level, place) => ({ level, rows: now[place]! }))
    .filter(({ level, rows }) => rows > 0 && !known.has(level))
    .sort((a, b) => b.rows - a.rows)
  return { newLevels: found.slice(0, LEVELS_SHOWN), newRows: found.reduce((sum, { rows }) => sum + rows, 0) }
}

/** By so much a share of missing values must rise or fall to have moved. */
const MISSING_CHANGE = 0.01

function compareMissing(
  reference: Profiled,
  current: Profiled,
  weights: readonly number[],
): DistributionDrift['missing'] {
  const before = missingRows(reference, weights)
  const now = missingRows(current)
  const shares = { reference: before.share, current: now.share }
  const isLarge = Math.abs(now.share - before.share) >= MISSING_CHANGE
  return {
    ...shares,
    moved: isLarge && isNotChance(before.share, now.share, { reference: before.rows, current: now.rows }),
  }
}

function missingRows(column: Profiled, weights?: readonly number[]): { rows: number; share: number } {
  const missing = column.missing.reduce((sum, rows, month) => sum + rows * (weights?.[month] ?? 1), 0)
  const rows = missing + total(summed(column, weights))
  return { rows, share: rows === 0 ? 0 : missing / rows }
}
