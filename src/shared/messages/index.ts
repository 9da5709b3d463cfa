import { api } from './api.ts'
import { cliMessages } from './cli/index.ts'
import { doctor } from './doctor.ts'
import { invalid } from './invalid.ts'
import { learningMessages } from './learning/index.ts'
import { pictures } from './pictures.ts'
import { pipelineMessages } from './pipeline/index.ts'
import { productionMessages } from './production/index.ts'
import { shells } from './shells.ts'
import { storage } from './storage.ts'
import { tracking } from './tracking.ts'
import { windowMessages } from './window/index.ts'
import { workspace } from './workspace.ts'

/**
 * Every text that a user reads, by code, in each language. A `{name}` is a parameter; of `[row|rows]` the first is said
 * where the number before it is 1.
 */
const catalogue = {
  ...api,
  ...cliMessages,
  ...doctor,
  ...invalid,
  ...pictures,
  ...learningMessages,
  ...pipelineMessages,
  ...productionMessages,
  ...shells,
  ...storage,
  ...tracking,
  ...windowMessages,
  ...workspace,
}

const templates = new Map<string, Record<Locale, string>>(Object.entries(catalogue))

export type Locale = 'en' | 'es'
export type MessageCode = keyof typeof catalogue
export type MessageParameters = Readonly<Record<string, string | number>>

/** A word by its code, or a number with exactly `digits` decimals, to be said in the reader's language. */
type Word = string | number | { code: MessageCode } | { value: number; digits: number }
/** A part of a message that is a message itself. */
export interface Phrase {
  code: MessageCode
  params: Readonly<Record<string, Word | Phrase>>
}
/** What a parameter of a message as data may be. */
export type MessageValue = Word | Phrase | readonly Phrase[]

type NamesIn<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never
type ParametersOf<C extends MessageCode> = NamesIn<(typeof catalogue)[C]['en']>

/** Whether this version of the app knows a code that was recorded earlier. */
export function isMessageCode(code: string): code is MessageCode {
  return templates.has(code)
}

/** The codes whose text names no parameter. */
export type PlainCode = {
  [C in MessageCode]: [ParametersOf<C>] extends [never] ? C : never
}[MessageCode]

/** The parameters that a message's text names, as one argument; none where the text names none. */
export type MessageArguments<C extends MessageCode> = [ParametersOf<C>] extends [never]
  ? [params?: undefined]
  : [params: Readonly<Record<ParametersOf<C>, string | number>>]

let current: Locale = 'en'

/** Sets the language of every later `text()`: the CLI takes it from LANG, the window from the settings. */
export function setLocale(locale: Locale): void {
  current = locale
}

/** Does `work`, which must not wait for anything, with another language of `text()`. */
export function inLanguage<T>(locale: Locale, work: () => T): T {
  const before = current
  current = locale
  try {
    return work()
  } finally {
    current = before
  }
}

/** The language of `text()`, for numbers and dates beside it. */
export function currentLocale(): Locale {
  return current
}

/** The locale that a POSIX value like `es_MX.UTF-8` asks for; English for what is not translated. */
export function localeOf(posix: string | undefined): Locale {
  return posix?.toLowerCase().startsWith('es') ? 'es' : 'en'
}

/** The message in the current language with its parameters filled in; numbers are grouped as that language does. */
export function text<C extends MessageCode>(code: C, ...[params]: MessageArguments<C>): string {
  return fill(catalogue[code][current], params ?? {})
}

/**
 * The text of a code that was recorded earlier (a run's error, a verdict), in the current language; the code itself where
 * this version of the app does not know it.
 */
export function recordedText(code: string, params: Readonly<Record<string, MessageValue>>): string {
  return fill(templates.get(code)?.[current] ?? code, params)
}

function fill(template: string, values: Readonly<Record<string, MessageValue>>): string {
  let last: MessageValue | undefined
  return template.replace(/\{(\w+)\}|\[([^[\]|]+)\|([^[\]|]+)\]/g, (whole, name: string | undefined, one, other) => {
    if (name === undefined) return last === 1 ? one : other
    const value = values[name]
    if (value === undefined) return whole
    last = value
    return said(value)
  })
}

function said(value: MessageValue): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return new Intl.NumberFormat(current).format(value)
  if (isList(value)) return new Intl.ListFormat(current).format(value.map(said))
  if ('code' in value) return recordedText(value.code, 'params' in value ? value.params : {})
  const { digits } = value
  const format = new Intl.NumberFormat(current, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return format.format(value.value)
}

function isList(value: MessageValue): value is readonly Phrase[] {
  return Array.isArray(value)
}
