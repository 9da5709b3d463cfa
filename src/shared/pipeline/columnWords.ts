import { isMessageCode, type Phrase, recordedText } from '../messages/index.ts'
import { keysOfRate } from './rateFeature.ts'

/** A column or feature as people say it: `Offence code, how common` of `iucr_freq`; the name itself where it has no words. */
export function columnLabel(name: string): string {
  const words = columnMessage(name)
  return typeof words === 'string' ? words : recordedText(words.code, words.params)
}

/** `columnLabel` as a message, to be said in the reader's language. */
export function columnMessage(name: string): string | Phrase {
  const keys = keysOfRate(name)?.map(columnMessage)
  if (keys !== undefined) {
    const column = keys.reduce((first, second) => ({ code: 'column.pair', params: { first, second } }))
    return { code: 'column.rate', params: { column } }
  }
  const [, base = name, ending] = /^(.*?)(_freq|_standardized)?$/.exec(name) ?? []
  const code = `column.${base}`
  if (!isMessageCode(code)) return name
  const column = { code, params: {} }
  return ending === '_freq' ? { code: 'column.frequency', params: { column } } : column
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
