import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { text } from '../../../../shared/messages/index.ts'
import type { CommandContext } from '../program.ts'
import { withWorkbench } from '../session.ts'
import { modelOf } from './models.ts'

/** `models import FILE`: a model that XGBoost trained on the champion's inputs as a version of its own. */
export function addImportCommand(models: Command, context: CommandContext): void {
  const command = models
    .command('import')
    .argument('<file>', text('cli.models.import.file'))
    .description(text('cli.models.import'))
    .option('--model <name>', text('cli.models.model'))
    .action(async (file: string, options: { model?: string }) => {
      await withWorkbench(command, context, async (workbench, terminal) => {
        const { importModel } = await import('../../../training/importModel.ts')
        const model = await modelOf(workbench.registry, options)
        const request = { file: resolve(context.cwd, file), model, actor: userInfo().username }
        const version = await importModel(request, workbench)
        terminal.result(version)
        terminal.print(text('cli.models.imported', { model, version: String(version.version) }))
      })
    })
}
