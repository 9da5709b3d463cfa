import { recordedText, text } from '../../../shared/messages/index.ts'
import type { RunState, Step, StepState } from '../../../shared/pipeline/runState.ts'
import { formatScore, formatTime } from '../../words/formats.ts'
import { learnerWords, progressWords, reasonWords } from '../../words/runWords.ts'
import { stepBefore } from './steps.ts'

/** What a step did, is doing or waits for, in a line. */
export function stepLine(state: StepState, run: RunState): string {
  switch (state.state) {
    case 'waiting':
      return waitingLine(state.step, run)
    case 'running':
      if (state.retryAt !== null) return text('pipeline_view.line.retry', { time: formatTime(state.retryAt) })
      return state.progress === null ? text('pipeline_view.state.running') : progressWords(state.progress)
    case 'failed':
      return state.error === null
        ? text('pipeline_view.state.failed')
        : withoutFolders(recordedText(state.error.code, state.error.params))
    case 'cancelled':
      return text('pipeline_view.state.cancelled')
    case 'done':
    case 'cached':
      return doneLine(state, run)
  }
}

/** A message with its paths cut to the file's name, so that a line tells what happened. */
function withoutFolders(message: string): string {
  return message.replace(/(?:[A-Za-z]:)?[\\/](?:[^\\/\s]+[\\/])+/g, '')
}

function waitingLine(step: Step, run: RunState): string {
  const before = stepBefore(step)
  if (run.status !== 'RUNNING' || before === undefined) return text('pipeline_view.line.not_run')
  return text('pipeline_view.line.waits', { step: text(`step.${before}`) })
}

function doneLine(state: StepState, run: RunState): string {
  const { rows, rowsIn, rowsOut, dropped } = state
  const left = leftLine(dropped)
  switch (state.step) {
    case 'setup':
      return text('pipeline_view.line.setup')
    case 'download':
      return text('pipeline_view.line.download', { rows: rowsOut ?? 0, months: Object.keys(rows).length })
    case 'merge':
    case 'enrich':
      return left ?? text('pipeline_view.line.rows', { before: rowsIn ?? 0, after: rowsOut ?? 0 })
    case 'split':
      return text('pipeline_view.line.split', { train: rows.train ?? 0, test: rows.test ?? 0 })
    case 'outliers':
      return left ?? text('pipeline_view.line.train', { train: rows.train ?? 0 })
    case 'encode':
    case 'scale':
      return text('pipeline_view.line.train', { train: rows.train ?? 0 })
    case 'balance': {
      const before = run.steps.find(({ step }) => step === 'scale')?.rows.train
      if (before === undefined) return text('pipeline_view.line.train', { train: rows.train ?? 0 })
      return text('pipeline_view.line.balance', { before, after: rows.train ?? 0 })
    }
    case 'features': {
      const { kept, all } = state.outcome
      if (kept === undefined || all === undefined) return state.summary ?? ''
      return text('pipeline_view.line.features', { kept, all })
    }
    case 'train':
    case 'evaluate': {
      const { learner, mcc } = state.outcome
      if (typeof learner !== 'string' || typeof mcc !== 'number') return state.summary ?? ''
      return text(`pipeline_view.line.${state.step === 'train' ? 'folds' : 'tested'}`, {
        learner: learnerWords(learner),
        mcc: formatScore(mcc),
      })
    }
    case 'summary':
      return text('pipeline_view.line.summary')
    case 'promote': {
      const { version, becomes } = state.outcome
      const isKnown = becomes === 'champion' || becomes === 'challenger' || becomes === 'unchanged'
      if (version === undefined || !isKnown) return state.summary ?? ''
      return text(`step.promote.${becomes}`, { version })
    }
  }
}

/** How many rows left, and why most of them did; undefined where none did. */
function leftLine(dropped: Record<string, number>): string | undefined {
  const reasons = Object.entries(dropped).sort((a, b) => b[1] - a[1])
  const [most] = reasons
  if (most === undefined) return undefined
  const total = reasons.reduce((sum, [, rows]) => sum + rows, 0)
  return text('pipeline_view.line.left', { rows: total, reason: reasonWords(most[0]) })
}

/** Shares (0-1) of the downloaded rows that a step leaves to learn from and to test with; undefined where it has none. */
export function sharesLeft(state: StepState, run: RunState): { learn: number; test: number } | undefined {
  const all = run.steps.find(({ step }) => step === 'download')?.rowsOut
  if (all == null || all === 0 || state.rowsOut === null) return undefined
  const { train, test } = state.rows
  if (train === undefined) return { learn: Math.min(1, state.rowsOut / all), test: 0 }
  const testShare = Math.min(1, (test ?? 0) / all)
  return { learn: Math.min(1 - testShare, train / all), test: testShare }
}
