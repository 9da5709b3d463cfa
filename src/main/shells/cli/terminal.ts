import { currentLocale, isMessageCode, recordedText } from '../../../shared/messages/index.ts'

/** Where a command writes: results to standard output, progress and notices to standard error. */
export interface Terminal {
  readonly json: boolean
  /** True when a person watches progress on a terminal. */
  readonly interactive: boolean
  /** A line of the result, for people; nothing with `--json`. */
  print(line?: string): void
  /** The result as one JSON document, with `--json` only. What comes after the first is not printed. */
  result(document: unknown): void
  /** A line of progress or a notice. */
  notice(line: string): void
  /** Width of the terminal in columns. */
  columns: number
}

/** The terminal of this process. */
export function createTerminal(json: boolean): Terminal {
  let printed = false
  return {
    json,
    interactive: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 100,
    print(line = '') {
      if (!json) process.stdout.write(`${line}\n`)
    },
    result(document) {
      if (!json || printed) return
      printed = true
      process.stdout.write(`${JSON.stringify(document, jsonValue, 2)}\n`)
    },
    notice(line) {
      process.stderr.write(`${line}\n`)
    },
  }
}

function jsonValue(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value
}

/** The command that helps after an error or a verdict of that code, where there is one. */
export function printHint(code: string, terminal: Terminal): void {
  const hint = `hint.${code}`
  if (isMessageCode(hint)) terminal.notice(recordedText(hint, {}))
}

/** Rows as aligned columns: numbers to the right, counts grouped as the language does; the last column unpadded. */
export function table(header: string[], rows: (string | number)[][]): string[] {
  const counts = new Intl.NumberFormat(currentLocale())
  const written = (cell: string | number) => (Number.isInteger(cell) ? counts.format(Number(cell)) : String(cell))
  const lines = [header, ...rows.map((row) => row.map(written))]
  const numeric = header.map(
    (_, k) => rows.length > 0 && rows.every((row) => typeof row[k] === 'number' || row[k] === ''),
  )
  const widths = header.map((_, k) => Math.max(...lines.map((line) => (line[k] ?? '').length)))
  return lines.map((line) =>
    line
      .map((cell, k) => (numeric[k] ? cell.padStart(widths[k]!) : cell.padEnd(widths[k]!)))
      .join('  ')
      .trimEnd(),
  )
}

/** `0.4 s`, `1 min 5 s` */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/** A share of 0-1 as `19.60%`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`
}
