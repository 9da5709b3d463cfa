import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import type { Environment } from './environment.ts'
import type { Workspace } from './workspace.ts'

const FILE_BYTES = 5e6
const ALL_BYTES = 50e6
const DAYS = 30
const NAME = /^workbench\.\d{4}-\d{2}-\d{2}\.\d+\.jsonl$/
const SECRET_NAME = /SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|ACCESS_?KEY/i

export type { Logger }

/**
 * The log of a process that works in the workspace: JSON lines in `logs/workbench.<date>.<n>.jsonl`, at most 5 MB a file,
 * 50 MB and 30 days in all. The values of the environment's secrets never appear in it.
 */
export function createLogger(workspace: Pick<Workspace, 'paths' | 'environment'>): Logger {
  const redact = redactor(workspace.environment)
  const append = rollingFile(workspace.paths.logs)
  return pino(
    { level: workspace.environment.ARREST_WORKBENCH_LOG ?? 'info', base: { pid: process.pid } },
    { write: (line: string) => append(redact(line)) },
  )
}

/** The file that a process logs to at this moment: what to show with an unexpected error. */
export function logFile({ paths }: Pick<Workspace, 'paths'>): string {
  return join(paths.logs, currentName(paths.logs))
}

/** A function that replaces the values of all secrets of the environment in a text, plain or JSON. */
export function redactor(environment: Environment): (text: string) => string {
  const secrets = Object.entries(environment)
    .filter(([name, value]) => SECRET_NAME.test(name) && value !== undefined && value.length >= 6)
    .flatMap(([, value]) => [String(value), JSON.stringify(value).slice(1, -1), encodeURIComponent(String(value))])
  const longestFirst = [...new Set(secrets)].sort((a, b) => b.length - a.length)
  return (text) => longestFirst.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text)
}

/** A function that appends a line to the current file of `folder`. What cannot be logged must not stop the work. */
function rollingFile(folder: string): (line: string) => void {
  let last = ''
  return (line) => {
    try {
      const name = currentName(folder)
      if (name !== last) removeOld(folder, name)
      last = name
      appendFileSync(join(folder, name), line)
    } catch {
      // A full or unwritable disk shows itself where the work is done.
    }
  }
}

function currentName(folder: string): string {
  const day = new Date().toISOString().slice(0, 10)
  for (let n = 0; ; n++) {
    const name = `workbench.${day}.${n}.jsonl`
    const found = statSync(join(folder, name), { throwIfNoEntry: false })
    if (found === undefined || found.size < FILE_BYTES) return name
  }
}

function removeOld(folder: string, current: string): void {
  mkdirSync(folder, { recursive: true })
  const oldest = Date.now() - DAYS * 24 * 3600 * 1000
  const logs = readdirSync(folder)
    .filter((name) => NAME.test(name) && name !== current)
    .map((name) => ({ path: join(folder, name), found: statSync(join(folder, name), { throwIfNoEntry: false }) }))
    .sort((a, b) => (b.found?.mtimeMs ?? 0) - (a.found?.mtimeMs ?? 0))
  let bytes = FILE_BYTES
  for (const { path, found } of logs) {
    bytes += found?.size ?? 0
    if (bytes > ALL_BYTES || (found?.mtimeMs ?? 0) < oldest) rmSync(path, { force: true })
  }
}
