import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { text } from '../../shared/messages/index.ts'
import { built } from '../appRoot.ts'
import { sharedFloats } from '../columns.ts'
import { openDuck } from '../duck.ts'
import type { Dataset } from '../learners/learner.ts'
import { candidateNamed } from '../learners/learners.ts'
import { createWorkerPool } from '../workers/pool.ts'
import { type Finding, failed, ok, warning } from './check.ts'

/** The oldest Node that the app runs on: package.json's `engines`. */
const OLDEST_NODE = [20, 20] as const

export async function checkNode(version = process.versions.node): Promise<Finding> {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])
  const detail = `${version} (${process.platform} ${process.arch})`
  return isOld ? failed(detail, text('doctor.node.old', { oldest: OLDEST_NODE.join('.') })) : ok(detail)
}

/** Starts DuckDB and asks it for its version. */
export async function checkDuck(spillFolder: string): Promise<Finding> {
  const duck = await openDuck({ threads: 1, spillFolder })
  try {
    const [row] = await duck.rows<{ version: string }>('SELECT version() AS version')
    return ok(row!.version)
  } finally {
    duck.close()
  }
}

/** Trains two small trees in worker threads, which takes the built worker and the WebAssembly kernels. */
export async function checkWorkers(threads: number, signal: AbortSignal): Promise<Finding> {
  if (!existsSync(built('main', 'worker.js'))) {
    return failed(text('doctor.workers.not_built', { file: built('main', 'worker.js') }), text('doctor.workers.build'))
  }
  const pool = createWorkerPool({ threads })
  try {
    const candidate = candidateNamed('gradient-boosting', { n_estimators: 2, max_depth: 2 })
    await candidate.fit(smallDataset(), { pool, seed: 1, signal, onProgress() {} })
    return ok(text('doctor.workers.ok', { threads }))
  } finally {
    await pool.close()
  }
}

/** Whether the desktop window's runtime is there; all else works without it. */
export async function checkElectron(): Promise<Finding> {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
    const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist')
    const program = readFileSync(join(folder, 'path.txt'), 'utf8').trim()
    if (existsSync(join(dist, program))) return ok(join(dist, program))
  } catch {
    // Not installed, or its runtime was not fetched.
  }
  return warning(text('doctor.electron.absent'), text('doctor.electron.install'))
}

/** A hundred rows of one feature that tells the label. */
function smallDataset(): Dataset {
  const rows = 100
  const column = sharedFloats(rows)
  const labels = new Uint8Array(new SharedArrayBuffer(rows))
  for (let row = 0; row < rows; row++) {
    column[row] = row
    labels[row] = row % 3 === 0 || row > 60 ? 1 : 0
  }
  return { featureNames: ['x'], rows, columns: [column], labels }
}
