import { GROUPINGS, type Grouping, type Maturity, type ModelCard } from '../../shared/modelCard/modelCard.ts'
import { type Category, readTable } from '../columns.ts'
import type { Duck } from '../duck.ts'
import { basicInterval, bootstrap, interval } from '../learners/metrics/bootstrap.ts'
import { calibrationCurve } from '../learners/metrics/curves.ts'
import { WEIGHTED_METRICS } from '../learners/metrics/weightedMetrics.ts'
import { parquet } from '../pipeline/stages/files.ts'
import type { ModelInfo } from '../registry/modelFolder.ts'
import { sharedFloats } from '../sharedFloats.ts'
import type { WorkerPool } from '../workers/pool.ts'
import { groupRows, overallOf, type ScoredRows } from './groups.ts'
import { normalQuantile, wilsonInterval } from './intervals.ts'
import { labelMaturity, type RecordWindow, readRecords } from './maturity.ts'

/** Enough for intervals whose ends are exact to a tenth of their width, in a few tenths of a second. */
const RESAMPLES = 300
const Z95 = normalQuantile(0.975)

/** What cards need of the rows, whichever model they are of. */
export interface CardRows {
  /** Of the test rows, in their order. */
  groups: Record<Grouping, Category>
  maturity: Maturity
}

/** Reads what cards say of the rows, once for all models of a run. The window's records are read as they came, in `months`. */
export async function readCardRows(
  duck: Duck,
  { enriched, testIds, ...window }: { enriched: string; testIds: string } & RecordWindow,
): Promise<CardRows> {
  const relation = `(
    SELECT incident.*
    FROM ${parquet(testIds)} AS test
    JOIN ${parquet(enriched)} AS incident USING (id)
    ORDER BY id)`
  const { categories } = await readTable(duck, relation, [], GROUPINGS)
  const { district, community_area, primary_type, domestic } = categories
  return {
    groups: {
      district: district!,
      community_area: community_area!,
      primary_type: primary_type!,
      domestic: domestic!,
    },
    maturity: labelMaturity(await readRecords(duck, window)),
  }
}

/** What a model is, and what it was made of. */
export interface CardSubject extends Pick<ModelCard, 'data' | 'recipe' | 'params'> {
  /** With all scores on the test rows. */
  info: ModelInfo
}

/** The card of a model, from its scoring of the test rows. */
export async function makeCard(
  { info, data, recipe, params }: CardSubject,
  scored: ScoredRows,
  { groups, maturity }: CardRows,
  { pool, seed, signal }: { pool: WorkerPool; seed: number; signal: AbortSignal },
): Promise<ModelCard> {
  const { threshold } = scored
  const probabilities = sharedFloats(scored.probabilities.length)
  probabilities.set(scored.probabilities)
  const { scores, resampled } = await bootstrap(
    { labels: scored.labels, models: [{ probabilities, threshold }], resamples: RESAMPLES, seed },
    { pool, signal },
  )
  const intervals: ModelCard['metrics']['intervals'] = {}
  for (const metric of WEIGHTED_METRICS) {
    const value = scores[0]![metric]
    const drawn = resampled[0]![metric]
    // A lone class leaves some undefined.
    if (!Number.isFinite(value) || !drawn.every(Number.isFinite)) continue
    intervals[metric] = { value, ...(metric === 'calibration_error' ? basicInterval(value, drawn) : interval(drawn)) }
  }
  return {
    format: 1,
    model: info.name,
    learner: info.learner,
    run_id: info.run_id,
    trained_at: info.trained_at,
    app_version: info.app_version,
    generated: info.generated,
    data,
    recipe,
    features: info.features,
    params,
    threshold,
    metrics: {
      resamples: RESAMPLES,
      intervals,
      values: Object.fromEntries(Object.entries(info.metrics).filter(([name]) => !(name in intervals))),
    },
    calibration: calibrationCurve(scored.labels, scored.probabilities).map(({ predicted, observed, rows }) => {
      const { low, high } = wilsonInterval(Math.round(observed * rows), rows, Z95)
      return { predicted, observed, low, high, rows }
    }),
    overall: overallOf(scored),
    groupings: GROUPINGS.map((by) => groupRows(by, groups[by], scored)),
    label_maturity: maturity,
  }
}
