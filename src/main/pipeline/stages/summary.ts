import { text } from '../../../shared/messages/index.ts'
import { densityFigure } from '../../../shared/pipeline/densityFigure.ts'
import type { PlotlyFigure } from '../../../shared/pipeline/stepDetails.ts'
import type { Density } from '../../../shared/pipeline/tables.ts'
import { type Duck, literal } from '../../duck.ts'
import type { Figure } from '../../figures/figure.ts'
import { type CountBy, hourByWeekday, incidentsBy } from '../../figures/overview.ts'
import { correlationHeatmap } from '../../figures/pipeline.ts'
import { doubles, flags } from '../../parquet/table.ts'
import { densitySql } from '../../tables/density.ts'
import type { EtlResult } from '../etl.ts'
import { featureNames } from '../featurizer/features.ts'
import { enrichFittedSchema, featuresFittedSchema } from '../featurizer/fitted.ts'
import { rowFlowOf } from '../stage/stageReport.ts'
import { correlations } from '../statistics/correlations.ts'
import type { StepReport } from '../steps.ts'

/** What every stage took, kept and dropped, and charts of the year: the tracked run `pipeline_summary_{date}`. */
export async function summarizeRun({ stages, date, label, generated }: EtlResult, duck: Duck): Promise<StepReport> {
  const overview = await drawOverview(stages.get('enrich'), duck)
  const correlation = await drawCorrelation(stages)
  return {
    runName: `pipeline_summary_${date}`,
    summary: text('step.summary.done', { stages: stages.size }),
    cached: false,
    params: { date, data: label, generated },
    metrics: Object.fromEntries(
      [...stages].map(([stage, { record }]) => [`${stage}_seconds`, record.elapsedMs / 1000]),
    ),
    documents: {
      ...overview,
      ...correlation,
      'figures/rows.json': rowFlowOf(stages),
      'summary.json': Object.fromEntries(
        [...stages].map(([stage, { record, cached }]) => [
          stage,
          {
            hash: record.hash,
            cached,
            elapsed_ms: Math.round(record.elapsedMs),
            rows: Object.fromEntries(record.outputs.map(({ name, rows }) => [name, rows])),
            dropped: record.dropped,
            metrics: record.metrics,
          },
        ]),
      ),
    },
  }
}

/** How the features that took part in the selection go together on the real training rows, with the label last. */
async function drawCorrelation(stages: EtlResult['stages']): Promise<Record<string, Figure>> {
  const [scale, features] = [stages.get('scale'), stages.get('features')]
  if (scale === undefined || features === undefined) return {}
  const rows = await scale.table('train')
  const scored = featuresFittedSchema.parse(features.record.fitted).mutual_information
  const names = featureNames(rows).filter((name) => name in scored)
  const matrix = correlations([...names.map((name) => doubles(rows, name)), flags(rows, 'arrest')])
  return { 'figures/correlation.json': correlationHeatmap([...names, 'arrest'], matrix) }
}

/** Side of a square of the map of incidents. */
const CELL_FEET = 1000

async function drawOverview(
  enrich: ReturnType<EtlResult['stages']['get']>,
  duck: Duck,
): Promise<Record<string, Figure | PlotlyFigure>> {
  if (enrich === undefined) return {}
  const crimes = `read_parquet(${literal(await enrich.file('crimes'))})`
  const countBy = (key: string) =>
    duck.rows<CountBy & Record<string, unknown>>(`
      SELECT
        ${key} AS key,
        count(*)::INTEGER AS incidents,
        (count(*) FILTER (arrest))::INTEGER AS arrests
      FROM ${crimes}
      GROUP BY key
      ORDER BY key`)
  const byType = await countBy('primary_type')
  const hours = await duck.rows<{ weekday: number; hour: number; incidents: number }>(`
    SELECT
      (isodow(date) - 1)::INTEGER AS weekday,
      hour(date)::INTEGER AS hour,
      count(*)::INTEGER AS incidents
    FROM ${crimes}
    GROUP BY weekday, hour
    ORDER BY weekday, hour`)
  const { stations } = enrichFittedSchema.parse(enrich.record.fitted)
  const cells = await duck.rows<Density['cells'][number]>(densitySql(crimes, CELL_FEET))
  return {
    'figures/density.json': densityFigure({ cellFeet: CELL_FEET, cells, stations }),
    'figures/by_month.json': incidentsBy('Incidents by month', await countBy(`strftime(date, '%Y-%m')`)),
    'figures/by_district.json': incidentsBy('Incidents by district', await countBy('district')),
    'figures/by_type.json': incidentsBy(
      'Incidents by type',
      byType.sort((a, b) => b.incidents - a.incidents),
    ),
    'figures/hour_by_weekday.json': hourByWeekday(hours),
  }
}
