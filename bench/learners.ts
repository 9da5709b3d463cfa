// Seconds of the learners, SMOTE and mutual information beside those of the Python stack, in one run: the golden training
// rows, and for SMOTE the real year's training rows with their 21 features.
//   npm run build && node out/main/bench-learners.js [--threads 2] [--rounds 5] [--only boosting] [--no-peer] [--brief]
// CPU seconds are of all threads; they tell more than wall time on a machine that has other things to do.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { appRoot } from '../src/main/appRoot.ts'
import { type Columns, readColumns } from '../src/main/columns.ts'
import { openDuck } from '../src/main/duck.ts'
import { createExplainer } from '../src/main/learners/explain/contributions.ts'
import { gradientBoosting } from '../src/main/learners/gradientBoosting.ts'
import type { Dataset, Learner } from '../src/main/learners/learner.ts'
import { logisticRegression } from '../src/main/learners/logisticRegression.ts'
import type { Model } from '../src/main/learners/model.ts'
import { createScorer, predictProbabilities } from '../src/main/learners/predict.ts'
import { randomForest } from '../src/main/learners/randomForest.ts'
import { type CodedFold, codeFold } from '../src/main/learners/tuning/codedFold.ts'
import { search } from '../src/main/learners/tuning/search.ts'
import { SPACES } from '../src/main/learners/tuning/space.ts'
import { bestTrial } from '../src/main/learners/tuning/trial.ts'
import { tryPoint } from '../src/main/learners/tuning/tryPoint.ts'
import { foldData } from '../src/main/learners/validation/foldData.ts'
import { rowsOfFolds, stratifiedFolds } from '../src/main/learners/validation/folds.ts'
import { smote } from '../src/main/pipeline/balancing/smote.ts'
import { undersample } from '../src/main/pipeline/balancing/undersample.ts'
import { mutualInformation } from '../src/main/pipeline/statistics/mutualInformation.ts'
import { sharedBytes, sharedFloats } from '../src/main/sharedFloats.ts'
import { createWorkerPool } from '../src/main/workers/pool.ts'
import { boostingParams } from '../src/shared/pipeline/learnerParams.ts'
import { recipeSchema } from '../src/shared/pipeline/recipe.ts'
import { measureBusyCore } from './learners/busyCore.ts'
import { measureMemory, tellMemory } from './learners/memory.ts'
import { measureNpmLibraries, NPM_ROWS } from './learners/npmLibraries.ts'
import { openPeer } from './learners/peer.ts'
import { faster, fastest, held, type Seconds, shown } from './learners/targets.ts'

/** What takes the peer longer in all is not asked of it again. */
const LONGEST_S = 30
const SCORED_ROWS = 50_000
const EXPLAINED_ROWS = 5000
const golden = join(appRoot, '..', 'shared', 'golden')
const { values: options } = parseArgs({
  options: {
    threads: { type: 'string', default: String(availableParallelism()) },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    peer: { type: 'boolean', default: true },
    /** Without the rows for memory, a busy core and the libraries of npm. */
    brief: { type: 'boolean', default: false },
    /** What `measureMemory` starts: rows to train on. */
    memory: { type: 'string' },
  },
  allowNegative: true,
})
const threads = Number(options.threads)
const rounds = Number(options.rounds)

if (options.memory !== undefined) {
  await tellMemory(Number(options.memory), threads)
  process.exit()
}

if (!existsSync(golden)) {
  process.stderr.write(`There is no ${golden} to measure on.\n`)
  process.exit(1)
}

