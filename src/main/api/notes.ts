import { recordedText } from '../../shared/messages/index.ts'
import type { RunState, Said, Step, StepState } from '../../shared/runState.ts'
import { featuresFittedSchema } from '../pipeline/featurizer/fitted.ts'
import type { StageRecord } from '../pipeline/stageCache.ts'
import type { Run } from '../tracking/runs.ts'

/** What the notes of a step are made of. */
export interface NoteSources {
  step: StepState
  state: RunState
  run: Run
  record: StageRecord | undefined
  /** The learners' runs of the pipeline run, the best first. */
  learners: Run[]
  /** Difference of the best learner's best and worst fold, in MCC; for the step Train. */
  spread: number
  /** How many values a feature takes in the rows before and after balancing; for the step Features. */
  distinct: { feature: string; real: number; made: number }[]
  /** The district whose share of the incidents changed most since the run before; for the step Enrich. */
  changed: { run: string; district: string; before: number; after: number } | undefined
}

/** What to know of a step that is done: one or two sentences, computed from its data. */
export function notesOf(sources: NoteSources): Said[] {
  const { step } = sources
  if (step.state !== 'done' && step.state !== 'cached') return []
  return NOTES[step.step](sources)
}

const NOTES: Record<Step, (sources: NoteSources) => Said[]> = {
  setup: ({ run }) => (metric(run, 'expired') > 0 ? [say('note.expired', { objects: metric(run, 'expired') })] : []),
  download: ({ run, state, step }) => [
    state.generated
      ? say('note.generated')
      : say('note.downloaded', {
          rows: metric(run, 'rows'),
          months: metric(run, 'months'),
          source: state.data ?? state.source ?? '',
        }),
    ...left(step, metric(run, 'rows') + total(step.dropped)),
  ],
  merge: ({ step }) => leftOrNone(step),
  enrich: ({ step, changed }) => [
    ...leftOrNone(step),
    ...(changed === undefined
      ? []
      : [
          say('note.district_changed', {
            run: changed.run,
            district: changed.district,
            before: percent(changed.before),
            after: percent(changed.after),
          }),
        ]),
  ],
  split: ({ run }) => {
    const train = metric(run, 'train_arrests') / metric(run, 'train_rows')
    const test = metric(run, 'test_arrests') / metric(run, 'test_rows')
    return Math.abs(train - test) < 0.005
      ? [say('note.classes_alike', { share: percent(train) })]
      : [say('note.classes_differ', { train: percent(train), test: percent(test) })]
  },
  outliers: ({ run, step }) => {
    if (run.metrics.upper_feet === undefined) return leftOrNone(step)
    const upper = Math.round(run.metrics.upper_feet)
    return [...leftOrNone(step), say('note.outliers', { upper, outside: metric(run, 'test_outside') })]
  },
  encode: ({ run }) => {
    const unseen = Object.entries(run.metrics)
      .filter(([name, rows]) => name.endsWith('_unseen_in_test') && rows > 0)
      .sort((a, b) => b[1] - a[1])
      .slice(0, 2)
    if (unseen.length === 0) return [say('note.all_seen')]
    return unseen.map(([name, rows]) => say('note.unseen', { rows, column: name.replace(/_unseen_in_test$/, '') }))
  },
  scale: () => [say('note.scaled')],
  balance: ({ run }) => {
    const share = (moment: string) =>
      metric(run, `${moment}_arrests`) / (metric(run, `${moment}_arrests`) + metric(run, `${moment}_others`))
    const before = percent(share('train'))
    if (run.metrics.after_smote_arrests === undefined) return [say('note.not_balanced', { before })]
    const synthetic = metric(run, 'after_smote_arrests') - metric(run, 'train_arrests')
    return [say('note.balanced', { before, after: percent(share('after_undersampling')), synthetic })]
  },
  features: ({ record, distinct }) => {
    const fitted = featuresFittedSchema.safeParse(record?.fitted).data
    if (fitted === undefined) return []
    const nats = (feature: string) => fitted.mutual_information[feature] ?? 0
    const [best] = fitted.selected
    const made = distinct
      .filter(({ feature, real, made }) => fitted.selected.includes(feature) && real <= 100 && made > 10 * real)
      .slice(0, 1)
      .map(({ feature, real, made }) =>
        say('note.smote_values', { feature, real, made, nats: nats(feature).toFixed(3) }),
      )
    return [
      say('note.features', {
        kept: fitted.selected.length,
        all: Object.keys(fitted.mutual_information).length,
        threshold: String(record?.params.threshold ?? ''),
        best: best!,
        nats: nats(best!).toFixed(3),
      }),
      ...made,
    ]
  },
  summary: ({ state }) => (state.generated ? [say('note.generated')] : []),
  train: ({ learners, spread }) => {
    const ranked = learners
      .map((run) => ({ learner: run.tags.learner ?? run.name, mcc: run.metrics.cv_mcc ?? Number.NaN }))
      .filter(({ mcc }) => !Number.isNaN(mcc))
      .sort((a, b) => b.mcc - a.mcc)
    const [best, second] = ranked
    if (best === undefined) return []
    if (second === undefined) return [say('note.only_learner', { best: best.learner, mcc: best.mcc.toFixed(3) })]
    return [
      say('note.best_learner', {
        best: best.learner,
        second: second.learner,
        gain: (best.mcc - second.mcc).toFixed(3),
        spread: spread.toFixed(3),
      }),
    ]
  },
  evaluate: ({ run, learners }) => {
    const mean = metric(run, 'mean_probability')
    const rate = metric(run, 'arrest_rate')
    const values = { mean: percent(mean), rate: percent(rate) }
    const best = learners.find(({ metrics }) => metrics.mcc === run.metrics.mcc) ?? learners[0]
    const held =
      best?.metrics.cv_mcc === undefined
        ? []
        : [
            say('note.held', {
              learner: best.tags.learner ?? best.name,
              test: metric(run, 'mcc').toFixed(3),
              folds: best.metrics.cv_mcc.toFixed(3),
            }),
          ]
    return [...held, Math.abs(mean - rate) < 0.01 ? say('note.calibrated', values) : say('note.not_calibrated', values)]
  },
  // The verdict itself is what to know; `stepDetails` adds it.
  promote: () => [],
}

/** How many rows left, why, and whether that matters. */
function left(step: StepState, total: number): Said[] {
  const reasons = Object.entries(step.dropped).sort((a, b) => b[1] - a[1])
  const rows = reasons.reduce((sum, [, count]) => sum + count, 0)
  if (rows === 0 || total === 0) return []
  const share = rows / total
  const code = share < 0.02 ? 'note.few_left' : share < 0.1 ? 'note.some_left' : 'note.many_left'
  const named = reasons.map(([reason, count]) => `${reasonText(reason)} (${count})`)
  return [say(code, { rows, total, share: percent(share), reasons: named.join(', ') })]
}

function leftOrNone(step: StepState): Said[] {
  const said = left(step, step.rowsIn ?? 0)
  return said.length > 0 ? said : [say('note.nothing_left')]
}

function reasonText(reason: string): string {
  const code = `reason.${reason}`
  const known = recordedText(code, {})
  return known === code ? reason.replaceAll('_', ' ') : known
}

function say(code: Said['code'], params: Said['params'] = {}): Said {
  return { code, params }
}

function metric(run: Run, name: string): number {
  return run.metrics[name] ?? 0
}

function total(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** A share as per cent, with as many digits as say something. */
function percent(share: number): string {
  const value = share * 100
  return value !== 0 && Math.abs(value) < 1 ? value.toPrecision(2) : value.toFixed(1)
}
