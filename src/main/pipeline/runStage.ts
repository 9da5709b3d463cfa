import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Duck } from '../duck.ts'
import type { ObjectStore } from '../storage/store.ts'
import type { WorkerPool } from '../workers/pool.ts'
import type { RunListener } from './events.ts'
import { fingerprint } from './fingerprint.ts'
import { createReport } from './report.ts'
import type { Fitted, Stage, StageName } from './stage.ts'
import { describeOutputs, findStage, type StageRecord, storeStage } from './stageCache.ts'

/** A stage that has run, or was found stored. */
export interface StageResult {
  record: StageRecord
  cached: boolean
  /** Local file of one of its outputs. */
  table(name: string): Promise<string>
}

/** What a run gives to each of its stages. */
export interface StageEnvironment {
  store: ObjectStore
  duck: Duck
  pool: WorkerPool
  /** Folder of this run for its local files; the caller removes it when the run has ended. */
  workFolder: string
  signal: AbortSignal
  onEvent: RunListener
  /** Sends something to the store while the run goes on; a failure stops the run. */
  inBackground(send: () => Promise<void>): void
}

export interface StageRequest {
  params: StageRecord['params']
  seed: number
  date: string
  /** The stage before, whose outputs are this one's inputs. */
  previous: StageResult
  /** What earlier stages fitted, by stage name. */
  fitted: Record<string, Fitted>
  /** Run even if the result is stored already. */
  force: boolean
}

const USES_DATE: ReadonlySet<StageName> = new Set(['merge'])
const USES_SEED: ReadonlySet<StageName> = new Set(['split', 'encode', 'balance', 'features'])

/** Runs one stage on the outputs of the one before, or finds its result stored under the same content hash. */
export async function runStage(
  stage: Stage,
  request: StageRequest,
  environment: StageEnvironment,
): Promise<StageResult> {
  const { params, previous, seed, date } = request
  const { store, duck, pool, signal, onEvent } = environment
  const hash = fingerprint({
    stage: stage.name,
    version: stage.version,
    params,
    from: previous.record.hash,
    ...(USES_DATE.has(stage.name) ? { date } : {}),
    ...(USES_SEED.has(stage.name) ? { seed } : {}),
  })
  const stored = request.force ? undefined : await findStage(store, stage.name, hash, signal)
  if (stored !== undefined) return { record: stored, cached: true, table: storedTable(store, stored, signal) }

  const folder = join(environment.workFolder, stage.name)
  // A file from before may be linked to a stored object, which writing over it would change.
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const tables: Record<string, string> = {}
  for (const { name } of previous.record.outputs) tables[name] = await previous.table(name)

  const files = new Map<string, string>()
  const fileOf = (name: string, fileName: string) => {
    const file = join(folder, fileName)
    files.set(name, file)
    return file
  }
  const { report, reported } = createReport()
  const start = performance.now()
  const output = await duck.cancellable(signal, () =>
    stage.run({
      duck,
      pool,
      params,
      seed,
      date,
      input: { tables, fitted: request.fitted },
      output: (name) => fileOf(name, `${name}.parquet`),
      outputFile: (name, extension) => fileOf(`${name}_${extension}`, `${name}.${extension}`),
      report,
      signal,
      progress: (progress) => onEvent({ type: 'step-progress', step: stage.name, progress }),
    }),
  )
  const record: StageRecord = {
    stage: stage.name,
    version: stage.version,
    hash,
    params,
    outputs: await describeOutputs(stage.name, hash, files, output.rows),
    ...(output.fitted === undefined ? {} : { fitted: output.fitted }),
    ...reported,
    elapsedMs: performance.now() - start,
  }
  environment.inBackground(() => storeStage(store, record, files, environment))
  return { record, cached: false, table: async (name) => localTable(files, name) }
}

/** The local file that a stage wrote for an output. */
export function localTable(files: ReadonlyMap<string, string>, name: string): string {
  const file = files.get(name)
  if (file === undefined) throw new Error(`no output ${name} among ${[...files.keys()].join(', ')}`)
  return file
}

/** Local files of a stored stage's outputs, brought in when they are asked for. */
export function storedTable(store: ObjectStore, record: StageRecord, signal: AbortSignal): StageResult['table'] {
  return async (name) => {
    const output = record.outputs.find((candidate) => candidate.name === name)
    const file = output && (await store.localCopy(output.key, signal))
    if (file === undefined) throw new Error(`stage ${record.stage} has no stored output ${name}`)
    return file
  }
}
