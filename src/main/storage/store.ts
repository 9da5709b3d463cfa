export interface StoredObject {
  key: string
  bytes: number
  modified: Date
}

/** Objects below `prefix` are deleted `days` after they were written. */
export interface LifecycleRule {
  prefix: string
  days: number
}

/**
 * Where everything that lasts and is large lives: a folder, or an S3 bucket. Keys are `/`-separated, relative, and the
 * same in both. An object is written whole or it is absent, also after `kill -9`. Errors that the user can mend are
 * UserErrors with a `storage.*` code. Every call that moves data stops within a second of the signal's abort.
 */
export interface ObjectStore {
  readonly kind: 'folder' | 's3'
  /** How the user names it: a path or `s3://bucket`. */
  readonly location: string
  /** Makes the folder or bucket if missing, and checks that it can be written. */
  ensure(signal: AbortSignal): Promise<void>
  list(prefix: string, signal: AbortSignal): Promise<StoredObject[]>
  head(key: string, signal: AbortSignal): Promise<StoredObject | undefined>
  /**
   * Path of a local file with the object's bytes, for DuckDB to read; undefined when there is no such object. The
   * folder's own file, or a copy in the cache that is kept as long as the object is unchanged. Never write to it.
   */
  localCopy(key: string, signal: AbortSignal): Promise<string | undefined>
  read(key: string, signal: AbortSignal): Promise<Buffer | undefined>
  write(key: string, content: string | Uint8Array, signal: AbortSignal): Promise<void>
  /** Stores a local file. The file is moved, not copied, where that is possible: don't use its path afterwards. */
  moveIn(key: string, file: string, signal: AbortSignal): Promise<void>
  /** Makes `to` equal to `from`: a hard link in a folder, a server-side copy on S3. Replaces `to` in one step. */
  copy(from: string, to: string, signal: AbortSignal): Promise<void>
  remove(keys: string[], signal: AbortSignal): Promise<void>
  /** Replaces all rules. S3 applies them itself; the folder store deletes what is due at `expire()`. */
  setLifecycle(rules: LifecycleRule[], signal: AbortSignal): Promise<void>
  /** Deletes what the rules say is due; returns the number of objects deleted here (0 on S3, where the server does). */
  expire(now: Date, signal: AbortSignal): Promise<number>
}
