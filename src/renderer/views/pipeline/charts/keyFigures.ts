import { text } from '../../../../shared/messages/index.ts'
import type { StepState } from '../../../../shared/pipeline/runState.ts'
import type { StepDetails } from '../../../../shared/pipeline/stepDetails.ts'
import type { KeyFigure } from '../../../parts/KeyFigures.tsx'
import { formatDuration, formatNumber, formatScore, formatShare } from '../../../words/formats.ts'
import { learnerWords } from '../../../words/runWords.ts'

type Metrics = StepDetails['metrics']

/** The figures that matter most of a step, at most four; what is not known yet is left out. */
export function keyFigures(state: StepState, details: StepDetails | undefined): KeyFigure[] {
  if (state.state !== 'done' && state.state !== 'cached') return []
  const figures = figuresOf(state, details?.metrics ?? {}, details)
  const time = state.elapsedMs === null ? [] : [figure('time', formatDuration(state.elapsedMs))]
  return [...figures.slice(0, 3 + (time.length === 0 ? 1 : 0)), ...time]
}

type FigureName = 'rows_in' | 'rows_out' | 'left' | 'time' | 'incidents' | 'months' | 'stations' | 'train' | 'test'
type MoreNames =
  | 'arrest_rate'
  | 'bounds'
  | 'balance_before'
  | 'balance_after'
  | 'features_in'
  | 'features_kept'
  | 'categories'
  | 'learners'
  | 'best'
  | 'cv_mcc'
  | 'mcc'
  | 'auc'
  | 'average_precision'
  | 'brier'
  | 'version'
  | 'model'
  | 'threshold'

function figure(name: FigureName | MoreNames, value: string): KeyFigure {
  return { label: text(`figure.${name}`), value }
}

/** A figure of a number that may not be known. */
function known(
  name: FigureName | MoreNames,
  value: number | null | undefined,
  format: (value: number) => string = formatNumber,
): KeyFigure[] {
  return value === null || value === undefined ? [] : [figure(name, format(value))]
}

function figuresOf(state: StepState, metrics: Metrics, details: StepDetails | undefined): KeyFigure[] {
  const { rows, rowsIn, rowsOut, dropped } = state
  const left = Object.values(dropped).reduce((sum, count) => sum + count, 0)
  const train = known('train', rows.train)
  const test = known('test', rows.test)
  switch (state.step) {
    case 'setup':
    case 'summary':
      return []
    case 'download':
      return [...known('incidents', rowsOut), ...known('months', metrics.months), ...known('left', left)]
    case 'merge':
      return [...known('rows_in', rowsIn), ...known('rows_out', rowsOut), ...known('left', left)]
    case 'enrich':
      return [...known('rows_out', rowsOut), ...known('left', left), ...known('stations', metrics.stations)]
    case 'split': {
      const rate = ratio(metrics.train_arrests, metrics.train_rows)
      return [...train, ...test, ...known('arrest_rate', rate, formatShare)]
    }
    case 'outliers': {
      const { lower_feet: lower, upper_feet: upper } = metrics
      const bounds =
        lower == null || upper == null
          ? []
          : [figure('bounds', `${formatNumber(Math.max(0, lower), 0)} – ${formatNumber(upper, 0)}`)]
      return [...train, ...known('left', left), ...bounds]
    }
    case 'encode': {
      const encoded = Object.keys(metrics).filter((name) => name.endsWith('_levels')).length
      return [...train, ...test, ...known('categories', details === undefined ? undefined : encoded)]
    }
    case 'scale':
      return [...train, ...test]
    case 'balance': {
      const before = share(metrics.train_arrests, metrics.train_others)
      const after =
        share(metrics.after_undersampling_arrests, metrics.after_undersampling_others) ??
        share(metrics.after_smote_arrests, metrics.after_smote_others)
      return [...known('balance_before', before, formatShare), ...known('balance_after', after, formatShare), ...train]
    }
    case 'features': {
      const scored = Object.keys(metrics).filter((name) => name.startsWith('mutual_information_')).length
      return [
        ...known('features_in', details === undefined ? undefined : scored),
        ...known('features_kept', metrics.selected_features),
        ...train,
      ]
    }
    case 'train': {
      const [best] = details?.learners ?? []
      if (best === undefined) return []
      return [
        ...known('learners', details?.learners.length),
        figure('best', learnerWords(best.learner)),
        ...known('cv_mcc', best.metrics.cv_mcc, formatScore),
      ]
    }
    case 'evaluate':
      return [
        ...known('mcc', metrics.mcc, formatScore),
        ...known('auc', metrics.auc, formatScore),
        ...known('brier', metrics.brier, (value) => formatScore(value, 4)),
      ]
    case 'promote': {
      const { model, version, threshold } = details?.params ?? {}
      return [
        ...(model === undefined ? [] : [figure('model', model)]),
        ...(version === undefined ? [] : [figure('version', version)]),
        ...(threshold === undefined ? [] : [figure('threshold', formatNumber(Number(threshold)))]),
      ]
    }
  }
}

function share(some: number | null | undefined, others: number | null | undefined): number | undefined {
  return some == null || others == null ? undefined : some / (some + others)
}

function ratio(some: number | null | undefined, all: number | null | undefined): number | undefined {
  return some == null || all == null || all === 0 ? undefined : some / all
}
