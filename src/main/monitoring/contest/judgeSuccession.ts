import { halfWidth, tightestAt } from './confidenceSequence.ts'
import { squaredError, unpairedDifference, wrong } from './difference.ts'
import { answeredRows } from './evidence.ts'
import type { JudgeOptions } from './judgeContest.ts'

/** Whether a new champion is clearly worse in service than the one before it was. */
export interface Succession {
  decision: 'collecting' | 'fine' | 'roll_back'
  /** Why, as a message code with its parameters. */
  code: 'succession_none' | 'succession_collecting' | 'succession_fine' | 'succession_worse'
  params: Record<string, string | number>
}

/**
 * Error rate that a new champion may be worse by, and still stay: the two answered at different times, and a season alone
 * moves it by about a hundredth.
 */
const ERROR_MARGIN = 0.02
const BRIER_MARGIN = 0.01
/** Settled incidents of each below which nothing is said. */
const FEWEST_ROWS = 200

/**
 * Compares a champion's answers since its promotion with those its predecessor gave before, on settled labels. Roll back
 * when its Brier score or its error rate is surely worse by a margin, at half of alpha each, at whichever time it is asked.
 */
export async function judgeSuccession(model: string, options: JudgeOptions): Promise<Succession> {
  const { registry, database, rule, now } = options
  const none: Succession = { decision: 'collecting', code: 'succession_none', params: { model } }
  const champion = await registry.aliased(model, 'champion')
  const previous = await registry.aliased(model, 'previous_champion')
  const crowned = (await registry.events(model)).findLast(
    ({ action }) => action === 'promoted' || action === 'rolled_back',
  )
  // What was rolled back to is not judged against what it replaced: they would change places for ever.
  if (champion === undefined || previous === undefined || crowned?.action !== 'promoted') return none
  if (crowned.toVersion !== champion.version) return none

  const window = { model, now, days: rule.maturityDays, arm: 'champion', incidentsOnly: false } as const
  const newer = await answeredRows(database, { ...window, version: champion.version, from: crowned.time })
  const older = await answeredRows(database, { ...window, version: previous.version, from: 0, to: crowned.time })
  const rows = { rows: newer.arrests.length, before: older.arrests.length, needed: FEWEST_ROWS }
  if (rows.rows < FEWEST_ROWS || rows.before < FEWEST_ROWS) {
    return { decision: 'collecting', code: 'succession_collecting', params: rows }
  }
  const alpha = rule.alpha / 2
  for (const [loss, margin, measure] of [
    [squaredError, BRIER_MARGIN, 'Brier'],
    [wrong, ERROR_MARGIN, 'error rate'],
  ] as const) {
    const { rows: all, mean, sd } = unpairedDifference(newer, older, loss)
    const low = mean - halfWidth(all, sd, alpha, tightestAt(Math.max(rule.minimumRows, 2 * FEWEST_ROWS), alpha))
    if (low > margin) {
      const params = { ...rows, measure, worse: mean.toFixed(4), surely: low.toFixed(4) }
      return { decision: 'roll_back', code: 'succession_worse', params }
    }
  }
  return { decision: 'fine', code: 'succession_fine', params: rows }
}
