import { isMessageCode, type MessageCode, type MessageValue } from '../../shared/messages/index.ts'
import { columnMessage } from '../../shared/pipeline/columnWords.ts'
import type { RunState, Step, StepState } from '../../shared/pipeline/runState.ts'
import type { Note } from '../../shared/pipeline/stepDetails.ts'
import { featuresFittedSchema } from '../pipeline/featurizer/fitted.ts'
import type { StageRecord } from '../pipeline/stage/stageCache.ts'
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
export function notesOf(sources: NoteSources): Note[] {
  const { step } = sources
  if (step.state !== 'done' && step.state !== 'cached') return []
  return NOTES[step.step](sources)
}

const NOTES: Record<Step, (sources: NoteSources) => Note[]> = {
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
    return unseen.map(([name, rows]) => {
      const column = name.replace(/_unseen_in_test$/, '')
      const hasRate = run.metrics[`${column}_groups`] !== undefined
      return say(hasRate ? 'note.unseen_rate' : 'note.unseen', { rows, column: word('column', column) })
    })
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
        say('note.smote_values', { feature: columnMessage(feature), real, made, nats: score(nats(feature)) }),
      )
    return [
      say('note.features', {
        kept: fitted.selected.length,
        all: Object.keys(fitted.mutual_information).length,
        threshold: Number(record?.params.threshold ?? 0),
        best: columnMessage(best!),
        nats: score(nats(best!)),
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
    if (second === undefined)
      return [say('note.only_learner', { best: word('learner', best.learner), mcc: score(best.mcc) })]
    return [
      say('note.best_learner', {
        best: word('learner', best.learner),
        second: word('learner', second.learner),
        gain: score(best.mcc - second.mcc),
        spread: score(spread),
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
              learner: word('learner', best.tags.learner ?? best.name),
              test: score(metric(run, 'mcc')),
              folds: score(best.metrics.cv_mcc),
            }),
          ]
    return [...held, Math.abs(mean - rate) < 0.01 ? say('note.calibrated', values) : say('note.not_calibrated', values)]
  },
  // The verdict itself is what to know; `stepDetails` adds it.
  promote: () => [],
}

/** How many rows left, why, and whether that matters. */
function left(step: StepState, total: number): Note[] {
  const reasons = Object.entries(step.dropped).sort((a, b) => b[1] - a[1])
  const rows = reasons.reduce((sum, [, count]) => sum + count, 0)
  if (rows === 0 || total === 0) return []
  const share = rows / total
  const code = share < 0.02 ? 'note.few_left' : share < 0.1 ? 'note.some_left' : 'note.many_left'
  const named = reasons.map(([reason, rows]) => ({
    code: 'note.reason' as const,
    params: { reason: word('reason', reason), rows },
  }))
  return [say(code, { rows, total, share: percent(share), reasons: named })]
}

function leftOrNone(step: StepState): Note[] {
  const said = left(step, step.rowsIn ?? 0)
  return said.length > 0 ? said : [say('note.nothing_left')]
}

/** The word of a name that the catalogue may know: a reason, a learner, a column. */
function word(kind: 'reason' | 'learner' | 'column', name: string): string | { code: MessageCode } {
  const code = `${kind}.${name}`
  return isMessageCode(code) ? { code } : name.replaceAll('_', ' ')
}

/** A score with three decimals. */
function score(value: number): MessageValue {
  return { value, digits: 3 }
}

function say(code: MessageCode, params: Note['params'] = {}): Note {
  return { code, params }
}

function metric(run: Run, name: string): number {
  return run.metrics[name] ?? 0
}

function total(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** A share as per cent, with as many digits as say something. */
function percent(share: number): MessageValue {
  const value = share * 100
  return { value, digits: value !== 0 && Math.abs(value) < 1 ? 2 : 1 }
}
