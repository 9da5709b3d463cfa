import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { UserError } from '../../../../shared/errors.ts'
import { text } from '../../../../shared/messages/index.ts'
import type { Registry } from '../../../registry/registry.ts'
import { positiveInteger } from '../options.ts'
import type { CommandContext } from '../program.ts'
import { withWorkbench } from '../session.ts'
import { type Terminal, table } from '../terminal.ts'
import { addContestCommand } from './contest.ts'
import { addExportCommand } from './exportModel.ts'
import { addImportCommand } from './importModel.ts'
import { addCardCommand } from './modelCard.ts'

interface ModelOption {
  model?: string
}

/** `models` and its subcommands: versions, champion and challenger. */
export function addModelsCommand(program: Command, context: CommandContext): void {
  const models = program
    .command('models')
    .description(text('cli.models'))
    .addHelpText('after', () => `\n${text('cli.models.examples')}`)
    .action(async () => {
      await withWorkbench(models, context, async ({ registry }, terminal) => listModels(registry, terminal))
    })
  const actor = userInfo().username
  addCardCommand(models, context)
  addExportCommand(models, context)
  addImportCommand(models, context)
  addContestCommand(models, context)

  const promote = models
    .command('promote')
    .argument('[version]', text('cli.models.version'), positiveInteger)
    .description(text('cli.models.promote'))
    .option('--model <name>', text('cli.models.model'))
    .option('--reason <text>', text('cli.models.reason'), text('cli.models.by_hand'))
    .option('--allow-schema-change', text('cli.run.allow_schema_change'), false)
    .action(
      async (version: number | undefined, options: ModelOption & { reason: string; allowSchemaChange: boolean }) => {
        await withWorkbench(promote, context, async ({ registry }, terminal) => {
          const model = await modelOf(registry, options)
          const chosen = version ?? (await challengerOf(registry, model))
          await registry.promote(model, chosen, { ...options, actor })
          terminal.result(await registry.version(model, chosen))
          terminal.print(text('cli.models.promoted', { model, version: String(chosen) }))
        })
      },
    )

  const rollback = models
    .command('rollback')
    .description(text('cli.models.rollback'))
    .option('--model <name>', text('cli.models.model'))
    .option('--reason <text>', text('cli.models.reason'), text('cli.models.by_hand'))
    .action(async (options: ModelOption & { reason: string }) => {
      await withWorkbench(rollback, context, async ({ registry }, terminal) => {
        const model = await modelOf(registry, options)
        const { version } = await registry.rollback(model, { reason: options.reason, actor })
        terminal.result(await registry.version(model, version))
        terminal.print(text('cli.models.promoted', { model, version: String(version) }))
      })
    })

  const threshold = models
    .command('threshold')
    .argument('<version>', text('cli.models.version'), positiveInteger)
    .argument('<probability>', text('cli.models.probability'), Number)
    .description(text('cli.models.threshold'))
    .option('--model <name>', text('cli.models.model'))
    .option('--reason <text>', text('cli.models.reason'), text('cli.models.by_hand'))
    .action(async (version: number, probability: number, options: ModelOption & { reason: string }) => {
      await withWorkbench(threshold, context, async ({ registry }, terminal) => {
        const model = await modelOf(registry, options)
        await registry.setThreshold(model, version, probability, { reason: options.reason, actor })
        terminal.result(await registry.version(model, version))
        terminal.print(text('cli.models.threshold_set', { model, version: String(version), threshold: probability }))
      })
    })

  const alias = models
    .command('alias')
    .argument('<alias>', text('cli.models.alias_name'))
    .argument('[version]', text('cli.models.version'), positiveInteger)
    .description(text('cli.models.alias'))
    .option('--model <name>', text('cli.models.model'))
    .option('--remove', text('cli.models.remove'), false)
    .action(async (name: string, version: number | undefined, options: ModelOption & { remove: boolean }) => {
      if (options.remove === (version !== undefined)) alias.error(text('cli.models.alias_usage'), { exitCode: 2 })
      await withWorkbench(alias, context, async ({ registry }, terminal) => {
        const model = await modelOf(registry, options)
        await registry.setAlias(model, name, version, { reason: text('cli.models.by_hand'), actor })
        terminal.result(await registry.model(model))
        terminal.print(
          version === undefined
            ? text('cli.models.unaliased', { model, alias: name })
            : text('cli.models.aliased', { model, version: String(version), alias: name }),
        )
      })
    })
}

async function listModels(registry: Registry, terminal: Terminal): Promise<void> {
  const models = await registry.models()
  terminal.result(models)
  if (models.length === 0) return terminal.print(text('cli.models.none'))
  for (const { name, generated, versions } of models) {
    terminal.print(generated ? `${name}  (${text('cli.generated')})` : name)
    const rows = versions.map(({ version, stage, learner, metrics, aliases, createdAt }) => [
      version,
      stage,
      learner,
      metrics.mcc?.toFixed(4) ?? '',
      metrics.auc?.toFixed(4) ?? '',
      metrics.brier?.toFixed(4) ?? '',
      new Date(createdAt).toISOString().slice(0, 16).replace('T', ' '),
      aliases.join(', '),
    ])
    const header = [
      text('table.version'),
      text('table.stage'),
      text('table.learner'),
      ...['MCC', 'AUC', 'Brier'],
      text('table.registered'),
      text('table.aliases'),
    ]
    for (const line of table(header, rows)) terminal.print(`  ${line}`)
  }
}

/** The model that is meant: the one that is named, the only one there is, or the one for real incidents. */
export async function modelOf(registry: Registry, { model }: ModelOption): Promise<string> {
  if (model !== undefined) return model
  const models = await registry.models()
  const { DEFAULT_MODEL } = await import('../../../registry/registry.ts')
  return models.length === 1 ? models[0]!.name : DEFAULT_MODEL
}

async function challengerOf(registry: Registry, model: string): Promise<number> {
  await registry.model(model)
  const challenger = await registry.aliased(model, 'challenger')
  if (challenger === undefined) throw new UserError('cli.models.no_challenger', { model })
  return challenger.version
}
