import { recordedText, text } from '../messages/index.ts'
import { keysOfRate } from './rateFeature.ts'

/** A column or feature as people say it: `Offence code, how common` of `iucr_freq`; the name itself where it has no words. */
export function columnLabel(name: string): string {
  const keys = keysOfRate(name)
  if (keys !== undefined) {
    const column = keys.map(columnLabel).reduce((first, second) => text('column.pair', { first, second }))
    return text('column.rate', { column })
  }
  const base = /^(.*?)(_freq|_standardized)?$/.exec(name)?.[1] ?? name
  const code = `column.${base}`
  const words = recordedText(code, {})
  if (words === code) return name
  return name.endsWith('_freq') ? text('column.frequency', { column: words }) : words
}

/** A metric as people say it: `Average precision`; its name in plain words where it has none of its own. */
export function metricLabel(name: string): string {
  return named(`metric.${name}`) ?? name.replaceAll('_', ' ')
}

/** Why rows left, in words: `no coordinates`. */
export function reasonWords(reason: string): string {
  return named(`reason.${reason}`) ?? reason.replaceAll('_', ' ')
}

function named(code: string): string | undefined {
  const words = recordedText(code, {})
  return words === code ? undefined : words
}
