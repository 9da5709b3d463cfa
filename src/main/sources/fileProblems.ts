import { UserError } from '../../shared/errors.ts'

/** Whether an error is one of the operating system's, with that code (`ENOENT`, …). */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** Turns what went wrong while a user's file was opened or read into what the user can mend; other errors stay. */
export function fileProblem(error: unknown, path: string): unknown {
  if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return new UserError('sources.file.missing', { path })
  if (hasCode(error, 'EISDIR')) return new UserError('sources.file.folder', { path })
  if (hasCode(error, 'EACCES') || hasCode(error, 'EPERM')) return new UserError('sources.file.forbidden', { path })
  return error
}

/** Turns a full disk, as Node or DuckDB tell it, into what the user can mend; other errors stay. */
export function diskProblem(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error
  const full = hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT') || FULL.test(error.message)
  return full ? new UserError('sources.diskFull', { folder }).causedBy(error) : error
}

const FULL = /No space left on device|Disk quota exceeded|not enough space on the disk/i
