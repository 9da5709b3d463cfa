import { Readable } from 'node:stream'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { CancelledError } from '../../shared/errors.ts'
import { IDLE_MS, type S3Connection } from './s3Client.ts'
import { errorName, isConnectionError } from './s3Errors.ts'

/** What a GET brought: `etag` names the version whose bytes were written. */
export interface Received {
  etag: string
  bytes: number
}

/**
 * Brings the object's bytes to `write`, in order; goes on where it stopped after a broken connection, and begins again
 * at position 0 when the object was replaced meanwhile. Undefined when there is no such object.
 */
export async function receive(
  { client, bucket, patience, ask, explain, pause }: S3Connection,
  key: string,
  signal: AbortSignal,
  write: (chunk: Uint8Array, position: number) => Promise<void>,
): Promise<Received | undefined> {
  let at = 0
  let version: Received | undefined
  let failures = 0
  let failingSince = 0
  for (;;) {
    const rest = version === undefined ? {} : { Range: `bytes=${at}-`, IfMatch: version.etag }
    try {
      const { Body, ETag, ContentLength } = await ask(signal, (options) =>
        client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...rest }), options),
      )
      version ??= { etag: ETag ?? '', bytes: ContentLength ?? 0 }
      if (!(Body instanceof Readable)) throw new TypeError('an answer without a stream')
      for await (const chunk of chunksOf(Body, signal)) {
        await write(chunk, at)
        at += chunk.length
        failures = 0
      }
    } catch (error) {
      if (signal.aborted) throw new CancelledError()
      if (errorName(error) === 'NoSuchKey') return undefined
      const isReplaced = errorName(error) === 'PreconditionFailed'
      if (isReplaced) {
        at = 0
        version = undefined
      } else if (!isConnectionError(error)) throw explain(error)
    }
    if (version !== undefined && at === version.bytes) return version
    failures++
    if (failures === 1) failingSince = Date.now()
    const waitedMs = Date.now() - failingSince
    if (waitedMs > patience.laterMs) throw explain(new Error('premature close'))
    await pause(failures, waitedMs, signal)
  }
}

/** The chunks of an answer's body; fails as a timeout when none comes for a while. */
async function* chunksOf(body: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const stop = () => body.destroy(new CancelledError())
  const watchdog = setTimeout(() => body.destroy(new Error('premature close')), IDLE_MS)
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const chunk of body) {
      yield chunk
      watchdog.refresh()
    }
  } finally {
    clearTimeout(watchdog)
    signal.removeEventListener('abort', stop)
  }
}
