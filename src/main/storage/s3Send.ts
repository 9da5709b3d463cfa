import { createHash } from 'node:crypto'
import { appendFile, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { UserError } from '../../shared/errors.ts'
import { isLeftover, processTag } from '../processTag.ts'
import { fileError } from './fileErrors.ts'
import { makeFolder } from './files.ts'
import type { S3Connection } from './s3Client.ts'
import { errorName } from './s3Errors.ts'

const PART_BYTES = 8 << 20
const PARALLEL_PARTS = 4
const MAX_PARTS = 10_000
/** How long undoing a failed upload may take; what is left then, the next start undoes. */
const UNDO_MS = 10_000
const CANCEL_MS = 500
const ABANDONED_MS = 24 * 3600 * 1000

/** Stores `content` as the object, in one request. Returns its ETag. */
export async function sendBuffer(
  { client, bucket, ask }: S3Connection,
  key: string,
  content: string | Uint8Array,
  signal: AbortSignal,
): Promise<string> {
  const Body = typeof content === 'string' ? Buffer.from(content) : content
  const { ETag } = await ask(signal, (options) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body }), options),
  )
  return ETag ?? ''
}

/**
 * Stores a local file as the object: in one request, or in parts of 8 MB, four at a time, which become the object in
 * one step when all have arrived. A failed or cancelled upload is undone; `records` keeps those in progress, so that
 * those of killed processes are found by `abandonUploads`. Returns ETag and size.
 */
export async function sendFile(
  connection: S3Connection,
  key: string,
  file: string,
  records: string,
  signal: AbortSignal,
): Promise<{ etag: string; bytes: number }> {
  const handle = await open(file).catch((error: unknown) => {
    throw fileError(error, file)
  })
  try {
    const { size: bytes } = await handle.stat()
    const partBytes = Math.max(PART_BYTES, Math.ceil(bytes / MAX_PARTS))
    const readPart = async (index: number): Promise<Buffer> => {
      const part = Buffer.allocUnsafe(Math.min(partBytes, bytes - index * partBytes))
      await handle.read(part, 0, part.length, index * partBytes)
      return part
    }
    const parts = Math.ceil(bytes / partBytes)
    const etag =
      parts > 1
        ? await sendParts(connection, key, parts, readPart, records, signal)
        : await sendBuffer(connection, key, parts === 0 ? '' : await readPart(0), signal)
    return { etag, bytes }
  } finally {
    await handle.close()
  }
}

async function sendParts(
  connection: S3Connection,
  key: string,
  parts: number,
  readPart: (index: number) => Promise<Buffer>,
  records: string,
  signal: AbortSignal,
): Promise<string> {
  const { client, bucket, ask } = connection
  const place = { Bucket: bucket, Key: key }
  const record = await startRecord(records, key)
  const { UploadId = '' } = await ask(signal, (options) =>
    client.send(new CreateMultipartUploadCommand(place), options),
  )
  const upload = { ...place, UploadId }
  try {
    await record.add(UploadId)
    const etags: string[] = []
    let next = 0
    await inParallel(Math.min(PARALLEL_PARTS, parts), signal, async (stop) => {
      for (let index = next++; index < parts; index = next++) {
        const Body = await readPart(index)
        const { ETag } = await ask(stop, (options) =>
          client.send(new UploadPartCommand({ ...upload, PartNumber: index + 1, Body }), options),
        )
        etags[index] = ETag ?? ''
      }
    })
    const MultipartUpload = { Parts: etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 })) }
    await ask(signal, (options) =>
      client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload }), options),
    ).catch((error: unknown) => confirm(connection, key, etags, error, signal))
    await record.remove()
    return etagOfParts(etags)
  } catch (error) {
    // The user's signal may be the reason, so this has a time of its own, of which a cancelled run waits for little.
    const undone = abandon(connection, key, UploadId, AbortSignal.timeout(UNDO_MS)).then(record.remove, () => undefined)
    await (signal.aborted ? Promise.race([undone, sleep(CANCEL_MS)]) : undone)
    throw error
  }
}

