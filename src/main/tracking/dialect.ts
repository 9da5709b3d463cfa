import { type Dialect, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'
import type Libsql from 'libsql'
import { UserError } from '../../shared/errors.ts'

/** Kysely's SQLite dialect on libsql, whose API is better-sqlite3's but for the corners that are mended here. */
export function libsqlDialect(connection: Libsql.Database, file: string): Dialect {
  const sqlite = new SqliteDialect({ database: adapt(connection, file) })
  return {
    createDriver: () => sqlite.createDriver(),
    createQueryCompiler: () => sqlite.createQueryCompiler(),
    createIntrospector: (db) => sqlite.createIntrospector(db),
    // SQLite's DDL is transactional, though Kysely does not rely on it: with this all due migrations are one transaction.
    createAdapter: () => Object.defineProperty(sqlite.createAdapter(), 'supportsTransactionalDdl', { value: true }),
  }
}

function adapt(connection: Libsql.Database, file: string): SqliteDatabase {
  const attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw asUserError(error, file)
    }
  }
  return {
    close: () => void connection.close(),
    prepare(sql): SqliteStatement {
      const statement = attempt(() => connection.prepare(mended(sql, connection)))
      return {
        reader: statement.reader,
        all: (values) => attempt(() => statement.all(bindable(values))),
        run: (values) => attempt(() => statement.run(bindable(values))),
        iterate: (values) => attempt(() => statement.iterate(bindable(values))),
      }
    },
  }
}

/** The statement to run for one of Kysely's. */
function mended(sql: string, connection: Libsql.Database): string {
  // A deferred transaction that reads before it writes fails at once when another process wrote in between; an
  // immediate one waits its turn.
  if (sql === 'begin') return 'begin immediate'
  // On a full disk SQLite has rolled back already, and the error of a second rollback would hide why.
  if (sql === 'rollback' && !connection.inTransaction) return 'SELECT 1'
  return sql
}

/** The values as they are; throws on what libsql cannot bind, since it would abort the whole process. */
function bindable(values: readonly unknown[]): unknown[] {
  for (const value of values) {
    if (value === null || ['string', 'number', 'bigint'].includes(typeof value) || value instanceof Uint8Array) continue
    throw new TypeError(`cannot bind a value of type ${typeof value}`)
  }
  return [...values]
}

/** The UserError that an error of SQLite or the file system means, or the error itself where it is a bug. */
export function asUserError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const is = (...codes: string[]) => codes.some((prefix) => code.startsWith(prefix))
  const reason = code || error.message
  if (is('SQLITE_FULL', 'ENOSPC', 'EDQUOT')) return new UserError('database_disk_full', { file }).causedBy(error)
  if (is('SQLITE_BUSY', 'SQLITE_LOCKED')) return new UserError('database_busy', { file }).causedBy(error)
  if (is('SQLITE_NOTADB', 'SQLITE_CORRUPT')) {
    return new UserError('database_damaged', { file, reason }).causedBy(error)
  }
  const notWritable = is(
    'SQLITE_READONLY',
    'SQLITE_CANTOPEN',
    'SQLITE_PERM',
    'SQLITE_IOERR',
    'EACCES',
    'EPERM',
    'EROFS',
  )
  if (notWritable || is('ENOTDIR', 'EEXIST') || error.message.includes('Unable to open connection')) {
    return new UserError('database_not_writable', { file, reason }).causedBy(error)
  }
  return error
}
