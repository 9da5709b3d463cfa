import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type BucketLocationConstraint,
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3'
import { CancelledError, UserError } from '../../shared/errors.ts'
import { fileError } from './fileErrors.ts'
import { checkKey, checkPrefix, isKey } from './keys.ts'
import { createObjectCache } from './s3Cache.ts'
import { connect, type S3Options } from './s3Client.ts'
import { errorName, errorStatus } from './s3Errors.ts'
import { putLifecycle } from './s3Lifecycle.ts'
import { receive } from './s3Receive.ts'
import { abandonUploads, sendBuffer, sendFile } from './s3Send.ts'
import type { ObjectStore, StoredObject } from './store.ts'

const DELETED_AT_ONCE = 1000

/**
 * The object store that is an S3 bucket, or the part of one below a prefix. What is read or moved in is kept in a local
 * cache, so that a run moves each object over the network once.
 */
export function createS3Store(options: S3Options): ObjectStore {
  const { bucket, endpoint, region, cacheFolder } = options
  const prefix = options.prefix === '' ? '' : `${options.prefix}/`
  const connection = connect(options)
  const { client, ask } = connection
  const cache = createObjectCache(cacheFolder, JSON.stringify([endpoint, bucket]), options.cacheBytes)
  const records = join(cacheFolder, 'uploads')
  const nameOf = (key: string) => `${prefix}${checkKey(key)}`

  async function headOf(key: string, signal: AbortSignal): Promise<HeadObjectCommandOutput | undefined> {
    const command = new HeadObjectCommand({ Bucket: bucket, Key: nameOf(key) })
    return await ask(signal, (request) => client.send(command, request)).catch((error: unknown) => {
      if (errorStatus(error) === 404) return undefined
      throw error
    })
  }

  async function list(start: string, signal: AbortSignal): Promise<StoredObject[]> {
    const found: StoredObject[] = []
    let page: ListObjectsV2CommandOutput | undefined
    do {
      const command = new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: `${prefix}${checkPrefix(start)}`,
        ...(page?.NextContinuationToken === undefined ? {} : { ContinuationToken: page.NextContinuationToken }),
      })
      page = await ask(signal, (request) => client.send(command, request))
      for (const { Key = '', Size = 0, LastModified = new Date(0) } of page.Contents ?? []) {
        const key = Key.slice(prefix.length)
        if (isKey(key)) found.push({ key, bytes: Size, modified: LastModified })
      }
    } while (page.NextContinuationToken !== undefined)
    return found
  }

  /** Asks with a list and not a HEAD, whose answer says nothing about why it was refused. */
  async function ensureBucket(signal: AbortSignal): Promise<void> {
    const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 1 })
    try {
      const answer = await ask(signal, (request) => client.send(command, request))
      // Any web server may answer 200 to a GET; S3 names the bucket.
      if (answer.Name === undefined)
        throw new UserError('storage.not_s3', { endpoint: endpoint ?? 'AWS', reason: 'HTTP 200' })
    } catch (error) {
      if (!(error instanceof UserError && error.code === 'storage.no_bucket')) throw error
      await makeBucket(signal)
    }
  }

  async function makeBucket(signal: AbortSignal): Promise<void> {
    // Only AWS knows its regions by these names.
    const location =
      endpoint === undefined && region !== 'us-east-1'
        ? { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } }
        : {}
    const command = new CreateBucketCommand({ Bucket: bucket, ...location })
    await ask(signal, (request) => client.send(command, request)).catch((error: unknown) => {
      if (errorName(error) === 'BucketAlreadyOwnedByYou') return
      if (error instanceof UserError && error.code === 'storage.access_denied')
        throw new UserError('storage.bucket_refused', { bucket, endpoint: endpoint ?? 'AWS' }).causedBy(error)
      throw error
    })
  }

  async function checkWritable(signal: AbortSignal): Promise<void> {
    // No key begins with a dot, so nobody's list shows it.
    const Key = `${prefix}.write-check-${randomUUID()}`
    await sendBuffer(connection, Key, '', signal)
    await ask(signal, (request) => client.send(new DeleteObjectCommand({ Bucket: bucket, Key }), request))
  }

  async function download(key: string, signal: AbortSignal): Promise<string | undefined> {
    await cache.prepare()
    const draft = cache.draft()
    try {
      const file = await open(draft, 'wx')
      const received = await receive(connection, nameOf(key), signal, async (chunk, position) => {
        await file.write(chunk, 0, chunk.length, position)
      }).finally(() => file.close())
      if (received === undefined) return undefined
      return await cache.adopt(draft, { key: nameOf(key), ...received }, signal)
    } catch (error) {
      throw fileError(error, draft)
    } finally {
      await rm(draft, { force: true })
    }
  }

  return {
    kind: 's3',
    location: `s3://${bucket}${prefix === '' ? '' : `/${options.prefix}`}`,
    async ensure(signal) {
      await ensureBucket(signal)
      await checkWritable(signal)
      await cache.prepare()
      await abandonUploads(connection, prefix, records, signal)
    },
    list,
    async head(key, signal) {
      const found = await headOf(key, signal)
      if (found === undefined) return undefined
      return { key, bytes: found.ContentLength ?? 0, modified: found.LastModified ?? new Date(0) }
    },
    async localCopy(key, signal) {
      const found = await headOf(key, signal)
      if (found === undefined) return undefined
      const version = { key: nameOf(key), etag: found.ETag ?? '', bytes: found.ContentLength ?? 0 }
      return (await cache.find(version)) ?? (await download(key, signal))
    },
    async read(key, signal) {
      let chunks: Uint8Array[] = []
      const received = await receive(connection, nameOf(key), signal, async (chunk, position) => {
        if (position === 0) chunks = []
        chunks.push(chunk)
      })
      return received === undefined ? undefined : Buffer.concat(chunks, received.bytes)
    },
    async write(key, content, signal) {
      await sendBuffer(connection, nameOf(key), content, signal)
    },
    async moveIn(key, file, signal) {
      const { etag, bytes } = await sendFile(connection, nameOf(key), file, records, signal)
      await cache.prepare()
      try {
        await cache.adopt(file, { key: nameOf(key), etag, bytes }, signal)
      } catch (error) {
        // The object is stored; that there is no room for a copy here costs a download later.
        if (error instanceof CancelledError || !(error instanceof UserError)) throw error
        await rm(file, { force: true })
      }
    },
    async copy(from, to, signal) {
      const source = nameOf(from)
      const target = nameOf(to)
      if (source === target) return
      const command = new CopyObjectCommand({
        Bucket: bucket,
        Key: target,
        CopySource: `${bucket}/${source}`.split('/').map(encodeURIComponent).join('/'),
      })
      await ask(signal, (request) => client.send(command, request)).catch((error: unknown) => {
        if (error instanceof UserError && /InvalidRequest|EntityTooLarge/.test(String(error.params.reason)))
          throw new UserError('storage.copy_too_large', { key: from, location: `s3://${bucket}` }).causedBy(error)
        throw error
      })
    },
    async remove(keys, signal) {
      const names = keys.map(nameOf)
      for (let at = 0; at < names.length; at += DELETED_AT_ONCE) {
        const Objects = names.slice(at, at + DELETED_AT_ONCE).map((Key) => ({ Key }))
        const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } })
        const { Errors = [] } = await ask(signal, (request) => client.send(command, request))
        const [first] = Errors.filter(({ Code }) => Code !== 'NoSuchKey')
        if (first !== undefined)
          throw connection.explain(Object.assign(new Error(first.Message), { name: first.Code ?? '', $metadata: {} }))
      }
    },
    async setLifecycle(rules, signal) {
      for (const rule of rules) checkPrefix(rule.prefix)
      await putLifecycle(connection, prefix, rules, signal)
    },
    async expire() {
      return 0
    },
  }
}
