import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { UserError } from '../../shared/errors.ts'
import { literal, openDuck } from '../duck.ts'
import type { Registry } from '../registry/registry.ts'
import { fileError } from '../storage/fileErrors.ts'
import type { LoggedPrediction, PredictionFilter } from './prediction.ts'
import type { PredictionLog } from './predictionLog.ts'

export interface ExportRequest {
  path: string
  format: 'csv' | 'parquet'
  filter: PredictionFilter
}

export interface ExportContext {
  log: PredictionLog
  registry: Registry
  /** For what is not finished. */
  workFolder: string
  threads: number
  signal: AbortSignal
}

/** The format that a file's name asks for. Throws UserError `cli.predictions.format`. */
export function formatOfFile(path: string): 'csv' | 'parquet' {
  const extension = extname(path).toLowerCase()
  if (extension === '.csv') return 'csv'
  if (extension === '.parquet') return 'parquet'
  throw new UserError('cli.predictions.format', { path })
}

const COLUMNS = {
  ...{
    prediction_id: 'VARCHAR',
    time: 'TIMESTAMP',
    model: 'VARCHAR',
    version: 'INTEGER',
    arm: 'VARCHAR',
    pair_id: 'VARCHAR',
  },
  ...{ incident_id: 'VARCHAR', probability: 'DOUBLE', prediction: 'BOOLEAN', arrest: 'BOOLEAN' },
  ...{ label_source: 'VARCHAR', label_time: 'TIMESTAMP', incident: 'JSON', features: 'JSON' },
}

/**
 * Writes predictions with what really happened as CSV or Parquet, oldest first: `incident` and `features` are JSON, the
 * features by name. Times are UTC. The file is whole or absent. Returns the number of rows.
 */
export async function exportPredictions(
  { path, format, filter }: ExportRequest,
  { log, registry, workFolder, threads, signal }: ExportContext,
): Promise<number> {
  const names = new Map<string, readonly string[]>()
  async function featureNames({ model, version }: LoggedPrediction): Promise<readonly string[]> {
    const key = `${model} ${version}`
    const known = names.get(key) ?? (await registry.version(model, version)).features
    names.set(key, known)
    return known
  }

  let rows = 0
  async function* lines(): AsyncGenerator<string> {
    for await (const page of log.pages(filter)) {
      let chunk = ''
      for (const prediction of page) chunk += `${JSON.stringify(rowOf(prediction, await featureNames(prediction)))}\n`
      rows += page.length
      yield chunk
    }
  }

  const json = join(workFolder, 'predictions.jsonl')
  await pipeline(Readable.from(lines()), createWriteStream(json), { signal })
  const duck = await openDuck({ threads, spillFolder: join(workFolder, 'spill') })
  const unfinished = `${path}.${process.pid}.part`
  try {
    const columns = Object.entries(COLUMNS).map(([name, type]) => `${literal(name)}: ${literal(type)}`)
    const options = format === 'csv' ? 'FORMAT csv, HEADER' : 'FORMAT parquet, COMPRESSION zstd'
    await duck.cancellable(signal, () =>
      duck.run(`
        COPY (
          SELECT *
          FROM read_json(${literal(json)}, format = 'newline_delimited', columns = {${columns.join(', ')}})
        ) TO ${literal(unfinished)} (${options})
      `),
    )
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw fileError(error, path)
  } finally {
    duck.close()
  }
  return rows
}

function rowOf(prediction: LoggedPrediction, features: readonly string[]) {
  const { id, time, model, version, arm, pairId, incidentId, probability, incident, label } = prediction
  return {
    ...{
      prediction_id: id,
      time: utc(time),
      model,
      version,
      arm,
      pair_id: pairId,
      incident_id: incidentId,
      probability,
    },
    ...{ prediction: prediction.prediction, arrest: label?.arrest ?? null, label_source: label?.source ?? null },
    label_time: label === null ? null : utc(label.time),
    incident,
    features: Object.fromEntries(features.map((name, k) => [name, prediction.features[k]])),
  }
}

function utc(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '')
}
