import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { gradientBoosting } from '../../src/main/learners/gradientBoosting.ts'
import { createRandom } from '../../src/main/random.ts'
import { sharedFloats } from '../../src/main/sharedFloats.ts'
import { createWorkerPool } from '../../src/main/workers/pool.ts'

const FEATURES = 9

export interface Memory {
  /** Resident megabytes with the data in memory, before training. */
  withData: number
  /** The most resident megabytes until the model is there. */
  most: number
}

/** Trains boosting on rows of noise in a process of its own, and asks that process for its memory. */
export function measureMemory(program: string, rows: number, threads: number): Memory {
  const said = execFileSync(process.execPath, [program, '--memory', String(rows), '--threads', String(threads)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(said)
}

/** What that process does. */
export async function tellMemory(rows: number, threads: number): Promise<void> {
  const random = createRandom(1, 'memory')
  const columns = Array.from({ length: FEATURES }, () => {
    const column = sharedFloats(rows)
    for (let row = 0; row < rows; row++) column[row] = random.uniform()
    return column
  })
  const labels = new Uint8Array(new SharedArrayBuffer(rows))
  for (let row = 0; row < rows; row++) labels[row] = Number(random.uniform() < columns[0]![row]!)
  const featureNames = columns.map((_, k) => `f${k}`)
  const pool = createWorkerPool({ threads })
  const withData = process.memoryUsage().rss / 2 ** 20
  const context = { pool, seed: 42, signal: new AbortController().signal, onProgress() {} }
  await gradientBoosting.fit({ featureNames, rows, columns, labels }, gradientBoosting.params.parse({}), context)
  await pool.close()
  const memory: Memory = { withData, most: peakMegabytes() }
  process.stdout.write(JSON.stringify(memory))
}

/** The most that this process has had resident. Linux's `maxRSS` counts what its parent had when it started it. */
function peakMegabytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kilobytes) / 1024
}
