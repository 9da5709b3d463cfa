import type { Command } from 'commander'
import { CancelledError, UserError } from '../../../shared/errors.ts'
import { text } from '../../../shared/messages/index.ts'
import { openWorkbench, type Workbench } from '../../workbench.ts'
import { logFile } from '../../workspace/log.ts'
import type { CommandContext } from './program.ts'
import { duration, type Terminal } from './terminal.ts'

/** Options of every command. */
export interface GlobalOptions {
  workspace?: string
  store?: string
  threads?: number
  json: boolean
}

/** Opens the workspace that the global options name for the time of `work`. */
export async function withWorkbench(
  command: Command,
  { env, cwd, signal, terminal }: CommandContext,
  work: (workbench: Workbench, terminal: Terminal) => Promise<void>,
): Promise<void> {
  const { workspace, store, threads } = command.optsWithGlobals<GlobalOptions>()
  const workbench = await openWorkbench({
    workspace,
    store,
    threads,
    env,
    cwd,
    onWaiting: (waitedMs) => terminal.notice(text('cli.waiting_for_store', { waited: duration(waitedMs) })),
  })
  try {
    await work(workbench, terminal)
  } catch (error) {
    if (error instanceof UserError || error instanceof CancelledError || signal.aborted) throw error
    workbench.logger.error({ err: error }, 'unexpected error')
    const message = error instanceof Error ? error.message : String(error)
    throw new UserError('unexpected_error', { message, log: logFile(workbench.workspace) }).causedBy(error)
  } finally {
    await workbench.close()
  }
}
