import { text } from '../../../shared/messages/index.ts'
import { featuresFittedSchema } from '../../pipeline/featurizer/fitted.ts'
import type { PipelineResult } from '../../pipeline/runPipeline.ts'
import type { TrainingResult } from '../../training/trainAndPromote.ts'
import type { Workbench } from '../../workbench.ts'
import { percent, printHint, type Terminal, table } from './terminal.ts'

/** A run as `--json` prints it. */
export function describeRun({ runId, etl, training }: PipelineResult) {
  const features = etl.stages.get('features')
  return {
    run_id: runId,
    date: etl.date,
    data: etl.label,
    generated: etl.generated,
    stages: [...etl.stages].map(([stage, { record, cached }]) => ({
      stage,
      hash: record.hash,
      cached,
      elapsed_ms: record.elapsedMs,
      rows: Object.fromEntries(record.outputs.flatMap(({ name, rows }) => (rows === undefined ? [] : [[name, rows]]))),
      dropped: record.dropped,
    })),
    features: features && featuresFittedSchema.parse(features.record.fitted).selected,
    ...(training === undefined ? {} : describeTraining(training)),
  }
}

/** A training as `--json` prints it. */
export function describeTraining({ trained, promotion }: Pick<TrainingResult, 'trained' | 'promotion'>) {
  return {
    learners: trained.map(({ learner, runId, crossValidation, evaluation, contentHash }) => ({
      learner,
      run_id: runId,
      cross_validation: crossValidation,
      test: evaluation.calibrated,
      test_raw: evaluation.raw,
      model_hash: contentHash,
    })),
    model: promotion.model,
    version: promotion.version.version,
    aliases: promotion.version.aliases,
    verdict: promotion.verdict ?? null,
  }
}

/** A run for people: where its sets are, then what was trained. */
export function printRun(result: PipelineResult, { store }: Workbench, terminal: Terminal): void {
  const { etl, training } = result
  if (etl.stages.has('features')) {
    terminal.print()
    terminal.print(
      text('cli.etl_done', {
        location: store.location,
        train: `ml-ready-data/train_${etl.date}.csv`,
        test: `ml-ready-data/test_${etl.date}.csv`,
      }),
    )
  }
  if (training !== undefined) printTraining(training, terminal)
}

/** The learners side by side, then the card of the version that came out. */
export function printTraining(
  { trained, promotion, generated, label, date }: TrainingResult,
  terminal: Terminal,
): void {
  const { version, model } = promotion
  terminal.print()
  const rows = trained.map(({ learner, crossValidation, evaluation: { calibrated } }) => [
    learner,
    crossValidation.mcc.toFixed(4),
    calibrated.mcc.toFixed(4),
    calibrated.auc.toFixed(4),
    calibrated.average_precision.toFixed(4),
    calibrated.brier.toFixed(4),
  ])
  const header = [text('table.learner'), text('table.folds'), 'MCC', 'AUC', 'AP', 'Brier']
  for (const line of table(header, rows)) terminal.print(`  ${line}`)
  terminal.print()

  const best = trained.find(({ learner }) => learner === version.learner)
  const { info } = (best ?? trained[0]!).content
  const card: [string, string][] = [
    [text('card.model'), `${model}, ${text('card.version', { version: String(version.version) })}`],
    [text('card.alias'), version.aliases.join(', ') || '–'],
    [text('card.learner'), version.learner],
    [
      text('card.data'),
      `${label}, ${info.data_from.slice(0, 10)} – ${info.data_to.slice(0, 10)}, ${text('card.run_date', { date })}`,
    ],
    [text('card.inputs'), version.features.join(', ')],
  ]
  if (best !== undefined) {
    const { calibrated } = best.evaluation
    card.push([
      text('card.calibration'),
      text('card.calibration.value', {
        mean: percent(calibrated.mean_probability),
        rate: percent(calibrated.arrest_rate),
        error: calibrated.calibration_error.toFixed(4),
      }),
    ])
  }
  if (generated) card.push([text('card.note'), text('cli.generated')])
  const width = Math.max(...card.map(([name]) => name.length))
  for (const [name, value] of card) terminal.print(`  ${name.padEnd(width)}  ${value}`)
  terminal.print()
  if (promotion.verdict !== undefined) printHint(promotion.verdict.code, terminal)
}
