import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { isLeftover, processTag } from '../processTag.ts'
import { fileError } from '../storage/fileErrors.ts'
import { makeFolder } from '../storage/files.ts'
import { type Lock, tryLock } from './lock.ts'

/** The right to run in a workspace; ends with `release` or with the process, however it ends. */
export interface RunLock {
  readonly runId: string
  /** Gives the right back. May be called more than once. */
  release(): void
}

const holderSchema = z.object({ runId: z.string(), pid: z.int(), process: z.string() })
type Holder = z.output<typeof holderSchema>

const ATTEMPTS = 40
const ATTEMPT_MS = 25

/**
 * Takes the right to run in the workspace at `folder`; one run at a time has it, in whatever process. Throws the
 * UserError `workspace.run_in_progress` with the other run's id while it is taken.
 *
 * The lock is `run.lock`, which is never stale; `run.json` only tells who has it.
 */
export async function acquireRunLock(folder: string, runId: string): Promise<RunLock> {
  const lock = await takeTurn(folder)
  try {
    await makeFolder(join(folder, 'tmp'))
    const tag = processTag()
    const draft = join(folder, 'tmp', tag)
    writeFileSync(draft, JSON.stringify({ runId, pid: process.pid, process: tag } satisfies Holder))
    renameSync(draft, holderFile(folder))
  } catch (error) {
    lock.release()
    throw fileError(error, holderFile(folder))
  }
  let held = true
  return {
    runId,
    release() {
      if (!held) return
      held = false
      rmSync(holderFile(folder), { force: true })
      lock.release()
    },
  }
}

/** Id of the run that goes on in the workspace at `folder`; undefined when there is none. */
export function runInProgress(folder: string): string | undefined {
  const holder = readHolder(folder)
  return holder === undefined || isDead(holder) ? undefined : holder.runId
}

/**
 * The lock. When another one is in it without having said who, as in the moment after
 * it came in, asks again for a second.
 */
async function takeTurn(folder: string): Promise<Lock> {
  for (let attempt = 1; ; attempt++) {
    const lock = tryLock(join(folder, 'run.lock'))
    if (lock !== undefined) return lock
    const holder = readHolder(folder)
    const isKnown = holder !== undefined && !isDead(holder)
    if (isKnown || attempt === ATTEMPTS)
      throw new UserError('workspace.run_in_progress', {
        run: holder?.runId ?? '?',
        pid: String(holder?.pid ?? '?'),
      })
    await sleep(ATTEMPT_MS)
  }
}

function holderFile(folder: string): string {
  return join(folder, 'run.json')
}

function readHolder(folder: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(holderFile(folder), 'utf8')))
  } catch {
    return undefined
  }
}

function isDead(holder: Holder): boolean {
  return isLeftover(holder.process, new Date())
}
