import { z } from 'zod'
import { text } from '../../../shared/messages/index.ts'
import type { StageName } from '../../../shared/pipeline/runState.ts'
import type { Figure } from '../../figures/figure.ts'
import { classCounts, mutualInformationBars, rowFlow } from '../../figures/pipeline.ts'
import { featuresFittedSchema } from '../featurizer/fitted.ts'
import type { StepReport } from '../steps.ts'
import type { StageResult } from './runStage.ts'
import type { StageRecord } from './stageCache.ts'

/** Names of the tracked runs that analysts know from the stack of today; the other stages' are the stage's own. */
const RUN_NAMES: Partial<Record<StageName, string>> = { download: 'raw_data' }

/** What a finished stage tells: its tracked run, and its line in the terminal. */
export function reportStage({ record, cached }: StageResult, date: string): StepReport {
  const { stage, params, metrics, dropped, details, sql, outputs } = record
  const rows = outputs.flatMap(({ name, rows }) => (rows === undefined ? [] : [[`rows_${name}`, rows]]))
  const left = Object.entries(dropped).map(([reason, count]) => [`dropped_${reason}`, count])
  return {
    runName: `${RUN_NAMES[stage] ?? stage}_${date}`,
    summary: summarize(record),
    cached,
    hash: record.hash,
    params,
    metrics: { ...Object.fromEntries(rows), ...Object.fromEntries(left), ...metrics },
    documents: {
      ...figuresOf(record),
      ...(Object.keys(details).length > 0 ? { 'details.json': details } : {}),
      ...(record.fitted === undefined ? {} : { 'fitted.json': record.fitted }),
      ...(sql.length > 0 ? { 'sql.json': sql } : {}),
    },
  }
}

/** What came out of a stage, in a few words. */
function summarize(record: StageRecord): string {
  const rows = (name: string) => record.outputs.find((output) => output.name === name)?.rows ?? 0
  const left = Object.entries(record.dropped).map(([reason, count]) =>
    text('step.left', { rows: count, reason: reason.replaceAll('_', ' ') }),
  )
  const withLeft = (summary: string) => [summary, ...left].join('; ')
  switch (record.stage) {
    case 'setup':
      return text('step.setup.done', { expired: record.metrics.expired ?? 0 })
    case 'download': {
      const done = text('step.download.done', { rows: record.metrics.rows ?? 0, months: record.outputs.length })
      const notes = z.array(z.string()).safeParse(record.details.notes).data ?? []
      return [withLeft(done), ...notes].join('; ')
    }
    case 'merge':
    case 'enrich':
      return withLeft(text('step.rows', { rows: rows('crimes') }))
    case 'features': {
      const { selected, mutual_information } = featuresFittedSchema.parse(record.fitted)
      return text('step.features.done', { kept: selected.length, all: Object.keys(mutual_information).length })
    }
    default:
      return withLeft(text('step.train_test', { train: rows('train'), test: rows('test') }))
  }
}

function figuresOf(record: StageRecord): Record<string, Figure> {
  const { metrics } = record
  const counts = (name: string, arrests: string, others: number) => ({
    name,
    arrest: metrics[arrests] ?? 0,
    noArrest: others,
  })
  switch (record.stage) {
    case 'split': {
      const parts = ['train', 'test'].map((part) =>
        counts(part, `${part}_arrests`, (metrics[`${part}_rows`] ?? 0) - (metrics[`${part}_arrests`] ?? 0)),
      )
      return { 'figures/split.json': classCounts('Training and test rows', parts) }
    }
    case 'balance': {
      const moments = ['train', 'after_smote', 'after_undersampling']
        .filter((moment) => metrics[`${moment}_others`] !== undefined)
        .map((moment) => counts(moment.replaceAll('_', ' '), `${moment}_arrests`, metrics[`${moment}_others`] ?? 0))
      return { 'figures/balance.json': classCounts('Training rows before and after balancing', moments) }
    }
    case 'features': {
      const { mutual_information } = featuresFittedSchema.parse(record.fitted)
      const threshold = Number(record.params.threshold)
      return {
        'figures/mutual_information.json': mutualInformationBars(Object.entries(mutual_information), threshold),
      }
    }
    default:
      return {}
  }
}

/** How the rows went through all stages: the figure of the summary. */
export function rowFlowOf(stages: ReadonlyMap<StageName, StageResult>): Figure {
  const steps = [...stages.values()]
    .filter(({ record }) => record.outputs.length > 0)
    .map(({ record: { stage, outputs, dropped } }) => ({
      name: stage,
      rows: outputs
        .filter(({ name }) => !name.endsWith('_ids') && !name.endsWith('_csv'))
        .reduce((sum, { rows = 0 }) => sum + rows, 0),
      dropped,
    }))
  return rowFlow(steps)
}
