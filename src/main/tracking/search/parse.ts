import { UserError } from '../../../shared/errors.ts'

/** What a search compares: a metric, parameter or tag by name, or an attribute of the run. */
export type SearchKey =
  | { of: 'metrics' | 'params' | 'tags'; name: string }
  | { of: 'run'; name: (typeof ATTRIBUTES)[number] }

export type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like' | 'contains'

export type Search =
  | { type: 'and' | 'or'; terms: Search[] }
  | { type: 'not'; term: Search }
  | { type: 'compare'; key: SearchKey; comparator: Comparator; value: string | number }
  | { type: 'in'; key: SearchKey; values: (string | number)[] }
  | { type: 'null'; key: SearchKey; isNull: boolean }

/** `duration` is in seconds; times are milliseconds since 1970, or text such as `2018-01-31` (UTC). */
export const ATTRIBUTES = [
  'run_id',
  'name',
  'status',
  'kind',
  'experiment',
  'note',
  'start_time',
  'end_time',
  'duration',
] as const

export const SEARCH_EXAMPLE = `metrics.mcc > 0.6 and params.learner = 'boosting'`

/** Deeper than any search that a person writes, and well below what the database takes. */
const DEPTH_LIMIT = 50

interface Token {
  type: 'word' | 'string' | 'number' | 'symbol' | 'end'
  text: string
  /** Index of its first character. */
  at: number
}

const TOKEN =
  /\s+|(?<string>'(?:[^']|'')*'|"(?:[^"]|"")*")|(?<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))|(?<word>(?:[A-Za-z_][\w]*)(?:\.(?:`[^`]*`|[\w/-]+))*)|(?<symbol><=|>=|!=|<>|==|[=<>(),])/y

/**
 * Reads a search like `metrics.mcc > 0.6 and (params.learner = 'boosting' or tags.stage in ('a', 'b')) and not name like
 * 'pipe%'`. Undefined where it is empty.
 *
 * @throws UserError `search.unexpected` with the position of the first character that cannot be read, from 1
 */
export function parseSearch(text: string): Search | undefined {
  const tokens = tokenize(text)
  let place = 0

  const peek = () => tokens[place]!
  const isWord = (word: string) => peek().type === 'word' && peek().text.toLowerCase() === word
  const isSymbol = (symbol: string) => peek().type === 'symbol' && peek().text === symbol
  const take = () => tokens[place++]!

  function expectSymbol(symbol: string): void {
    if (!isSymbol(symbol)) throw unexpected(peek(), symbol)
    take()
  }

  function either(depth: number): Search {
    return joined('or', () => joined('and', () => negated(depth)))
  }

  function joined(word: 'and' | 'or', term: () => Search): Search {
    const terms = [term()]
    while (isWord(word)) {
      take()
      terms.push(term())
    }
    return terms.length === 1 ? terms[0]! : { type: word, terms }
  }

  function negated(depth: number): Search {
    if (depth > DEPTH_LIMIT) throw unexpected(peek(), `≤ ${DEPTH_LIMIT} ( )`)
    if (isWord('not')) {
      take()
      return { type: 'not', term: negated(depth + 1) }
    }
    if (isSymbol('(')) {
      take()
      const inner = either(depth + 1)
      expectSymbol(')')
      return inner
    }
    return comparison()
  }

  function comparison(): Search {
    const key = keyOf(take())
    if (isWord('in')) {
      take()
      return { type: 'in', key, values: list() }
    }
    if (isWord('not')) {
      take()
      if (!isWord('in')) throw unexpected(peek(), 'IN')
      take()
      return { type: 'not', term: { type: 'in', key, values: list() } }
    }
    if (isWord('is')) {
      take()
      const isNull = !isWord('not')
      if (!isNull) take()
      if (!isWord('null')) throw unexpected(peek(), 'NULL')
      take()
      return { type: 'null', key, isNull }
    }
    const comparator = comparatorOf(take())
    return { type: 'compare', key, comparator, value: value() }
  }

  function list(): (string | number)[] {
    expectSymbol('(')
    const values = [value()]
    while (isSymbol(',')) {
      take()
      values.push(value())
    }
    expectSymbol(')')
    return values
  }

  function value(): string | number {
    const token = take()
    if (token.type === 'number') return Number(token.text)
    if (token.type === 'string') return unquoted(token.text)
    throw unexpected(token, `0.6, 'boosting'`)
  }

  if (peek().type === 'end') return undefined
  const search = either(0)
  if (peek().type !== 'end') throw unexpected(peek(), 'AND, OR')
  return search
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  let at = 0
  while (at < text.length) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    if (match === null) throw unexpected({ type: 'symbol', text: text.slice(at, at + 10), at }, `name, 0.6, 'text', =`)
    const { string, number, word, symbol } = match.groups ?? {}
    if (string !== undefined) tokens.push({ type: 'string', text: string, at })
    else if (number !== undefined) tokens.push({ type: 'number', text: number, at })
    else if (word !== undefined) tokens.push({ type: 'word', text: word, at })
    else if (symbol !== undefined) tokens.push({ type: 'symbol', text: symbol, at })
    at = TOKEN.lastIndex
  }
  tokens.push({ type: 'end', text: '', at: text.length })
  return tokens
}

function keyOf(token: Token): SearchKey {
  const expected = `metrics.…, params.…, tags.…, ${ATTRIBUTES.join(', ')}`
  if (token.type !== 'word') throw unexpected(token, expected)
  const dot = token.text.indexOf('.')
  const prefix = (dot < 0 ? '' : token.text.slice(0, dot)).toLowerCase()
  const name = token.text.slice(dot + 1).replace(/^`(.*)`$/, '$1')
  switch (prefix) {
    case 'metrics':
    case 'metric':
      return { of: 'metrics', name }
    case 'params':
    case 'param':
    case 'parameters':
      return { of: 'params', name }
    case 'tags':
    case 'tag':
      return { of: 'tags', name }
    case '':
    case 'run':
    case 'attributes': {
      const attribute = ATTRIBUTES.find((known) => known === name.toLowerCase())
      if (attribute !== undefined) return { of: 'run', name: attribute }
    }
  }
  throw unexpected(token, expected)
}

function comparatorOf(token: Token): Comparator {
  const written = token.type === 'symbol' || token.type === 'word' ? token.text.toLowerCase() : ''
  switch (written) {
    case '=':
    case '==':
      return '='
    case '!=':
    case '<>':
      return '!='
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'like':
    case 'contains':
      return written
    case 'ilike':
      return 'like'
  }
  throw unexpected(token, '=, !=, <, <=, >, >=, LIKE, CONTAINS, IN, IS NULL')
}

function unquoted(text: string): string {
  const quote = text[0]!
  return text.slice(1, -1).replaceAll(quote + quote, quote)
}

function unexpected(token: Token, expected: string): UserError {
  const found = token.type === 'end' ? '∅' : token.text
  return new UserError('search.unexpected', { position: token.at + 1, found, expected, example: SEARCH_EXAMPLE })
}
