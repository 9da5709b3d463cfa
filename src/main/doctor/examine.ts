import { rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from '../../shared/messages/index.ts'
import { processTag } from '../processTag.ts'
import type { Environment } from '../workspace/environment.ts'
import { openWorkspace, type Workspace } from '../workspace/workspace.ts'
import { type Check, type CheckName, check, type Finding } from './check.ts'
import { checkDuck, checkElectron, checkNode, checkWorkers } from './machine.ts'
import { checkPort, checkPortal } from './network.ts'
import { checkAudit, checkChampions, checkDatabase, checkSpace, checkStore, checkWorkspace } from './workspace.ts'

export interface Examination {
  /** Folder of the workspace; the environment's, or the default, where undefined. */
  workspace: string | undefined
  store: string | undefined
  threads: number | undefined
  env: Environment
  cwd: string
  /** Port that the endpoint listens on by default. */
  port: number
}

/**
 * Looks at everything that the app needs, in the order in which it needs it. Nothing that is broken ends it: what cannot
 * be looked at since something before it is broken says so.
 */
export async function examine(
  { workspace: folder, store, threads = availableParallelism(), env, cwd, port }: Examination,
  signal: AbortSignal,
  onCheck: (check: Check) => void = () => {},
): Promise<Check[]> {
  const found: Check[] = []
  const look = async (name: CheckName, work: (signal: AbortSignal) => Promise<Finding>) => {
    const result = await check(name, signal, work)
    found.push(result)
    onCheck(result)
  }
  const spill = join(tmpdir(), processTag())
  let workspace: Workspace | undefined
  const within = (work: (workspace: Workspace, signal: AbortSignal) => Promise<Finding>) => (limit: AbortSignal) =>
    workspace === undefined ? Promise.resolve(notLooked()) : work(workspace, limit)

  await look('node', () => checkNode())
  await look('duckdb', () => checkDuck(spill))
  await rm(spill, { recursive: true, force: true })
  await look('workers', (limit) => checkWorkers(threads, limit))
  await look('workspace', async () => {
    workspace = await openWorkspace({ folder, env, cwd })
    return checkWorkspace(workspace)
  })
  await look('space', within(checkSpace))
  await look('database', within(checkDatabase))
  await look(
    'store',
    within((open, limit) => checkStore(open, store, limit)),
  )
  await look('champion', within(checkChampions))
  await look('audit', within(checkAudit))
  await look('port', () => checkPort(port))
  await look('portal', (limit) => checkPortal(workspace?.settings.portal, workspace?.environment ?? env, limit))
  await look('electron', () => checkElectron())
  return found
}

function notLooked(): Finding {
  return { status: 'warning', detail: text('doctor.not_looked') }
}
