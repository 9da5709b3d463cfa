import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { StageName } from '../../../shared/pipeline/runState.ts'
import type { Duck } from '../../duck.ts'
import { readParquet } from '../../parquet/reader.ts'
import type { ParquetTable } from '../../parquet/table.ts'
import type { ObjectStore } from '../../storage/store.ts'
import type { WorkerPool } from '../../workers/pool.ts'
import type { RunListener } from '../events.ts'
import { createReport } from '../report.ts'
import { fingerprint } from './fingerprint.ts'
import type { Fitted, Stage, StageInput } from './stage.ts'
import { describeOutputs, findStage, type StageRecord, storeStage } from './stageCache.ts'
import { createStageOutputs } from './stageOutputs.ts'

/** A stage that has run, or was found stored. */
export interface StageResult {
  record: StageRecord
  cached: boolean
  /** Local file of one of its outputs, once it is whole. */
  file(name: string): Promise<string>
  /** One of its tables: from memory until `release`, then from its file. */
  table(name: string): Promise<ParquetTable>
  /** Frees the tables in memory. */
  release(): void
}

/** What a run gives to each of its stages. */
export interface StageEnvironment {
  store: ObjectStore
  duck: Duck
  pool: WorkerPool
  /** Folder of this run for its local files; the caller removes it when the run has ended. */
  workFolder: string
  signal: AbortSignal
  /** For files and objects of finished stages: outlasts `signal` a little, so that a cancelled run keeps them. */
  storeSignal: AbortSignal
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
  const { store, duck, pool, signal, storeSignal, onEvent } = environment
  const hash = fingerprint({
    stage: stage.name,
    version: stage.version,
    params,
    from: previous.record.hash,
    ...(USES_DATE.has(stage.name) ? { date } : {}),
    ...(USES_SEED.has(stage.name) ? { seed } : {}),
  })
  const stored = request.force ? undefined : await findStage(store, stage.name, hash, signal)
  if (stored !== undefined) return storedResult(store, stored, signal)

  const folder = join(environment.workFolder, stage.name)
  // A file from before may be linked to a stored object, which writing over it would change.
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const input: StageInput = {
    names: previous.record.outputs.map(({ name }) => name),
    table: previous.table,
    file: previous.file,
    fitted: request.fitted,
  }
  const unfinished = new AbortController()
  const outputs = createStageOutputs(folder, input, {
    pool,
    signal: AbortSignal.any([storeSignal, unfinished.signal]),
  })
  const { report, reported } = createReport()
  const start = performance.now()
  const output = await duck
    .cancellable(signal, () =>
      stage.run({
        duck,
        pool,
        params,
        seed,
        date,
        input,
        ...outputs,
        report,
        signal,
        progress: (progress) => onEvent({ type: 'step-progress', step: stage.name, progress }),
      }),
    )
    .catch((error: unknown) => {
      unfinished.abort()
      throw error
    })
  const record: StageRecord = {
    stage: stage.name,
    version: stage.version,
    hash,
    params,
    outputs: describeOutputs(stage.name, hash, outputs.files, { ...outputs.rows, ...output.rows }),
    ...(output.fitted === undefined ? {} : { fitted: output.fitted }),
    ...reported,
    elapsedMs: performance.now() - start,
  }
  environment.inBackground(async () => {
    await outputs.allWritten()
    await storeStage(store, record, outputs.files, { workFolder: environment.workFolder, signal: storeSignal })
  })
  const table = async (name: string) => outputs.tableOf(name) ?? readParquet(await outputs.written(name))
  return { record, cached: false, file: outputs.written, table, release: outputs.release }
}

/** A stage that was found stored; its files are brought in when they are asked for. */
export function storedResult(store: ObjectStore, record: StageRecord, signal: AbortSignal): StageResult {
  const file = async (name: string) => {
    const output = record.outputs.find((candidate) => candidate.name === name)
    const found = output && (await store.localCopy(output.key, signal))
    if (found === undefined) throw new Error(`stage ${record.stage} has no stored output ${name}`)
    return found
  }
  return { record, cached: true, file, table: async (name) => readParquet(await file(name)), release() {} }
}
