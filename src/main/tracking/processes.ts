import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Libsql from 'libsql'
import type { Database } from './database.ts'
import { asUserError } from './dialect.ts'
import { isId, newId } from './ids.ts'

/**
 * Who is writing to the workspace. A process that writes has a folder `artifacts/.processes/<id>`: its temporary files,
 * and a `lock` that it holds until it ends, however it ends, since the operating system lets go of it then. Unlike a
 * process number this works on every platform, between containers, and is never mistaken for a later process's.
 */
export interface Processes {
  /** This process's id and folder, made at the first call. */
  own(): Promise<{ id: string; folder: string }>
  /** Ids of the processes that have left a folder, living or not. */
  known(): string[]
  isAlive(id: string): boolean
  /** Removes the folder of a process that has ended. */
  forget(id: string): void
  close(): Promise<void>
}

export function openProcesses(database: Database, artifactsFolder: string): Processes {
  const parent = join(artifactsFolder, '.processes')
  const folderOf = (id: string) => join(parent, id)
  const lockOf = (id: string) => join(parent, id, 'lock')
  let claimed: Promise<{ id: string; folder: string; lock: Libsql.Database }> | undefined

  function forget(id: string): void {
    rmSync(folderOf(id), { recursive: true, force: true })
  }

  async function claim() {
    const id = newId()
    const folder = folderOf(id)
    // In a transaction, as whoever looks for ended processes is: nobody looks between the folder and its lock.
    return database.sql.transaction().execute(async () => {
      try {
        mkdirSync(folder, { recursive: true })
        const lock = take(lockOf(id))
        if (lock === undefined) throw new Error(`the new lock of ${folder} is held already`)
        return { id, folder, lock }
      } catch (error) {
        throw asUserError(error, folder)
      }
    })
  }

  return {
    own() {
      claimed ??= claim().catch((error) => {
        claimed = undefined
        throw error
      })
      return claimed
    },
    known: () => (existsSync(parent) ? readdirSync(parent).filter(isId) : []),
    isAlive(id) {
      if (!existsSync(lockOf(id))) return false
      const taken = take(lockOf(id))
      if (taken !== undefined) letGo(taken)
      return taken === undefined
    },
    forget,
    async close() {
      const own = await claimed
      if (own === undefined) return
      letGo(own.lock)
      forget(own.id)
    },
  }
}

/** Takes the lock, which lasts until it is closed; undefined when another holds it. */
function take(file: string): Libsql.Database | undefined {
  const lock = new Libsql(file)
  try {
    lock.exec('PRAGMA journal_mode = MEMORY')
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return undefined
    throw error
  }
}

function letGo(lock: Libsql.Database): void {
  lock.exec('ROLLBACK')
  lock.close()
}
