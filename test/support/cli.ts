import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'
import { z } from 'zod'
import { built } from '../../src/main/appRoot.ts'
import { type ApiIncident, generateIncidents, toPortalCsv } from './incidents.ts'

export interface CommandOptions {
  env?: Record<string, string>
  cwd?: string
  /** Program and arguments before `node cli.js …`: `strace`, `unshare`. */
  under?: string[]
}

export interface Ended {
  /** Exit code; 128 + the signal's number where a signal ended it. */
  code: number
  stdout: string
  stderr: string
}

/** A command that goes on. */
export interface Running {
  readonly process: ChildProcess
  stdout(): string
  stderr(): string
  /** Resolves when standard output and error together match. Rejects when the command ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  readonly ended: Promise<Ended>
}

const CLI = built('main', 'cli.js')
const SIGNALS: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }

/** Starts the built command line as its user would, with nothing of this process's environment but PATH. */
export function start(args: string[], { env = {}, cwd, under = [] }: CommandOptions = {}): Running {
  const [program, ...rest] = [...under, process.execPath, CLI, ...args]
  const child = spawn(program!, rest, {
    cwd: cwd ?? tmpdir(),
    env: { PATH: process.env.PATH, HOME: tmpdir(), LANG: 'C.UTF-8', ARREST_WORKBENCH_CHROMIUM: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  const listeners = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk
    for (const listener of listeners) listener()
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
    for (const listener of listeners) listener()
  })
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code: code ?? 128 + (SIGNALS[signal ?? 'SIGKILL'] ?? 0), stdout, stderr })
    })
  })
  return {
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(stdout + stderr)
          if (found === null) return
          listeners.delete(look)
          resolve(found)
        }
        listeners.add(look)
        look()
        void ended.then(({ code }) => reject(new Error(`ended with ${code} without ${pattern}:\n${stdout}${stderr}`)))
      }),
    ended,
  }
}

/** Runs a command to its end. */
export function run(args: string[], options?: CommandOptions): Promise<Ended> {
  return start(args, options).ended
}

/** Runs a command with `--json` and returns its document. Throws when it fails. */
export async function runJson<T>(schema: z.ZodType<T>, args: string[], options?: CommandOptions): Promise<T> {
  const { code, stdout, stderr } = await run([...args, '--json'], options)
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${stderr}`)
  return schema.parse(JSON.parse(stdout))
}

/** What the tests read of `run --json`. */
export const runDocument = z.object({
  run_id: z.string(),
  date: z.string(),
  generated: z.boolean(),
  stages: z.array(z.object({ stage: z.string(), hash: z.string(), cached: z.boolean() })),
  features: z.array(z.string()),
  learners: z.array(z.object({ learner: z.string(), model_hash: z.string() })),
  model: z.string(),
  version: z.number(),
  aliases: z.array(z.string()),
})
export type RunDocument = z.output<typeof runDocument>

/** What the tests read of `runs --json`. */
export const runsDocument = z.array(z.object({ id: z.string(), name: z.string(), status: z.string() }))

/** What a failed command prints with `--json`. */
export const failureDocument = z.strictObject({
  error: z.strictObject({ code: z.string(), params: z.record(z.string(), z.unknown()), message: z.string() }),
})

/** Starts a command for the length of the test; killed at its end if it still runs. */
export function startForTest(args: string[], options?: CommandOptions): Running {
  const running = start(args, options)
  onTestFinished(async () => {
    running.process.kill('SIGKILL')
    await running.ended
  })
  return running
}

/** A folder for the tests of a file. */
export function folderForFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes a small generated year as the portal's CSV; returns its path. */
export function writeYear(folder: string, incidents: ApiIncident[] = smallYear(), name = 'year.csv'): string {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, name)
  writeFileSync(file, toPortalCsv(incidents, 'title'))
  return file
}

export function smallYear(rows = 3000, seed = 11): ApiIncident[] {
  return generateIncidents(rows, seed)
}

/** SHA-256 of a file, in hex. */
export function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

/** What a run must give again: the ml-ready CSVs and the models, as hashes. */
export function resultsOf(document: RunDocument, workspace: string): Record<string, string> {
  const csv = (set: string) => sha256(join(workspace, 'data', 'ml-ready-data', `${set}_${document.date}.csv`))
  return {
    train: csv('train'),
    test: csv('test'),
    ...Object.fromEntries(document.learners.map((learner) => [learner.learner, learner.model_hash])),
  }
}

/** Paths and sizes of all files below a folder. */
export function filesOf(folder: string): Map<string, number> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [relative(folder, path), statSync(path).size]
    }),
  )
}
