import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { appRoot } from '../../../src/main/appRoot.ts'
import { openRegistry, type Registry } from '../../../src/main/registry/registry.ts'
import { openDatabase } from '../../../src/main/tracking/database.ts'
import { openTracking, type Tracking } from '../../../src/main/tracking/tracking.ts'
import { temporaryFolder } from '../../support.ts'

export interface Workspace {
  folder: string
  tracking: Tracking
  registry: Registry
  close(): Promise<void>
}

/** Opens a workspace's database, tracking and registry; closed when the test ends. */
export async function openWorkspace(folder: string = temporaryFolder()): Promise<Workspace> {
  const database = await openDatabase(join(folder, 'workbench.db'))
  const tracking = await openTracking({ database, artifactsFolder: join(folder, 'artifacts') })
  let open = true
  const close = async () => {
    if (!open) return
    open = false
    await tracking.close()
    await database.close()
  }
  onTestFinished(close)
  return { folder, tracking, registry: openRegistry(tracking), close }
}

/** Bundles the programs in `programs/`, to be run as processes of their own; in a suite, which removes them at its end. */
export function bundlePrograms(...names: string[]): (name: string) => string {
  let outDir = ''
  beforeAll(async () => {
    const parent = join(appRoot, 'out', 'test')
    mkdirSync(parent, { recursive: true })
    outDir = mkdtempSync(join(parent, 'programs-'))
    const input = names.map((name) => join(import.meta.dirname, 'programs', `${name}.ts`))
    await build({
      configFile: false,
      logLevel: 'silent',
      root: appRoot,
      build: { ssr: true, outDir, target: 'node20', rollupOptions: { input } },
    })
  })
  afterAll(() => rmSync(outDir, { recursive: true, force: true }))
  return (name) => join(outDir, `${name}.js`)
}

export interface Program {
  process: ChildProcessWithoutNullStreams
  /** Lines it has printed. */
  lines: string[]
  /** Resolves when it has printed a line that starts so; rejects when it ends without. */
  printed(start: string): Promise<string>
  /** Resolves with the exit code, null when killed. */
  ended: Promise<number | null>
}

/** Starts a bundled program; killed when the test ends. */
export function startProgram(file: string, ...args: string[]): Program {
  const child = spawn(process.execPath, [file, ...args])
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  let rest = ''
  let errors = ''
  child.stderr.on('data', (data) => {
    errors += data
  })
  child.stdout.on('data', (data) => {
    const parts = (rest + data).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    child.emit('lines')
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return {
    process: child,
    lines,
    ended,
    printed: (start) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = lines.find((candidate) => candidate.startsWith(start))
          if (line !== undefined) resolve(line)
        }
        child.on('lines', look)
        child.on('close', (code) => reject(new Error(`ended with ${code} before it printed ${start}: ${errors}`)))
        look()
      }),
  }
}
