import { UserError } from '../../shared/errors.ts'

/** The system's code of a failed file operation: `ENOENT`, `ENOSPC`; undefined for any other error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** What to throw for an error met while working on `path`: a UserError where the user can mend it, else the error itself. */
export function fileError(error: unknown, path: string): unknown {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new UserError('storage.disk_full', { path }).causedBy(error)
    case 'EROFS':
      return new UserError('storage.read_only', { path }).causedBy(error)
    case 'EACCES':
    case 'EPERM':
      return new UserError('storage.no_permission', { path }).causedBy(error)
    case 'ENOTDIR':
    case 'EEXIST':
    case 'EISDIR':
      return new UserError('storage.not_a_folder', { path }).causedBy(error)
    case 'EIO':
      return new UserError('storage.disk_fault', { path }).causedBy(error)
    default:
      return error
  }
}
