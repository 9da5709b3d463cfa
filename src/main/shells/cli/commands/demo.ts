import type { Command } from 'commander'
import { text } from '../../../../shared/messages/index.ts'
import type { CommandContext } from '../program.ts'
import { withWorkbench } from '../session.ts'
import { addRunOptions, type RunOptions, runSource } from './run.ts'
import { addServeOptions, type ServeOptions, serve } from './serve.ts'

/** `demo`: the demonstration year to a served champion. */
export function addDemoCommand(program: Command, context: CommandContext): void {
  const command = program.command('demo').description(text('cli.demo'))
  addServeOptions(addRunOptions(command))
    .option('--no-serve', text('cli.demo.no_serve'))
    .action(async (options: Omit<RunOptions, 'source'> & ServeOptions & { serve: boolean }) => {
      await withWorkbench(command, context, async (workbench, terminal) => {
        const result = await runSource({ ...options, source: 'demo' }, workbench, terminal, context)
        const { describeRun, printRun } = await import('../runReport.ts')
        printRun(result, workbench, terminal)
        const { drawChartsOf } = await import('../drawCharts.ts')
        const model = result.training?.promotion.model
        // Without a terminal nobody could end the endpoint with Ctrl-C.
        const stays = options.serve && process.stdin.isTTY === true && process.stdout.isTTY === true
        if (!stays || model === undefined) {
          terminal.result(describeRun(result))
          return drawChartsOf(result.runId, workbench, context)
        }
        const drawing = drawChartsOf(result.runId, workbench, context)
        await serve({ ...options, model }, workbench, terminal, context)
        await drawing
      })
    })
}
