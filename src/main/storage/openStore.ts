import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { UserError } from '../../shared/errors.ts'
import { createFolderStore } from './folder.ts'
import { isKey } from './keys.ts'
import type { S3Credentials } from './s3Client.ts'
import type { ObjectStore } from './store.ts'

export interface StoreOptions {
  /** What the user named: a path, or `s3://bucket[/prefix]`; undefined leaves it to the environment. */
  spec: string | undefined
  env: Readonly<Record<string, string | undefined>>
  /** The folder that is the store when nothing else is named. */
  dataFolder: string
  /** Folder for local copies of what lies on S3. */
  cacheFolder: string
  /** Called while an S3 server does not answer. */
  onWaiting?: ((waitedMs: number) => void) | undefined
}

const DEFAULT_BUCKET = 'data'
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

/**
 * The object store that was asked for: the named one; else, where AWS_ENDPOINT_URL_S3 or DATA_REPO_BUCKET_NAME is set,
 * that bucket; else the workspace's folder. Does not touch it yet: `ensure` does. UserError for what cannot be a store.
 */
export async function openStore({ spec, env, dataFolder, cacheFolder, onWaiting }: StoreOptions): Promise<ObjectStore> {
  const wanted = spec ?? specOf(env) ?? dataFolder
  if (!wanted.startsWith('s3:')) {
    if (/^[a-z][a-z0-9+.-]+:\/\//i.test(wanted))
      throw new UserError('storage.unknown_kind', { spec: withoutSecrets(wanted) })
    return createFolderStore(resolve(wanted.replace(/^~(?=$|[/\\])/, env.HOME ?? homedir())))
  }
  const { bucket, prefix } = parseS3(wanted)
  const endpoint = checkEndpoint(nonEmpty(env.AWS_ENDPOINT_URL_S3) ?? nonEmpty(env.AWS_ENDPOINT_URL))
  const credentials = credentialsOf(env, wanted)
  // The S3 client takes longer to load than all else: only where it is used.
  const { createS3Store } = await import('./s3.ts')
  return createS3Store({
    bucket,
    prefix,
    endpoint,
    region: nonEmpty(env.AWS_REGION) ?? nonEmpty(env.AWS_DEFAULT_REGION) ?? 'us-east-1',
    forcePathStyle: endpoint !== undefined,
    credentials,
    cacheFolder: join(cacheFolder, 's3'),
    onWaiting,
  })
}

/** The bucket that the environment names, as `s3://bucket`. */
function specOf(env: StoreOptions['env']): string | undefined {
  const bucket = nonEmpty(env.DATA_REPO_BUCKET_NAME)
  if (bucket === undefined && nonEmpty(env.AWS_ENDPOINT_URL_S3) === undefined) return undefined
  return `s3://${bucket ?? DEFAULT_BUCKET}`
}

function parseS3(spec: string): { bucket: string; prefix: string } {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]*)\/?(.*)$/.exec(spec) ?? []
  if (!BUCKET.test(bucket)) throw new UserError('storage.bucket_name', { bucket })
  const prefix = path.replace(/\/+$/, '')
  if (prefix !== '' && !isKey(prefix)) throw new UserError('storage.prefix', { prefix })
  return { bucket, prefix }
}

function checkEndpoint(endpoint: string | undefined): string | undefined {
  if (endpoint === undefined) return undefined
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  const isPlain = url !== undefined && url.username === '' && url.password === '' && url.search === ''
  if (isPlain && ['http:', 'https:'].includes(url.protocol)) return endpoint
  throw new UserError('storage.endpoint', { endpoint: withoutSecrets(endpoint) })
}

function credentialsOf(env: StoreOptions['env'], location: string): S3Credentials {
  const accessKeyId = nonEmpty(env.AWS_ACCESS_KEY_ID)
  const secretAccessKey = nonEmpty(env.AWS_SECRET_ACCESS_KEY)
  if (accessKeyId === undefined || secretAccessKey === undefined) throw new UserError('storage.no_key', { location })
  return { accessKeyId, secretAccessKey, sessionToken: nonEmpty(env.AWS_SESSION_TOKEN) }
}

/** Variables that are set to nothing, as in a half-filled `.env`, count as not set. */
function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim()
}

/** A URL without user, password and query. */
function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//').replace(/\?.*$/, '')
}
