import { currentLocale, recordedText } from '../../shared/messages/index.ts'

export { columnLabel } from '../../shared/pipeline/columnWords.ts'

/** The title of a stored chart in the window's language, by the name of its artifact; undefined where it has no words. */
export function chartTitle(name: string): string | undefined {
  const code = `chart.title.${name}`
  // In the language that it is written in, its own title says more: it may name a score.
  if (currentLocale() === 'en') return undefined
  const words = recordedText(code, {})
  return words === code ? undefined : words
}
