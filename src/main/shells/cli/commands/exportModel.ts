import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { text } from '../../../../shared/messages/index.ts'
import { EXPORT_FORMATS, type ExportFormat } from '../../../learners/exchange/formats.ts'
import { positiveInteger } from '../options.ts'
import type { CommandContext } from '../program.ts'
import { withWorkbench } from '../session.ts'
import { writeWhole } from '../writeWhole.ts'
import { modelOf } from './models.ts'

interface ExportOptions {
  model?: string
  format: ExportFormat
  output: string
}

/** `models export VERSION`: a version's learner as a file that other programs read. */
export function addExportCommand(models: Command, context: CommandContext): void {
  const command = models
    .command('export')
    .argument('<version>', text('cli.models.version'), positiveInteger)
    .description(text('cli.models.export'))
    .addOption(
      new Option('--format <format>', text('cli.models.export.format')).choices(EXPORT_FORMATS).default('onnx'),
    )
    .requiredOption('--output <file>', text('cli.models.export.output'))
    .option('--model <name>', text('cli.models.model'))
    .action(async (version: number, options: ExportOptions) => {
      await withWorkbench(command, context, async ({ registry }, terminal) => {
        const { calibrationSchema } = await import('../../../learners/calibration/calibration.ts')
        const { exportModel } = await import('../../../learners/exchange/exportModel.ts')
        const { decodeModel } = await import('../../../learners/modelFile.ts')
        const name = await modelOf(registry, options)
        const content = await registry.read(await registry.version(name, version))
        const file = resolve(context.cwd, options.output)
        const model = decodeModel(content.model)
        const bytes = exportModel(model, calibrationSchema.parse(content.calibration), options.format)
        await writeWhole(file, bytes)
        terminal.result({ model: name, version, format: options.format, output: file, bytes: bytes.length })
        terminal.print(text('cli.models.exported', { model: name, version: String(version), output: file }))
      })
    })
}
