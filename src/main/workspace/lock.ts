import Database from 'libsql'

/** A right that one process has at a time; ends with `release`, or with the process, however it ends. */
export interface Lock {
  release(): void
}

/**
 * Takes the lock at `path`, or gives undefined while another has it, in whatever process. It is SQLite's own on an empty
 * database, held by an open transaction: the system frees it when the process dies, so that no lock is ever stale.
 */
export function tryLock(path: string): Lock | undefined {
  const database = new Database(path, { timeout: 0 })
  try {
    database.exec('BEGIN IMMEDIATE')
    return { release: () => void database.close() }
  } catch (error) {
    database.close()
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) return undefined
    throw error
  }
}
