import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readParquet } from '../../parquet/reader.ts'
import type { Job } from '../../progress.ts'
import type { Source } from '../../sources/source.ts'
import { createReport } from '../report.ts'
import { fingerprint } from '../stage/fingerprint.ts'
import { type StageEnvironment, type StageResult, storedResult } from '../stage/runStage.ts'
import { describeOutputs, findStage, type StageRecord, storeStage } from '../stage/stageCache.ts'

const VERSION = 1

/** What the download tells the stages after it. */
export const downloadedSchema = z.object({
  /** What the rows are, for people: `crimes_2017.csv`. */
  label: z.string(),
  /** True when the incidents were generated, not reported. */
  generated: z.boolean(),
  /** Run date: the one asked for, or the source's default. */
  date: z.string(),
  stations: z.array(z.object({ district: z.string(), name: z.string(), x: z.number(), y: z.number() })),
})

export interface DownloadRequest {
  source: Source
  date: string | undefined
  /** Days of the window before the run date. */
  days: number
  stationsFile: string | undefined
  /** Download even if the same content is stored. */
  force: boolean
}

/** Brings in the source's incidents, an output a month, and the police stations. */
export async function download(request: DownloadRequest, environment: StageEnvironment): Promise<StageResult> {
  const { source, date, days, stationsFile } = request
  const { store, duck, signal, storeSignal, onEvent } = environment
  const job: Job = { signal, progress: (progress) => onEvent({ type: 'step-progress', step: 'download', progress }) }

  const content = request.force ? undefined : await source.identify?.({ stationsFile, date, days }, job)
  const stored = content && (await findStage(store, 'download', hashOf(content), signal))
  if (stored) return storedResult(store, stored, signal)

  const workFolder = join(environment.workFolder, 'download')
  await mkdir(workFolder, { recursive: true })
  const start = performance.now()
  const found = await source.download({ date, days, workFolder, store, duck, stationsFile }, job)

  const { report, reported } = createReport()
  report.metric('rows', sum(found.months))
  report.metric('months', found.months.length)
  for (const { reason, rows } of found.rejected) report.dropped(reason, rows)
  if (found.notes !== undefined && found.notes.length > 0) report.detail('notes', found.notes)
  const files = new Map(found.months.map(({ month, file }) => [month, file]))
  const hash = hashOf(found.contentHash)
  const record: StageRecord = {
    stage: 'download',
    version: VERSION,
    hash,
    params: {},
    outputs: describeOutputs(
      'download',
      hash,
      files,
      Object.fromEntries(found.months.map(({ month, rows }) => [month, rows])),
    ),
    fitted: downloadedSchema.parse(found),
    ...reported,
    elapsedMs: performance.now() - start,
  }
  // A source that cannot tell beforehand may have brought what is stored already.
  const cached = (await findStage(store, 'download', hash, signal)) !== undefined
  const storing = { workFolder: environment.workFolder, signal: storeSignal }
  if (!cached) environment.inBackground(() => storeStage(store, record, files, storing))
  const file = async (name: string) => files.get(name) ?? Promise.reject(new Error(`no month ${name}`))
  return { record, cached, file, table: async (name) => readParquet(await file(name)), release() {} }
}

function hashOf(content: string): string {
  return fingerprint({ stage: 'download', version: VERSION, content })
}

function sum(months: { rows: number }[]): number {
  return months.reduce((total, { rows }) => total + rows, 0)
}
