import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { StageName } from '../../shared/pipeline/runState.ts'
import { type Duck, literal } from '../duck.ts'
import type { Station } from '../sources/source.ts'
import type { ObjectStore } from '../storage/store.ts'
import type { EtlResult } from './etl.ts'
import type { StageResult } from './stage/runStage.ts'
import { downloadedSchema } from './stages/download.ts'

/** Key of the newest run's manifest; the last thing that a run publishes. */
export const MANIFEST_KEY = '_manifest.json'

/** Key of the manifest of the ml-ready sets of one run date. */
export const manifestKey = (date: string) => `ml-ready-data/_manifest_${date}.json`

export const manifestSchema = z.object({
  run_id: z.string(),
  date: z.string(),
  label: z.string(),
  generated: z.boolean(),
  recipe: z.json(),
  /** Content hash by stage. */
  hashes: z.record(z.string(), z.string()),
  /** Key by published name: `ml-ready-data/train_2018-01-01.csv` → where its bytes came from. */
  files: z.record(z.string(), z.string()),
})
export type Manifest = z.output<typeof manifestSchema>

/** The manifest of a run date, or of the newest run; undefined when there is none, or none that can be read. */
export async function readManifest(
  store: ObjectStore,
  date: string | undefined,
  signal: AbortSignal,
): Promise<Manifest | undefined> {
  const content = await store.read(date === undefined ? MANIFEST_KEY : manifestKey(date), signal)
  if (content === undefined) return undefined
  return manifestSchema.safeParse(JSON.parse(content.toString('utf8'))).data
}

/** Where a stage's output is published, without its extension. */
function publishedName(stage: StageName, output: string, date: string): string | undefined {
  switch (stage) {
    case 'download':
      return `0-raw-data/monthly-data/${output}/crimes`
    case 'merge':
      return `1-merged-data/crimes_12m_${date}`
    case 'enrich':
      return `2-enriched-data/crimes_enriched_${date}`
    case 'split':
      return `3-split-data/crimes_${output}_${date}`
    case 'outliers':
      return `4-outliers/${output}_${date}`
    case 'encode':
      return `5-encoded/${output}_${date}`
    case 'scale':
      return `6-scaled/${output}_${date}`
    case 'balance':
      return `7-balanced/${output}_${date}`
    case 'features':
      return `ml-ready-data/${output.replace(/_csv$/, '')}_${date}`
    case 'setup':
    case 'summary':
      return undefined
  }
}

export interface PublishContext {
  store: ObjectStore
  duck: Duck
  workFolder: string
  signal: AbortSignal
}

/**
 * Copies a run's outputs to the keys that people and notebooks read (a hard link in a folder, a server-side copy on
 * S3), and writes the manifest last. With `csv`, every table is published as CSV too.
 */
export async function publish(
  etl: EtlResult,
  run: { id: string; recipe: unknown; csv: boolean },
  context: PublishContext,
): Promise<Manifest> {
  const { store, signal } = context
  const files: Record<string, string> = {}
  // All at once: on S3 each copy is a question and an answer.
  const copies = [...etl.stages].flatMap(([stage, result]) =>
    result.record.outputs.map(async ({ name, key }) => {
      const target = publishedName(stage, name, etl.date)
      if (target === undefined) return
      const published = target + key.slice(key.lastIndexOf('.'))
      await store.copy(key, published, signal)
      files[published] = key
      if (run.csv && published.endsWith('.parquet')) await publishCsv(result, name, `${target}.csv`, files, context)
    }),
  )
  await Promise.all(copies)
  const { stations } = downloadedSchema.parse(etl.fitted.download)
  await publishStations(stations, context)

  const manifest: Manifest = manifestSchema.parse({
    run_id: run.id,
    date: etl.date,
    label: etl.label,
    generated: etl.generated,
    recipe: run.recipe,
    hashes: Object.fromEntries([...etl.stages].map(([stage, { record }]) => [stage, record.hash])),
    files: Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))),
  })
  const json = JSON.stringify(manifest, null, 2)
  await store.write(manifestKey(etl.date), json, signal)
  await store.write(MANIFEST_KEY, json, signal)
  return manifest
}

async function publishCsv(
  result: StageResult,
  output: string,
  key: string,
  files: Record<string, string>,
  { store, duck, workFolder, signal }: PublishContext,
): Promise<void> {
  if (files[key] !== undefined || result.record.outputs.some((other) => other.name === `${output}_csv`)) return
  const file = join(workFolder, `${key.replaceAll('/', '_')}`)
  await duck.run(`COPY (FROM ${literal(await result.file(output))}) TO ${literal(file)} (FORMAT csv, HEADER)`)
  await store.moveIn(key, file, signal)
  files[key] = key
}

async function publishStations(
  stations: Station[],
  { store, duck, workFolder, signal }: PublishContext,
): Promise<void> {
  const json = join(workFolder, 'police_stations.json')
  const file = join(workFolder, 'police_stations.parquet')
  await writeFile(json, JSON.stringify(stations))
  await duck.run(
    `COPY (
       SELECT
         district,
         name AS district_name,
         x AS x_coordinate,
         y AS y_coordinate
       FROM read_json(${literal(json)}, columns = {district: 'VARCHAR', name: 'VARCHAR', x: 'DOUBLE', y: 'DOUBLE'})
     ) TO ${literal(file)} (FORMAT parquet)`,
  )
  await store.moveIn('0-raw-data/police_stations.parquet', file, signal)
}
