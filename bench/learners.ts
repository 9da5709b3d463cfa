// Seconds of the learners beside those of scikit-learn and XGBoost, in one run, on the golden training rows.
//   npm run build && node out/main/bench-learners.js [--threads N] [--rounds N] [--only boosting,forest,scoring]

import { existsSync, mkdtempSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { appRoot } from '../src/main/appRoot.ts'
import { readColumns } from '../src/main/columns.ts'
import { openDuck } from '../src/main/duck.ts'
import { gradientBoosting } from '../src/main/learners/gradientBoosting.ts'
import type { Dataset, Learner } from '../src/main/learners/learner.ts'
import type { Model } from '../src/main/learners/model.ts'
import { createWorkerPool } from '../src/main/workers/pool.ts'

const golden = join(appRoot, '..', 'shared', 'golden')
const { values: options } = parseArgs({
  options: {
    threads: { type: 'string', default: String(availableParallelism()) },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: 'boosting,forest,scoring' },
  },
})
const threads = Number(options.threads)
const rounds = Number(options.rounds)
const only = new Set(options.only.split(','))

if (!existsSync(golden)) {
  process.stderr.write(`There is no ${golden} to measure on.\n`)
  process.exit(1)
}

async function read(name: string): Promise<Dataset> {
  const duck = await openDuck({ spillFolder: mkdtempSync(join(tmpdir(), 'bench-')) })
  const relation = `'${join(golden, `${name}.parquet`)}'`
  const described = await duck.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${relation}`)
  const featureNames = described
    .map((row) => row.column_name)
    .filter((column) => column !== 'id' && column !== 'arrest')
  const { rows, columns } = await readColumns(duck, relation, [...featureNames, 'arrest'])
  duck.close()
  const labels = new Uint8Array(new SharedArrayBuffer(rows))
  labels.set(columns.arrest!)
  return { featureNames, rows, labels, columns: featureNames.map((feature) => columns[feature]!) }
}

/** Fastest of the rounds, in ms; the first fit also compiles. */
async function fastest(work: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    await work()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

const train = await read('train')
const pool = createWorkerPool({ threads })
const context = { pool, seed: 42, signal: new AbortController().signal, onProgress() {} }
const train1 = <P>(learner: Learner<P>, params: object): Promise<Model> =>
  learner.fit(train, learner.params.parse(params), context)

const ours: Record<string, number> = {}
if (only.has('boosting')) {
  ours['boosting 100x6'] = await fastest(() => train1(gradientBoosting, {}))
  ours['boosting 300x8'] = await fastest(() =>
    train1(gradientBoosting, { n_estimators: 300, max_depth: 8, learning_rate: 0.1 }),
  )
}
await pool.close()
console.table(ours)
