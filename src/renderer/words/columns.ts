import { currentLocale, recordedText, text } from '../../shared/messages/index.ts'

/** A column or feature as people say it: `Offence code (share)` for `iucr_freq`; the name itself where it has no words. */
export function columnLabel(name: string): string {
  const base = /^(.*?)(_freq|_standardized)?$/.exec(name)?.[1] ?? name
  const code = `column.${base}`
  const words = recordedText(code, {})
  if (words === code) return name
  return name.endsWith('_freq') ? text('column.frequency', { column: words }) : words
}

/** The title of a stored chart in the window's language, by the name of its artifact; undefined where it has no words. */
export function chartTitle(name: string): string | undefined {
  const code = `chart.title.${name}`
  // In the language that it is written in, its own title says more: it may name a score.
  if (currentLocale() === 'en') return undefined
  const words = recordedText(code, {})
  return words === code ? undefined : words
}
