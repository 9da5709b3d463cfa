import { recordedText, text } from '../../shared/messages/index.ts'
import type { StepProgress } from '../../shared/runState.ts'

/** Why rows left, in words: `no coordinates`. */
export function reasonWords(reason: string): string {
  return named(`reason.${reason}`) ?? reason.replaceAll('_', ' ')
}

/** `Random forest` of `random-forest`. */
export function learnerWords(learner: string): string {
  return named(`learner.${learner}`) ?? learner
}

/** What a progress says: `random forest, tree 61 of 100`. */
export function progressWords({ done, total, unit, what }: StepProgress): string {
  const count = text(`pipeline_view.progress.${unit}`, { done, total })
  return what === null ? count : `${learnerWords(what)}, ${count}`
}

function named(code: string): string | undefined {
  const words = recordedText(code, {})
  return words === code ? undefined : words
}