const folder = mkdtempSync(join(tmpdir(), 'bench-learners-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const duck = await openDuck({ spillFolder: folder })

/** Reads a set, and leaves a copy that numpy reads: float64, row-major, the label last. */
async function read(name: string, file = join(golden, `${name}.parquet`)): Promise<Dataset> {
  const relation = `'${file}'`
  const described = await duck.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${relation}`)
  const names = described.map((row) => row.column_name).filter((column) => column !== 'id' && column !== 'arrest')
  const { rows, columns }: Columns = await readColumns(duck, relation, [...names, 'arrest'])
  const matrix = new Float64Array(rows * (names.length + 1))
  for (const [k, column] of [...names, 'arrest'].entries()) {
    for (let row = 0; row < rows; row++) matrix[row * (names.length + 1) + k] = columns[column]![row]!
  }
  writeFileSync(join(folder, `${name}.f64`), matrix)
  const labels = new Uint8Array(new SharedArrayBuffer(rows))
  labels.set(columns.arrest!)
  return { featureNames: names, rows, labels, columns: names.map((column) => columns[column]!) }
}

const training = await read('train')
const test = await read('test')

/** The training rows before balancing, as the stage Scale leaves them. */
async function readScaled(): Promise<Dataset> {
  const year = join(golden, '..', 'data', 'crimes_2017.parquet')
  const workspace = join(folder, 'workspace')
  const run = ['run', '--source', year, '--to-stage', 'scale', '--workspace', workspace]
  execFileSync(process.execPath, [join(appRoot, 'out', 'main', 'cli.js'), ...run], { stdio: 'ignore' })
  const stage = join(workspace, 'data', 'stages', 'scale')
  return read('scaled', join(stage, readdirSync(stage)[0]!, 'train.parquet'))
}
const wantsSmote = 'SMOTE and undersampling'.includes(options.only)
const scaled = wantsSmote ? await readScaled() : test
duck.close()

const pool = createWorkerPool({ threads })
const context = { pool, seed: 42, signal: new AbortController().signal, onProgress() {} }
const learn = <P>(learner: Learner<P>, params: object): Promise<Model> =>
  learner.fit(training, learner.params.parse(params), context)

const model = await learn(gradientBoosting, {})
const columns = test.columns.map((column) => column.subarray(0, SCORED_ROWS))
const score = createScorer(model)
const { explain } = createExplainer(model)
const row = new Float64Array(columns.length)
const contributions = new Float64Array(columns.length)

const work: Record<string, () => Promise<unknown> | unknown> = {
  'boosting 100x6': () => learn(gradientBoosting, {}),
  'boosting 300x8': () => learn(gradientBoosting, { n_estimators: 300, max_depth: 8, learning_rate: 0.1 }),
  'random forest 100': () => learn(randomForest, {}),
  'logistic regression': () => learn(logisticRegression, {}),
  'SMOTE and undersampling': async () => {
    const grown = await smote(scaled, { neighbours: 5, ratio: 0.5, seed: 42 }, context)
    await undersample(grown, { ratio: 0.8, seed: 42 }, context)
  },
  'mutual information': () =>
    mutualInformation(training.columns, training.labels, { neighbours: 3, seed: 42 }, context),
  'score 50k rows, 1 thread': () => predictProbabilities(model, columns, SCORED_ROWS),
  'score 50k rows, one by one': () => {
    for (let i = 0; i < SCORED_ROWS; i++) {
      for (let k = 0; k < row.length; k++) row[k] = columns[k]![i]!
      score(row)
    }
  },
  'explain 5k rows, 1 thread': () => {
    for (let i = 0; i < EXPLAINED_ROWS; i++) {
      for (let k = 0; k < row.length; k++) row[k] = columns[k]![i]!
      explain(row, contributions)
    }
  },
}

/**
 * A search of 40 trials on three folds. The peer has none: it fits 40 random draws from the same space on the same folds, as
 * scikit-learn's RandomizedSearchCV does, each to its end; here the hopeless ones are given up.
 */
const TRIALS = 40
const foldOf = stratifiedFolds(training.labels, 3, 42)
writeFileSync(join(folder, 'folds.u8'), foldOf)
let tuned = Number.NaN
work[`tune ${TRIALS} trials`] = async () => {
  const named = Object.fromEntries(training.featureNames.map((name, k) => [name, training.columns[k]!]))
  const { balance } = recipeSchema.parse({ balance: { method: 'none' } })
  const source = { columns: named, labels: training.labels, features: training.featureNames, balance, seed: 42 }
  const coding = { order: 'rows', wide: false, maxBins: 256, missingCode: 'last' } as const
  const folds: CodedFold[] = []
  for (const rows of rowsOfFolds(foldOf, 3)) {
    const labels = new Uint8Array(new SharedArrayBuffer(rows.heldOut.length))
    for (const [i, at] of rows.heldOut.entries()) labels[i] = training.labels[at]!
    folds.push(await codeFold(await foldData(source, rows, context), labels, coding, context))
  }
  const base = boostingParams.parse({})
  const first = Object.fromEntries(
    SPACES['gradient-boosting'].map(({ name }) => [
      name,
      Number(Object.entries(base).find(([own]) => own === name)?.[1]),
    ]),
  )
  const setting = { learner: 'gradient-boosting', base, folds, seed: 42 } as const
  const trials = await search({
    ...{ space: SPACES['gradient-boosting'], trials: TRIALS, folds: folds.length, seed: 42, first },
    evaluate: (point, race, known) => tryPoint(setting, point, race, known, context),
  })
  tuned = bestTrial(trials)?.score ?? Number.NaN
}
const peer = options.peer
  ? await openPeer({
      ...{ folder, threads, scoredRows: SCORED_ROWS, trials: TRIALS },
      features: training.featureNames.length,
      scaledFeatures: wantsSmote ? scaled.featureNames.length : 0,
    })
  : undefined
/** The fastest of some rounds, ours and the peer's in turn: on a machine whose pace changes, both have had its best. */
const ours: Record<string, Seconds> = {}
const theirs: Record<string, Seconds> = {}
let theirTuned = Number.NaN
for (const what of Object.keys(work).filter((name) => name.includes(options.only))) {
  let spent = 0
  for (let round = 0; round < rounds && (round === 0 || spent < LONGEST_S); round++) {
    ours[what] = faster(ours[what], await fastest(1, work[what]!))
    const measured = await peer?.measure(what)
    if (measured === undefined) continue
    theirs[what] = faster(theirs[what], measured)
    theirTuned = measured.result ?? theirTuned
    spent += measured.wall
  }
}

console.log(`${threads} threads`)
console.table(
  Object.fromEntries(
    Object.entries(ours).map(([what, { wall, cpu }]) => {
      const ratio = theirs[what] && wall / theirs[what].wall
      return [
        what,
        {
          'ours s': shown(wall),
          'peer s': shown(theirs[what]?.wall),
          ratio: shown(ratio),
          // The targets are for two threads.
          ...held(threads === 2 ? what : '', ratio),
          'ours CPU s': shown(cpu),
          'peer CPU s': shown(theirs[what]?.cpu),
          'CPU ratio': shown(theirs[what] && cpu / theirs[what].cpu),
        },
      ]
    }),
  ),
)
if (!Number.isNaN(tuned)) {
  console.log(`best average precision of the search: ours ${tuned.toFixed(4)}, peer’s ${theirTuned.toFixed(4)}`)
}
if (!options.brief && options.only === '') {
  const what = 'boosting 100x6'
  const busy = await measureBusyCore(rounds, () => fastest(1, work[what]!))
  const theirsBusy = peer && (await measureBusyCore(rounds, async () => (await peer.measure(what))!))
  const program = import.meta.filename
  const year = measureMemory(program, 190_000, threads)
  const large = measureMemory(program, 5_000_000, threads)
  const figures = {
    'boosting beside a busy core': busy,
    'XGBoost beside a busy core': theirsBusy,
    'MB above the data, 190k x 9': year.most - year.withData,
    'MB in all, 5m x 9': large.most,
  }
  console.table(
    Object.fromEntries(
      Object.entries(figures).map(([what, value]) => [what, { measured: shown(value), ...held(what, value) }]),
    ),
  )
  const few = everyNth(training, NPM_ROWS)
  const small = async <P>(learner: Learner<P>) =>
    (await fastest(rounds, () => learner.fit(few, learner.params.parse({}), context))).wall
  const oursSmall = [await small(randomForest), await small(logisticRegression)]
  const libraries = Object.entries(measureNpmLibraries(few))
  console.table(
    Object.fromEntries(
      libraries.map(([what, seconds], place) => [
        `${what}, ${NPM_ROWS} rows`,
        {
          'ours s': shown(oursSmall[place]),
          'theirs s': shown(seconds),
          ratio: ((oursSmall[place] ?? Number.NaN) / seconds).toFixed(5),
        },
      ]),
    ),
  )
}
peer?.close()
await pool.close()

/** So many rows of a set, evenly spaced: its first are all of one class. */
function everyNth({ featureNames, labels, columns, rows: all }: Dataset, rows: number): Dataset {
  const step = Math.floor(all / rows)
  const fill = <T extends Float64Array | Uint8Array>(few: T, values: T): T => {
    for (let row = 0; row < rows; row++) few[row] = values[row * step]!
    return few
  }
  const fewColumns = columns.map((column) => fill(sharedFloats(rows), column))
  return { featureNames, rows, labels: fill(sharedBytes(rows), labels), columns: fewColumns }
}
