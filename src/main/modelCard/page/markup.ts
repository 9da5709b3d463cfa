/** Markup that is safe to be put into a page as it is. */
export interface Markup {
  readonly markup: string
}

type Part = Markup | readonly Markup[] | string | number

/** A template of HTML or SVG: what is put into it is escaped, unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return { markup: strings.map((string, k) => string + (k < parts.length ? written(parts[k]!) : '')).join('') }
}

function written(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('')
}

function escaped(words: string): string {
  return words.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
