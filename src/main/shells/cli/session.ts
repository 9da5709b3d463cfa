import type { Command } from 'commander'
import { CancelledError, UserError } from '../../../shared/errors.ts'
import { text } from '../../../shared/messages/index.ts'
import type { Workbench } from '../../workbench.ts'
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
  // Loaded when a command needs them: `--help` and `--version` answer at once.
  const { openWorkbench } = await import('../../workbench.ts')
  const { logFile } = await import('../../workspace/log.ts')
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
