import { copyFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../../src/main/tracking/database.ts'
import { MIGRATIONS } from '../../../src/main/tracking/migrations/index.ts'
import { temporaryFolder } from '../../support.ts'

const [firstName] = Object.keys(MIGRATIONS)
const FIRST_ONLY = { [firstName!]: MIGRATIONS[firstName!]! }
const addNotes = {
  up: async (db: Database['sql']) => void (await sql`CREATE TABLE notes (text TEXT) STRICT`.execute(db)),
}

async function experiments(database: Database): Promise<string[]> {
  return (await database.sql.selectFrom('experiments').select('name').execute()).map(({ name }) => name)
}

async function addExperiment(database: Database, name: string): Promise<void> {
  await database.sql.insertInto('experiments').values({ id: name, name, created_at: 0 }).execute()
}

async function tables(database: Database): Promise<string[]> {
  return (await database.sql.introspection.getTables()).map(({ name }) => name)
}

describe('the workspace database', () => {
  it('is made where there is none, with its folder, and keeps what is written', async () => {
    const file = join(temporaryFolder(), 'new', 'workspace', 'workbench.db')
    const first = await openDatabase(file)
    await addExperiment(first, 'classic')
    await first.close()
    const second = await openDatabase(file)
    expect(await experiments(second)).toEqual(['classic'])
    await second.close()
  })

  it('is in its one file when it is closed, so that a copy of it is complete', async () => {
    const folder = temporaryFolder()
    const database = await openDatabase(join(folder, 'workbench.db'))
    await addExperiment(database, 'classic')
    await database.close()
    copyFileSync(join(folder, 'workbench.db'), join(folder, 'copy.db'))
    const copy = await openDatabase(join(folder, 'copy.db'))
    expect(await experiments(copy)).toEqual(['classic'])
    await copy.close()
  })

  it('of an older version is copied to a backup, then migrated with its content', async () => {
    const file = join(temporaryFolder(), 'workbench.db')
    const old = await openDatabase(file, FIRST_ONLY)
    await addExperiment(old, 'from before')
    expect(await tables(old)).not.toContain('model_versions')
    await old.close()

    const migrated = await openDatabase(file)
    expect(await experiments(migrated)).toEqual(['from before'])
    expect(await tables(migrated)).toContain('model_versions')
    await migrated.close()

    const backup = await openDatabase(`${file}.v1.bak`, FIRST_ONLY)
    expect(await experiments(backup)).toEqual(['from before'])
    await backup.close()
  })

  it('of a newer version is refused, and not a byte changes', async () => {
    const file = join(temporaryFolder(), 'workbench.db')
    const newer = await openDatabase(file, { ...MIGRATIONS, '9999_notes': addNotes })
    await addExperiment(newer, 'from the future')
    await newer.close()
    const before = { bytes: readFileSync(file), time: statSync(file).mtimeMs, files: readdirSync(join(file, '..')) }

    await expect(openDatabase(file)).rejects.toMatchObject({ code: 'database_newer', params: { step: '9999_notes' } })
    expect({ bytes: readFileSync(file), time: statSync(file).mtimeMs, files: readdirSync(join(file, '..')) }).toEqual(
      before,
    )
  })

  it('is as it was when a migration fails half-way', async () => {
    const file = join(temporaryFolder(), 'workbench.db')
    const old = await openDatabase(file, FIRST_ONLY)
    await addExperiment(old, 'from before')
    await old.close()
    const failing = {
      async up(db: Database['sql']) {
        await addNotes.up(db)
        throw new Error('half-way')
      },
    }
    await expect(openDatabase(file, { ...MIGRATIONS, '9999_notes': failing })).rejects.toThrow('half-way')

    const same = await openDatabase(file, FIRST_ONLY)
    expect(await experiments(same)).toEqual(['from before'])
    expect(await tables(same)).not.toContain('model_versions')
    await same.close()
  })

  it('says so when the file is no database, and leaves it alone', async () => {
    const file = join(temporaryFolder(), 'workbench.db')
    writeFileSync(file, 'iucr,arrest\n'.repeat(1000))
    await expect(openDatabase(file)).rejects.toMatchObject({ code: 'database_damaged' })
    expect(readFileSync(file, 'utf8')).toBe('iucr,arrest\n'.repeat(1000))
  })

  it('says so when the file is cut short', async () => {
    const file = join(temporaryFolder(), 'workbench.db')
    await (await openDatabase(file)).close()
    truncateSync(file, statSync(file).size / 2)
    await expect(openDatabase(file).then(tables)).rejects.toMatchObject({ code: 'database_damaged' })
  })

  it('says so when it cannot be made there', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'a file'), '')
    const opened = openDatabase(join(folder, 'a file', 'workbench.db'))
    await expect(opened).rejects.toMatchObject({ code: 'database_not_writable' })
  })

  it('keeps what was saved when the disk is full, and says so', async () => {
    const file = join(temporaryFolder(), 'workbench.db')
    const database = await openDatabase(file)
    await addExperiment(database, 'fits')
    await sql`PRAGMA max_page_count = 1`.execute(database.sql)
    const full = { code: 'database_disk_full' }
    await expect(addExperiment(database, 'x'.repeat(1_000_000))).rejects.toMatchObject(full)
    const transaction = database.sql.transaction().execute((db) =>
      db
        .insertInto('experiments')
        .values({ id: 'x', name: 'x'.repeat(1_000_000), created_at: 0 })
        .execute(),
    )
    await expect(transaction).rejects.toMatchObject(full)
    await database.close()
    const reopened = await openDatabase(file)
    expect(await experiments(reopened)).toEqual(['fits'])
    await reopened.close()
  })

  it('refuses a value that SQLite has no type for instead of ending the process', async () => {
    const database = await openDatabase(join(temporaryFolder(), 'workbench.db'))
    await expect(sql`SELECT ${true}`.execute(database.sql)).rejects.toThrow(TypeError)
    await database.close()
  })
})
