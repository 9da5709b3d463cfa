import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { LEARNERS } from '../../shared/pipeline/learnerParams.ts'
import { writeDurably } from '../tracking/artifacts.ts'

/** What a model says of itself, in `info.json`. */
export const modelInfoSchema = z.strictObject({
  /** Registered model it was made for. */
  name: z.string().min(1),
  learner: z.enum(LEARNERS),
  /** Inputs, in the model's order. */
  features: z.array(z.string().min(1)).min(1),
  /** Calibrated probability from which an arrest is predicted. */
  threshold: z.number().min(0).max(1),
  /** Trained on generated data. */
  generated: z.boolean(),
  run_id: z.string().min(1),
  /** Run date YYYY-MM-DD: the exclusive end of the data. */
  run_date: z.iso.date(),
  /** First and last incident that were seen, `YYYY-MM-DDTHH:MM:SS` in Chicago. */
  data_from: z.iso.datetime({ local: true }),
  data_to: z.iso.datetime({ local: true }),
  /** When training ended. */
  trained_at: z.iso.datetime(),
  /** On the run's test rows, by name; null where undefined. */
  metrics: z.record(z.string(), z.number().nullable()),
  seed: z.int(),
  recipe_hash: z.string().min(1),
  app_version: z.string().min(1),
})
export type ModelInfo = z.output<typeof modelInfoSchema>

/** Everything that is stored with a version. The values are JSON; their own rooms give them meaning. */
export interface ModelContent {
  /** As `learners/modelFile.ts` encodes it. */
  model: Uint8Array
  featurizer: unknown
  calibration: unknown
  recipe: unknown
  info: ModelInfo
}

/** The files that decide what is predicted; their bytes make the content hash. */
const PREDICTING = ['model.bin', 'featurizer.json', 'calibration.json'] as const
const FILES = [...PREDICTING, 'recipe.json', 'info.json'] as const
type FileName = (typeof FILES)[number]
const MANIFEST = 'manifest.json'

const manifestSchema = z.strictObject({
  format: z.literal(1),
  /** SHA-256 in hex, by file. */
  files: z.record(z.enum(FILES), z.string().regex(/^[0-9a-f]{64}$/)),
})

/**
 * Writes a model's files into an empty folder. The caller moves that folder to its place when all are there, so a model
 * folder is whole or absent. Returns the content hash.
 */
export async function writeModelFolder(folder: string, content: ModelContent): Promise<string> {
  const files = filesOf(content)
  const hashes = hashesOf(files)
  const manifest = json(manifestSchema.parse({ format: 1, files: hashes }))
  const all: [string, Uint8Array][] = [...Object.entries(files), [MANIFEST, manifest]]
  await Promise.all(all.map(([name, bytes]) => writeDurably(join(folder, name), bytes)))
  return hashOfPredicting(hashes)
}

/** Content hash of a model before it is stored: equal for equal models, whenever and wherever they were trained. */
export function contentHash(content: ModelContent): string {
  return hashOfPredicting(hashesOf(filesOf(content)))
}

function filesOf(content: ModelContent): Record<FileName, Uint8Array> {
  return {
    'model.bin': content.model,
    'featurizer.json': json(content.featurizer),
    'calibration.json': json(content.calibration),
    'recipe.json': json(content.recipe),
    'info.json': json(modelInfoSchema.parse(content.info)),
  }
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
}

function hashesOf(files: Record<FileName, Uint8Array>): Record<FileName, string> {
  return {
    'model.bin': sha256(files['model.bin']),
    'featurizer.json': sha256(files['featurizer.json']),
    'calibration.json': sha256(files['calibration.json']),
    'recipe.json': sha256(files['recipe.json']),
    'info.json': sha256(files['info.json']),
  }
}

/** Reads a model folder. Throws UserError `model_folder_damaged` that names the file which is not as it was stored. */
export async function readModelFolder(folder: string): Promise<ModelContent & { contentHash: string }> {
  const files = await readManifest(folder)
  const stored = async (file: FileName) => {
    const bytes = await readPart(folder, file)
    if (sha256(bytes) !== files[file]) throw damaged(folder, file)
    return bytes
  }
  const parsed = async <T>(file: FileName, schema: z.ZodType<T>) => parse(folder, file, await stored(file), schema)
  return {
    model: await stored('model.bin'),
    featurizer: await parsed('featurizer.json', z.json()),
    calibration: await parsed('calibration.json', z.json()),
    recipe: await parsed('recipe.json', z.json()),
    info: await parsed('info.json', modelInfoSchema),
    contentHash: hashOfPredicting(files),
  }
}

/**
 * Equal for versions whose features mean the same: their names, their order, and what an incident's values become. Reads
 * the manifest alone. Throws UserError `model_folder_damaged`.
 */
export async function readFeaturizerHash(folder: string): Promise<string> {
  return (await readManifest(folder))['featurizer.json']
}

async function readManifest(folder: string): Promise<Record<FileName, string>> {
  return parse(folder, MANIFEST, await readPart(folder, MANIFEST), manifestSchema).files
}

async function readPart(folder: string, file: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, file))
  } catch (error) {
    throw damaged(folder, file, error)
  }
}

function parse<T>(folder: string, file: string, bytes: Buffer, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')))
  } catch (error) {
    throw damaged(folder, file, error)
  }
}

function damaged(folder: string, file: string, cause?: unknown): UserError {
  return new UserError('model_folder_damaged', { folder, file }).causedBy(cause)
}

function hashOfPredicting(files: Record<FileName, string>): string {
  return sha256(PREDICTING.map((name) => `${name}:${files[name]}\n`).join(''))
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
