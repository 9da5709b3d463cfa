import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Duck, literal, openDuck } from '../../../src/main/duck.ts'
import { readParquet } from '../../../src/main/parquet/reader.ts'
import type { Fitted, Stage, StageInput } from '../../../src/main/pipeline/stage/stage.ts'
import { createStageOutputs } from '../../../src/main/pipeline/stage/stageOutputs.ts'
import { stages } from '../../../src/main/pipeline/stages/index.ts'
import type { Station } from '../../../src/main/sources/source.ts'
import { createWorkerPool } from '../../../src/main/workers/pool.ts'
import { INCIDENT_COLUMNS } from '../../../src/shared/pipeline/incident.ts'
import { type Recipe, recipeSchema } from '../../../src/shared/pipeline/recipe.ts'
import type { StageName } from '../../../src/shared/pipeline/runState.ts'

export interface EtlRequest {
  /** Raw incidents: Parquet files with the columns of INCIDENT_COLUMNS. */
  months: string[]
  stations: Station[]
  date: string
  folder: string
  recipe?: Recipe
  threads?: number
  last?: StageName
  signal?: AbortSignal
}

export interface EtlResult {
  /** Path of a stage's output: `file('scale', 'train')`. */
  file(stage: keyof typeof stages, name: string, extension?: string): string
  fitted: Record<string, Fitted>
  rows: Record<string, Record<string, number>>
  metrics: Record<string, Record<string, number>>
  dropped: Record<string, Record<string, number>>
  elapsedMs: Record<string, number>
}

/** Runs the stages as the orchestrator does, without its cache. */
export async function runEtl(request: EtlRequest): Promise<EtlResult> {
  const { months, stations, date, folder, recipe = recipeSchema.parse({}), threads = 2, last = 'features' } = request
  const duck = await openDuck({ threads, spillFolder: join(folder, 'spill') })
  const pool = createWorkerPool({ threads })
  const file: EtlResult['file'] = (stage, name, extension = 'parquet') => join(folder, stage, `${name}.${extension}`)
  const result: EtlResult = { file, fitted: {}, rows: {}, metrics: {}, dropped: {}, elapsedMs: {} }
  const fitted: Record<string, Fitted> = { download: { stations: stations.map((station) => ({ ...station })) } }
  const failed = new AbortController()
  const signal = request.signal ? AbortSignal.any([request.signal, failed.signal]) : failed.signal
  let input: StageInput = {
    names: months,
    file: async (path) => path,
    table: readParquet,
    fitted,
  }
  try {
    for (const stage of Object.values(stages) as Stage<unknown>[]) {
      const name = stage.name as keyof typeof stages
      mkdirSync(join(folder, name), { recursive: true })
      const metrics: Record<string, number> = {}
      const dropped: Record<string, number> = {}
      const start = performance.now()
      const outputs = createStageOutputs(join(folder, name), input, { pool, signal })
      const output = await stage.run({
        duck,
        pool,
        signal,
        progress() {},
        params: recipe[name as keyof Recipe],
        seed: recipe.seed,
        date,
        input,
        ...outputs,
        report: {
          metric: (key, value) => Object.assign(metrics, { [key]: value }),
          dropped: (reason, rows) => Object.assign(dropped, { [reason]: rows }),
          sql() {},
          detail() {},
        },
      })
      result.elapsedMs[name] = performance.now() - start
      await outputs.allWritten()
      const rows = { ...outputs.rows, ...output.rows }
      result.rows[name] = rows
      result.metrics[name] = metrics
      result.dropped[name] = dropped
      if (output.fitted !== undefined) fitted[name] = output.fitted
      const table = async (out: string) => outputs.tableOf(out) ?? readParquet(file(name, out))
      input = { names: Object.keys(rows), file: outputs.written, table, fitted }
      if (name === last) break
    }
  } finally {
    failed.abort()
    await pool.close()
    duck.close()
  }
  result.fitted = fitted
  return result
}

/** Writes a relation with the columns' names of the portal as a raw month. */
export async function writeMonth(duck: Duck, relation: string, file: string): Promise<void> {
  const columns = Object.entries(INCIDENT_COLUMNS).map(([name, type]) => `CAST(${name} AS ${type}) AS ${name}`)
  await duck.run(`COPY (SELECT ${columns.join(', ')} FROM ${relation}) TO ${literal(file)} (FORMAT parquet)`)
}

/** The district stations of a file with the portal's columns. */
export async function readStations(duck: Duck, file: string): Promise<Station[]> {
  return duck.rows<{ district: string; name: string; x: number; y: number }>(`
    SELECT district, district_name AS name, x_coordinate AS x, y_coordinate AS y
    FROM read_csv(${literal(file)}, types = {'district': 'VARCHAR'})
    WHERE district SIMILAR TO '[0-9]+'`)
}

export function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
