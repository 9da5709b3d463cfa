import { UserError } from '../../shared/errors.ts'
import { errorCode } from './fileErrors.ts'

/** What an S3 error's message tells the user about the place. */
export interface S3Place {
  bucket: string
  endpoint: string | undefined
}

const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/
const NOT_TLS = /EPROTO|ERR_SSL|HPE_/

/** Name of an S3 error: `NoSuchKey`, `AccessDenied`. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

/** HTTP status of the answer that an S3 error came with; 0 when none came. */
export function errorStatus(error: unknown): number {
  if (!(error instanceof Error) || !('$metadata' in error)) return 0
  const metadata = error.$metadata
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return 0
  return Number(metadata.httpStatusCode ?? 0)
}

/** Whether the server could not be reached, or the connection broke before it answered. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'TimeoutError' || NO_CONNECTION.has(errorCode(error) ?? '')) return true
  if (error instanceof AggregateError) return error.errors.some(isConnectionError)
  return /socket hang up|aborted|premature close/i.test(error.message)
}

/** What to throw for an error of the SDK: a UserError where the user can mend it, else the error itself. */
export function s3Error(error: unknown, { bucket, endpoint = 'AWS' }: S3Place): unknown {
  if (error instanceof UserError) return error
  const code = errorCode(error) ?? ''
  if (CERTIFICATE.test(code)) return new UserError('storage.certificate', { endpoint, reason: code }).causedBy(error)
  if (NOT_TLS.test(code)) return new UserError('storage.not_s3', { endpoint, reason: code }).causedBy(error)
  if (isConnectionError(error))
    return new UserError('storage.unreachable', { endpoint, reason: code || errorName(error) })
      .passing()
      .causedBy(error)
  const status = errorStatus(error)
  const name = errorName(error)
  switch (name) {
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
    case 'InvalidToken':
    case 'ExpiredToken':
      return new UserError('storage.wrong_key', { endpoint, reason: name }).causedBy(error)
    case 'AuthorizationHeaderMalformed':
    case 'PermanentRedirect':
    case 'IllegalLocationConstraintException':
    case 'InvalidLocationConstraint':
      return new UserError('storage.wrong_region', { bucket, endpoint, reason: name }).causedBy(error)
    case 'AccessDenied':
    case 'AllAccessDisabled':
      return new UserError('storage.access_denied', { bucket, endpoint }).causedBy(error)
    case 'BucketAlreadyExists':
      return new UserError('storage.bucket_taken', { bucket, endpoint }).causedBy(error)
    case 'NoSuchBucket':
      return new UserError('storage.no_bucket', { bucket, endpoint }).causedBy(error)
    case 'InvalidBucketName':
      return new UserError('storage.bucket_name', { bucket }).causedBy(error)
    case 'RequestTimeTooSkewed':
      return new UserError('storage.clock', { endpoint }).causedBy(error)
    case 'QuotaExceeded':
    case 'TooManyBuckets':
    case 'XMinioStorageFull':
      return new UserError('storage.quota', { bucket, endpoint, reason: name }).causedBy(error)
    case 'NoSuchKey':
    case 'NoSuchUpload':
    case 'NoSuchLifecycleConfiguration':
    case 'PreconditionFailed':
    case 'NotFound':
      return error
  }
  // The answer to a HEAD has no body, so only its status.
  if (status === 403) return new UserError('storage.access_denied', { bucket, endpoint }).causedBy(error)
  if (status >= 500)
    return new UserError('storage.server_fault', { endpoint, reason: `${status} ${name}` }).passing().causedBy(error)
  if (status === 200 || (status >= 300 && !isS3Name(name)))
    return new UserError('storage.not_s3', { endpoint, reason: `HTTP ${status}` }).causedBy(error)
  if (status !== 0) return new UserError('storage.refused', { endpoint, reason: `${status} ${name}` }).causedBy(error)
  return error
}

/** Whether an error's name came in S3's own XML, and is not what the SDK makes up for an answer of another kind. */
function isS3Name(name: string): boolean {
  return (
    !['Error', 'SyntaxError', 'TypeError', 'UnknownError', 'Unknown'].includes(name) && /^[A-Z][A-Za-z]+$/.test(name)
  )
}
