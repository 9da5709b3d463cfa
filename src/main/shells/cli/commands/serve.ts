import type { Command } from 'commander'
import { text } from '../../../../shared/messages/index.ts'
import type { Endpoint } from '../../../serving/serveChampion.ts'
import type { Workbench } from '../../../workbench.ts'
import { port } from '../options.ts'
import type { CommandContext } from '../program.ts'
import { withWorkbench } from '../session.ts'
import type { Terminal } from '../terminal.ts'
import { modelOf } from './models.ts'

export const DEFAULT_PORT = 8800

export interface ServeOptions {
  port: number
  host: string
  model?: string
}

/** `serve`: the champion over HTTP until Ctrl-C. */
export function addServeCommand(program: Command, context: CommandContext): void {
  const command = program.command('serve').description(text('cli.serve'))
  addServeOptions(command)
    .option('--model <name>', text('cli.models.model'))
    .addHelpText('after', () => `\n${text('cli.serve.examples')}`)
    .action(async (options: ServeOptions) => {
      await withWorkbench(command, context, async (workbench, terminal) => {
        const model = await modelOf(workbench.registry, options)
        await serve({ ...options, model }, workbench, terminal, context)
      })
    })
}

export function addServeOptions(command: Command): Command {
  return command
    .option('--port <port>', text('cli.serve.port'), port, DEFAULT_PORT)
    .option('--host <address>', text('cli.serve.host'), '127.0.0.1')
}

/**
 * Serves a model's champion until the command is cancelled; then finishes the requests in flight. Trials are judged
 * meanwhile, as this may be all of the app that runs.
 */
export async function serve(
  options: ServeOptions & { model: string },
  workbench: Workbench,
  terminal: Terminal,
  { signal }: CommandContext,
): Promise<void> {
  const endpoint = await openEndpoint(options, workbench, terminal)
  const { superviseUntil } = await import('../../../retraining/trials.ts')
  await superviseUntil(signal, workbench)
  await endpoint.close()
  terminal.notice(text('cli.serve.ended'))
}

/** Serves a model's champion, and says where and how to ask it. */
export async function openEndpoint(
  { port, host, model }: ServeOptions & { model: string },
  workbench: Workbench,
  terminal: Terminal,
): Promise<Endpoint> {
  const { serveChampion } = await import('../../../serving/serveChampion.ts')
  const endpoint = await serveChampion({ workbench, model, host, port })
  const champion = endpoint.champion()
  terminal.result({ address: endpoint.address, model, version: champion?.version ?? null })
  if (champion === undefined) terminal.notice(text('cli.serve.empty', { address: endpoint.address }))
  else {
    const { name, version } = champion
    terminal.notice(text('cli.serve.listening', { model: name, version, address: endpoint.address }))
    terminal.print(text('cli.serve.try'))
    terminal.print(endpoint.curl())
  }
  return endpoint
}
