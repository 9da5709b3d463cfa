import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { LogLine } from '../../shared/pipeline/stepDetails.ts'
import type { Workspace } from './workspace.ts'

const lineSchema = z.looseObject({
  time: z.number(),
  level: z.number(),
  pid: z.number(),
  msg: z.string().default(''),
  run: z.string().optional(),
  step: z.string().optional(),
  err: z.looseObject({ message: z.string().default('') }).optional(),
})

const LINES = 500
/** Read from the end of each file; a line has some hundred bytes. */
const BYTES = 1_000_000

/**
 * Lines of the log about a run, or about one of its steps: what its process wrote meanwhile, without what names another
 * run or step. The last 500, oldest first.
 */
export async function runLog(
  { paths }: Pick<Workspace, 'paths'>,
  run: { id: string; pid: number; startTime: number; endTime: number | undefined },
  step: { name: string; startTime: number; endTime: number | undefined } | undefined,
): Promise<LogLine[]> {
  const from = (step?.startTime ?? run.startTime) - SLACK_MS
  const to = (step?.endTime ?? run.endTime ?? Number.POSITIVE_INFINITY) + SLACK_MS
  const lines: LogLine[] = []
  for (const file of await filesBetween(paths.logs, from, to)) {
    for (const text of (await readEnd(join(paths.logs, file))).split('\n')) {
      const line = parseLine(text)
      if (line === undefined || line.pid !== run.pid || line.time < from || line.time > to) continue
      if (line.run !== undefined && line.run !== run.id) continue
      if (step !== undefined && line.run !== undefined && line.step !== step.name) continue
      const cause = line.err === undefined ? '' : `: ${line.err.message}`
      lines.push({ time: line.time, level: levelOf(line.level), message: line.msg + cause })
    }
  }
  return lines.slice(-LINES)
}

/** A line about a beginning or an end is written just beside it. */
const SLACK_MS = 1000

/** Files of the days that the time touches, oldest first. */
async function filesBetween(folder: string, from: number, to: number): Promise<string[]> {
  const day = (time: number) => new Date(Math.min(time, Date.now())).toISOString().slice(0, 10)
  const names = await readdir(folder).catch(() => [])
  return names
    .map((name) => ({ name, match: /^workbench\.(\d{4}-\d{2}-\d{2})\.(\d+)\.jsonl$/.exec(name) }))
    .filter(({ match }) => match !== null && match[1]! >= day(from) && match[1]! <= day(to))
    .sort((a, b) =>
      a.match![1]! + a.match![2]!.padStart(6, '0') < b.match![1]! + b.match![2]!.padStart(6, '0') ? -1 : 1,
    )
    .map(({ name }) => name)
}

async function readEnd(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const start = Math.max(0, size - BYTES)
    const buffer = Buffer.alloc(size - start)
    await file.read(buffer, 0, buffer.length, start)
    return buffer.toString('utf8')
  } finally {
    await file.close()
  }
}

function parseLine(text: string): z.output<typeof lineSchema> | undefined {
  if (text === '') return undefined
  try {
    return lineSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function levelOf(level: number): LogLine['level'] {
  if (level >= 50) return 'error'
  if (level >= 40) return 'warn'
  return level >= 30 ? 'info' : 'debug'
}
