import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

const HOST = hostname().replace(/[^A-Za-z0-9-]/g, '-') || 'host'
const FOREIGN_MS = 7 * 24 * 3600 * 1000

/**
 * A unique name for a temporary file or folder of this process, `host.pid.start.uuid`, from which any later process can
 * tell whether its owner still runs.
 */
export function processTag(): string {
  return `${HOST}.${process.pid}.${startOf(process.pid)}.${randomUUID()}`
}

/**
 * Whether a temporary file of that name, last written at `modified`, is a leftover: its process is dead, or it belongs
 * to another machine and is a week old. A name that `processTag` did not make is no leftover.
 */
export function isLeftover(name: string, modified: Date, now = Date.now()): boolean {
  const parts = /^([A-Za-z0-9-]+)\.(\d+)\.(\d+)\./.exec(name)
  if (parts === null) return false
  const [, host, pid, start] = parts
  if (host !== HOST) return now - modified.getTime() > FOREIGN_MS
  return !isRunning(Number(pid)) || startOf(Number(pid)) !== start
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** When the process started, in clock ticks since boot: tells a process from a later one of the same id. Linux only, else '0'. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command, in parentheses, may hold spaces; `starttime` is the 20th field after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0'
  } catch {
    return '0'
  }
}
