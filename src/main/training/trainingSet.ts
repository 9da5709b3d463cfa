import { recipeSchema } from '../../shared/pipeline/recipe.ts'
import type { StageName } from '../../shared/pipeline/runState.ts'
import { type Columns, readColumns, type SharedFloats } from '../columns.ts'
import type { Duck } from '../duck.ts'
import type { Dataset } from '../learners/learner.ts'
import type { FoldFeatures } from '../learners/validation/foldData.ts'
import { readParquet } from '../parquet/reader.ts'
import { bigints, doubles, flags } from '../parquet/table.ts'
import type { EtlResult } from '../pipeline/etl.ts'
import { featureNames } from '../pipeline/featurizer/features.ts'
import { buildFeaturizer, type FeaturizerJson } from '../pipeline/featurizer/featurizer.ts'
import { sharedLabels } from '../pipeline/stages/balance.ts'
import { parquet } from '../pipeline/stages/files.ts'
import { createFoldFeatures } from './foldFeatures.ts'

/** Local files of what the stages made for training. */
export interface TrainingTables {
  /** Training rows as they come to the stage Encode. */
  incidents: string
  /** Scaled training rows before balancing: `id`, `arrest` and all features. */
  scaledTrain: string
  /** ml-ready sets: the selected features and `arrest`; and the ids of the test rows. */
  train: string
  test: string
  testIds: string
  /** Incidents of the window as they were reported. */
  merged: string
  /** Enriched incidents, of which the test rows are read as they were reported. */
  enriched: string
}

/** Everything that learners need of one run of the ETL. */
export interface TrainingSet {
  /** Content hash of the ml-ready sets, and so of all that they were made of. */
  hash: string
  /** Run date `YYYY-MM-DD`. */
  date: string
  /** What the rows are, for people. */
  label: string
  generated: boolean
  /** First and last incident, `YYYY-MM-DDTHH:MM:SS`. */
  dataFrom: string
  dataTo: string
  /** Rows that left on the way, by stage and reason. */
  dropped: { stage: StageName; reason: string; rows: number }[]
  featurizer: FeaturizerJson
  /** Real training rows before balancing: all features by name. */
  real: { rows: number; columns: Record<string, SharedFloats>; labels: Uint8Array<SharedArrayBuffer> }
  /** The same rows' features with everything fitted on the training rows of a fold. */
  foldFeatures: FoldFeatures
  /** Ids of the real training rows. */
  trainingIds: Float64Array
  /** Balanced training rows: the selected features. */
  train: Dataset
  test: Dataset
  tables: TrainingTables
  /** The raw months that the window was cut from, brought in when they are asked for. */
  rawMonths(): Promise<string[]>
}

/** Reads what an ETL run made for training. */
export async function loadTrainingSet(etl: EtlResult, duck: Duck): Promise<TrainingSet> {
  const { date, label, generated, fitted } = etl
  const file = (stage: StageName, name: string) => etl.stages.get(stage)!.file(name)
  const tables: TrainingTables = {
    incidents: await file('outliers', 'train'),
    scaledTrain: await file('scale', 'train'),
    train: await file('features', 'train'),
    test: await file('features', 'test'),
    testIds: await file('features', 'test_ids'),
    merged: await file('merge', 'crimes'),
    enriched: await file('enrich', 'crimes'),
  }
  const featurizer = buildFeaturizer(fitted)
  const scaled = await readParquet(tables.scaledTrain)
  const labels = sharedLabels(flags(scaled, 'arrest'))
  const columns = Object.fromEntries(featureNames(scaled).map((name) => [name, doubles(scaled, name)]))
  const encode = recipeSchema.shape.encode.parse(etl.stages.get('encode')!.record.params)
  const [window] = await duck.rows<{ first: string; last: string }>(`
    SELECT
      strftime(min(date), '%Y-%m-%dT%H:%M:%S') AS first,
      strftime(max(date), '%Y-%m-%dT%H:%M:%S') AS last
    FROM ${parquet(tables.enriched)}`)
  return {
    hash: etl.stages.get('features')!.record.hash,
    date,
    label,
    generated,
    dataFrom: window!.first,
    dataTo: window!.last,
    dropped: [...etl.stages].flatMap(([stage, { record }]) =>
      Object.entries(record.dropped).flatMap(([reason, rows]) => (rows > 0 ? [{ stage, reason, rows }] : [])),
    ),
    featurizer,
    real: { rows: labels.length, columns, labels },
    foldFeatures: createFoldFeatures({ incidents: await readParquet(tables.incidents), columns, encode }),
    trainingIds: bigints(scaled, 'id'),
    train: await readDataset(duck, tables.train, featurizer.features),
    test: await readDataset(duck, tables.test, featurizer.features),
    tables,
    rawMonths: () => {
      const { record } = etl.stages.get('download')!
      return Promise.all(record.outputs.map(({ name }) => file('download', name)))
    },
  }
}

/** An ml-ready set as a dataset. */
async function readDataset(duck: Duck, table: string, features: string[]): Promise<Dataset> {
  const { rows, columns }: Columns = await readColumns(duck, parquet(table), [...features, 'arrest'])
  return {
    featureNames: features,
    rows,
    columns: features.map((name) => columns[name]!),
    labels: sharedLabels(columns.arrest!),
  }
}
