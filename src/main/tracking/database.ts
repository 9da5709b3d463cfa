import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { Kysely, type Migration, Migrator } from 'kysely'
import Libsql from 'libsql'
import { UserError } from '../../shared/errors.ts'
import { asUserError, libsqlDialect } from './dialect.ts'
import { MIGRATIONS } from './migrations/index.ts'
import type { Schema } from './schema.ts'

/** How long a statement waits for another process's transaction, in ms; transactions take a few ms each. */
const BUSY_TIMEOUT_MS = 10_000

/** The workspace's SQLite file. Several processes may have it open at once. */
export interface Database {
  readonly file: string
  readonly sql: Kysely<Schema>
  /** The same connection without Kysely, for statements that are prepared once and run very often. */
  readonly connection: Libsql.Database
  close(): Promise<void>
}

/**
 * Opens `workbench.db`, making or migrating it as needed. A database of an older version is first copied to
 * `<file>.v<n>.bak`; one of a newer version is refused with nothing changed. Throws UserError `database_*`.
 */
export async function openDatabase(file: string, migrations = MIGRATIONS): Promise<Database> {
  const connection = connect(file)
  try {
    const applied = appliedMigrations(connection)
    const unknown = applied.find((name) => !(name in migrations))
    if (unknown !== undefined) throw new UserError('database_newer', { file, step: unknown })

    const due = Object.keys(migrations).length > applied.length
    if (due && applied.length > 0) backUp(connection, file, applied.length)
    connection.exec('PRAGMA journal_mode = WAL')
    connection.exec('PRAGMA synchronous = NORMAL')
    connection.exec('PRAGMA foreign_keys = ON')

    const sql = new Kysely<Schema>({ dialect: libsqlDialect(connection, file) })
    if (due) await migrate(sql, migrations)
    return { file, sql, connection, close: () => close(connection) }
  } catch (error) {
    connection.close()
    throw asUserError(error, file)
  }
}

function connect(file: string): Libsql.Database {
  try {
    mkdirSync(dirname(file), { recursive: true })
    return new Libsql(file, { timeout: BUSY_TIMEOUT_MS })
  } catch (error) {
    throw asUserError(error, file)
  }
}

/** Names of the migrations that a database has had, oldest first; none for a new file. */
function appliedMigrations(connection: Libsql.Database): string[] {
  const [table] = connection.prepare(`SELECT name FROM sqlite_master WHERE name = 'kysely_migration'`).pluck().all()
  if (table === undefined) return []
  return connection.prepare('SELECT name FROM kysely_migration ORDER BY name').pluck().all().map(String)
}

/**
 * Moves what is in the write-ahead log into the file, so that the file alone is a copy of the workspace, and closes.
 * libsql keeps the file open until the garbage collector has found all statements, so closing alone would not do it.
 */
async function close(connection: Libsql.Database): Promise<void> {
  if (!connection.open) return
  try {
    connection.exec('PRAGMA wal_checkpoint(PASSIVE)')
  } catch {
    // A full disk, say: the log stays beside the file, and the next opening reads both.
  }
  connection.close()
}

async function migrate(sql: Kysely<Schema>, migrations: Record<string, Migration>): Promise<void> {
  const migrator = new Migrator({ db: sql, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

/**
 * Copies the database, whole or not at all. Should another process migrate it meanwhile, the copy may be of either version
 * and is not kept; that process has made its own.
 */
function backUp(connection: Libsql.Database, file: string, version: number): void {
  const backup = `${file}.v${version}.bak`
  const temporary = `${backup}.${process.pid}.tmp`
  rmSync(temporary, { force: true })
  try {
    connection.prepare('VACUUM INTO ?').run(temporary)
    if (appliedMigrations(connection).length === version) renameSync(temporary, backup)
  } finally {
    rmSync(temporary, { force: true })
  }
}
