import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { CancelledError, throwIfCancelled } from '../../shared/errors.ts'
import { isConnectionError, s3Error } from './s3Errors.ts'

export interface S3Credentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string | undefined
}

export interface S3Options {
  bucket: string
  /** Segments before every key, without slashes at the ends; '' for none. */
  prefix: string
  /** URL of the server; undefined for AWS itself. */
  endpoint: string | undefined
  region: string
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`; what MinIO and Ceph take without DNS entries. */
  forcePathStyle: boolean
  credentials: S3Credentials
  /** Folder for local copies and for the record of uploads in progress. */
  cacheFolder: string
  /** Size that the local copies may reach before the least recently used leave. */
  cacheBytes?: number | undefined
  /** Called while the server does not answer, before each further attempt. */
  onWaiting?: ((waitedMs: number) => void) | undefined
  /** How long a server that does not answer is waited for. */
  patience?: Patience | undefined
}

export interface Patience {
  /** Before its first answer, when a wrong address is the likelier cause. */
  firstMs: number
  /** After it, when it may be restarting. */
  laterMs: number
}

export const DEFAULT_PATIENCE: Patience = { firstMs: 5_000, laterMs: 90_000 }

const CONNECT_MS = 5_000
/** A request or a stream on which nothing moves for this long is taken for dead. */
export const IDLE_MS = 20_000
const LONGEST_PAUSE_MS = 3_000

/** A client of one bucket: sends a command until it is answered, patience ends or the signal aborts. */
export interface S3Connection {
  readonly client: S3Client
  readonly bucket: string
  readonly patience: Patience
  /** `send` is given the signal to pass on. Throws CancelledError on abort, a UserError for what the user can mend. */
  ask<T>(signal: AbortSignal, send: (options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T>
  /** What to throw for an error that came outside of `ask`. */
  explain(error: unknown): unknown
  /** Waits before attempt `attempt` (from 1) after a failure; the pause grows with it. */
  pause(attempt: number, waitedMs: number, signal: AbortSignal): Promise<void>
}

export function connect(options: S3Options): S3Connection {
  const { bucket, endpoint, region, forcePathStyle, credentials, patience = DEFAULT_PATIENCE } = options
  // The SDK announces, on every start, the end of its support for Node 20; its documented switch.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const client = new S3Client({
    region,
    forcePathStyle,
    followRegionRedirects: true,
    ...(endpoint === undefined ? {} : { endpoint }),
    credentials: {
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey,
      ...(credentials.sessionToken === undefined ? {} : { sessionToken: credentials.sessionToken }),
    },
    // Servers other than AWS need not know the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: IDLE_MS },
    retryStrategy: patiently(patience, options.onWaiting),
  })
  return {
    client,
    bucket,
    patience,
    async ask(signal, send) {
      throwIfCancelled(signal)
      try {
        // A signal of its own: the SDK hangs listeners on it, and a run's signal sees thousands of requests.
        return await send({ abortSignal: AbortSignal.any([signal]) })
      } catch (error) {
        throw signal.aborted ? new CancelledError() : s3Error(error, options)
      }
    },
    explain: (error) => s3Error(error, options),
    async pause(attempt, waitedMs, signal) {
      options.onWaiting?.(waitedMs)
      await wait(pauseMs(attempt), signal)
    },
  }
}

type RetryStrategy = Exclude<NonNullable<S3ClientConfig['retryStrategy']>, { retry: unknown }>
type RetryToken = Awaited<ReturnType<Extract<RetryStrategy, { recordSuccess: unknown }>['acquireInitialRetryToken']>>

/** Retries what may pass on its own, by time instead of by count: a server that restarts is back within a minute. */
function patiently({ firstMs, laterMs }: Patience, onWaiting: S3Options['onWaiting']) {
  let answered = false
  const failingSince = new WeakMap<RetryToken, number>()
  const token = (count: number, delayMs: number): RetryToken => ({
    getRetryCount: () => count,
    getRetryDelay: () => delayMs,
  })
  return {
    async acquireInitialRetryToken() {
      return token(0, 0)
    },
    async refreshRetryTokenForRetry(last: RetryToken, { error, errorType }: { error?: unknown; errorType: string }) {
      const noAnswer = isConnectionError(error)
      if (!noAnswer) answered = true
      if (errorType === 'CLIENT_ERROR' && !noAnswer) throw error
      const since = failingSince.get(last) ?? Date.now()
      const waitedMs = Date.now() - since
      if (waitedMs > (answered ? laterMs : firstMs)) throw error
      onWaiting?.(waitedMs)
      const count = last.getRetryCount() + 1
      const next = token(count, pauseMs(count))
      failingSince.set(next, since)
      return next
    },
    recordSuccess() {
      answered = true
    },
  }
}

/** Doubles from 0.1 s to 3 s; the lower half is certain, the upper drawn, so that parallel requests come back apart. */
function pauseMs(attempt: number): number {
  return Math.min(LONGEST_PAUSE_MS, 100 * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2)
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    throwIfCancelled(signal)
    const stop = () => {
      clearTimeout(timer)
      reject(new CancelledError())
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal.addEventListener('abort', stop, { once: true })
  })
}
