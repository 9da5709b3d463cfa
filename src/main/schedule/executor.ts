import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Executor, ExecutorKind } from '../../shared/schedule/schedule.ts'
import { isLeftover, processTag } from '../processTag.ts'
import { type Lock, tryLock } from '../workspace/lock.ts'
import type { Workspace } from '../workspace/workspace.ts'

const holderSchema = z.object({
  kind: z.enum(['window', 'daemon', 'cli']),
  pid: z.int(),
  since: z.number(),
  process: z.string(),
})

/**
 * Takes the right to do a workspace's scheduled runs, or gives undefined while another process has it. `schedule.json`
 * tells who has it; the lock decides.
 */
export function claimExecution(workspace: Workspace, kind: ExecutorKind, now: number): Lock | undefined {
  const { folder, paths } = workspace
  const lock = tryLock(join(folder, 'schedule.lock'))
  if (lock === undefined) return undefined
  const tag = processTag()
  const draft = join(paths.temporary, tag)
  writeFileSync(draft, JSON.stringify({ kind, pid: process.pid, since: now, process: tag }))
  renameSync(draft, holderFile(workspace))
  return {
    release() {
      rmSync(holderFile(workspace), { force: true })
      lock.release()
    },
  }
}

/** Who does a workspace's scheduled runs now; undefined where nobody does. */
export function currentExecutor(workspace: Workspace): Executor | undefined {
  try {
    const holder = holderSchema.parse(JSON.parse(readFileSync(holderFile(workspace), 'utf8')))
    if (isLeftover(holder.process, new Date())) return undefined
    const { kind, pid, since } = holder
    return { kind, pid, since }
  } catch {
    return undefined
  }
}

function holderFile({ folder }: Workspace): string {
  return join(folder, 'schedule.json')
}
