import { recordedText, text } from './messages/index.ts'

/** A column or feature as people say it: `Offence code (share)` for `iucr_freq`; the name itself where it has no words. */
export function columnLabel(name: string): string {
  const base = /^(.*?)(_freq|_standardized)?$/.exec(name)?.[1] ?? name
  const code = `column.${base}`
  const words = recordedText(code, {})
  if (words === code) return name
  return name.endsWith('_freq') ? text('column.frequency', { column: words }) : words
}