/** When the upload was completed but the answer lost, a retry finds no such upload: the object's ETag tells. */
async function confirm(
  { client, bucket, ask }: S3Connection,
  key: string,
  etags: string[],
  error: unknown,
  signal: AbortSignal,
): Promise<void> {
  if (errorName(error) !== 'NoSuchUpload') throw error
  const { ETag } = await ask(signal, (options) =>
    client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), options),
  )
  if (ETag?.replaceAll('"', '') !== etagOfParts(etags)) throw error
}

/** The ETag of an object that was uploaded in parts with these: as AWS, Ceph and MinIO make it, not all of which tell. */
function etagOfParts(etags: string[]): string {
  const digest = createHash('md5')
  for (const etag of etags) digest.update(Buffer.from(etag.replaceAll('"', ''), 'hex'))
  return `${digest.digest('hex')}-${etags.length}`
}

/** Runs `work` so many times at once; the first failure stops the others, and all have ended when this rejects. */
async function inParallel(
  count: number,
  signal: AbortSignal,
  work: (stop: AbortSignal) => Promise<void>,
): Promise<void> {
  const failure = new AbortController()
  const stop = AbortSignal.any([signal, failure.signal])
  let first: { error: unknown } | undefined
  await Promise.all(
    Array.from({ length: count }, () =>
      work(stop).catch((error: unknown) => {
        first ??= { error }
        failure.abort()
      }),
    ),
  )
  if (first !== undefined) throw first.error
}

async function abandon(
  { client, bucket, ask }: S3Connection,
  key: string,
  uploadId: string,
  signal: AbortSignal,
): Promise<void> {
  const upload = { Bucket: bucket, Key: key, UploadId: uploadId }
  await ask(signal, (options) => client.send(new AbortMultipartUploadCommand(upload), options)).catch(
    (error: unknown) => {
      if (errorName(error) !== 'NoSuchUpload') throw error
    },
  )
}

/** Writes down an upload before it begins: its key, then, once the server has given it, its id; a line each. */
async function startRecord(records: string, key: string) {
  const path = join(records, processTag())
  const write = async (line: string) => {
    try {
      await appendFile(path, `${line}\n`)
    } catch (error) {
      throw fileError(error, path)
    }
  }
  await makeFolder(records).catch((error: unknown) => {
    throw fileError(error, records)
  })
  await write(key)
  return { add: write, remove: () => rm(path, { force: true }) }
}

/** Undoes the uploads of dead processes: those of this cache at once, others below `prefix` when they are a day old. */
export async function abandonUploads(
  connection: S3Connection,
  prefix: string,
  records: string,
  signal: AbortSignal,
): Promise<void> {
  for (const name of await readdir(records).catch(() => [])) {
    const path = join(records, name)
    const found = await stat(path).catch(() => undefined)
    if (found === undefined || !isLeftover(name, found.mtime)) continue
    const [key = '', uploadId = ''] = (await readFile(path, 'utf8')).split('\n')
    if (uploadId !== '') await abandon(connection, key, uploadId, signal)
    // Killed while the server was giving it an id.
    else
      for (const upload of await uploadsBelow(connection, key, signal)) if (upload.key === key) await upload.abandon()
    await rm(path, { force: true })
  }
  for (const upload of await uploadsBelow(connection, prefix, signal))
    if (Date.now() - upload.initiated.getTime() > ABANDONED_MS) await upload.abandon()
}

/** Uploads in progress; none where the key may not list them, which is a right of its own that nothing else needs. */
async function uploadsBelow(connection: S3Connection, prefix: string, signal: AbortSignal) {
  const { client, bucket, ask } = connection
  const command = new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix })
  const answer = await ask(signal, (options) => client.send(command, options)).catch((error: unknown) => {
    if (error instanceof UserError && error.code === 'storage.access_denied') return { Uploads: [] }
    throw error
  })
  return (answer.Uploads ?? []).map(({ Key = '', UploadId = '', Initiated = new Date() }) => ({
    key: Key,
    initiated: Initiated,
    abandon: () => abandon(connection, Key, UploadId, signal),
  }))
}
