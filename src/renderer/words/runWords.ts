import { recordedText, text } from '../../shared/messages/index.ts'
import type { StepProgress } from '../../shared/pipeline/runState.ts'
import { formatShare } from './formats.ts'

export { metricLabel as metricWords, reasonWords } from '../../shared/pipeline/columnWords.ts'

/** `Random forest` of `random-forest`. */
export function learnerWords(learner: string): string {
  return named(`learner.${learner}`) ?? learner
}

/** What a progress says: `random forest, tree 61 of 100`. */
export function progressWords({ done, total, unit, what }: StepProgress): string {
  // Some work is counted in parts of its unit: a share says that better than `fold 0.41 of 4`.
  const isWhole = Number.isInteger(done)
  const count = isWhole ? text(`pipeline_view.progress.${unit}`, { done, total }) : formatShare(done / total, 0)
  return what === null ? count : `${whatWords(what)}, ${count}`
}

/** `fold 2 of 3: random-forest` in words, and all else as it came. */
function whatWords(what: string): string {
  const [, fold, folds, learner] = /^fold (\d+) of (\d+): (.+)$/.exec(what) ?? []
  if (fold === undefined || folds === undefined || learner === undefined) return learnerWords(what)
  return `${learnerWords(learner)}, ${text('pipeline_view.progress.folds', { done: fold, total: folds })}`
}

function named(code: string): string | undefined {
  const words = recordedText(code, {})
  return words === code ? undefined : words
}
