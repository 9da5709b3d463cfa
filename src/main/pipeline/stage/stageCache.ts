import { mkdir, rm, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { z } from 'zod'
import { STAGES, type StageName } from '../../../shared/pipeline/runState.ts'
import { copyDurably, linkFile } from '../../storage/files.ts'
import type { ObjectStore } from '../../storage/store.ts'

const outputSchema = z.object({ name: z.string(), key: z.string(), rows: z.number().optional() })

/** What a stage did and put out. */
const stageRecordSchema = z.object({
  stage: z.enum(STAGES),
  version: z.number(),
  hash: z.string(),
  params: z.record(z.string(), z.json()),
  outputs: z.array(outputSchema),
  fitted: z.json().optional(),
  metrics: z.record(z.string(), z.number()),
  dropped: z.record(z.string(), z.number()),
  details: z.record(z.string(), z.json()),
  sql: z.array(z.string()),
  elapsedMs: z.number(),
})
export type StageRecord = z.output<typeof stageRecordSchema>

/** What is stored beside a stage's outputs, written after them: where it is, they are whole. */
const storedRecordSchema = stageRecordSchema.extend({ outputs: z.array(outputSchema.extend({ bytes: z.number() })) })

/** The folder of a stage's outputs for one content hash. */
export function stagePrefix(stage: StageName, hash: string): string {
  return `stages/${stage}/${hash}`
}

const recordKey = (stage: StageName, hash: string) => `${stagePrefix(stage, hash)}/_stage.json`

/** The stored result of a stage with this content hash, if it is there and all its outputs are whole. */
export async function findStage(
  store: ObjectStore,
  stage: StageName,
  hash: string,
  signal: AbortSignal,
): Promise<StageRecord | undefined> {
  const content = await store.read(recordKey(stage, hash), signal)
  if (content === undefined) return undefined
  const record = storedRecordSchema.safeParse(parseJson(content.toString('utf8')))
  if (!record.success) return undefined
  const objects = await store.list(`${stagePrefix(stage, hash)}/`, signal)
  const bytes = new Map(objects.map((object) => [object.key, object.bytes]))
  return record.data.outputs.every((output) => bytes.get(output.key) === output.bytes) ? record.data : undefined
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/**
 * Stores a stage's outputs and, when they are all there, its record. The local files stay where they are, so that the
 * next stage can read them while they are still being sent.
 * @param files local file of each output, by output name
 */
export async function storeStage(
  store: ObjectStore,
  record: StageRecord,
  files: ReadonlyMap<string, string>,
  { workFolder, signal }: { workFolder: string; signal: AbortSignal },
): Promise<void> {
  const outbox = join(workFolder, `send-${record.hash}`)
  await mkdir(outbox, { recursive: true })
  const outputs = await Promise.all(
    record.outputs.map(async (output) => {
      const { name, key } = output
      // Another name to give away. The file itself may be a source's own, and lie on another disk.
      const sent = join(outbox, name)
      const file = files.get(name)!
      if (!(await linkFile(file, sent))) await copyDurably(file, sent, signal)
      const { size: bytes } = await stat(sent)
      await store.moveIn(key, sent, signal)
      return { ...output, bytes }
    }),
  )
  await rm(outbox, { recursive: true, force: true })
  const stored: z.input<typeof storedRecordSchema> = { ...record, outputs }
  await store.write(recordKey(record.stage, record.hash), JSON.stringify(stored), signal)
}

/** The outputs' description for a stage's record. */
export function describeOutputs(
  stage: StageName,
  hash: string,
  files: ReadonlyMap<string, string>,
  rows: Readonly<Record<string, number>>,
): StageRecord['outputs'] {
  return [...files].map(([name, file]) => ({
    name,
    key: `${stagePrefix(stage, hash)}/${name}${extname(file)}`,
    ...(rows[name] === undefined ? {} : { rows: rows[name] }),
  }))
}
