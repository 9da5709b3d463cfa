import { resolve } from 'node:path'
import type { Command } from 'commander'
import { UserError } from '../../../../shared/errors.ts'
import { text } from '../../../../shared/messages/index.ts'
import { groupingLabel, groupLabel } from '../../../../shared/modelCard/modelCardGroups.ts'
import { metricLabel } from '../../../../shared/pipeline/columnWords.ts'
import type { VersionCard } from '../../../modelCard/readCard.ts'
import type { Registry } from '../../../registry/registry.ts'
import { positiveInteger } from '../options.ts'
import type { CommandContext } from '../program.ts'
import { withWorkbench } from '../session.ts'
import { percent, type Terminal, table } from '../terminal.ts'
import { writeWhole } from '../writeWhole.ts'
import { modelOf } from './models.ts'

interface CardOptions {
  model?: string
  html?: string
}

/** `models card`: what a version is, how good it is and for whom. */
export function addCardCommand(models: Command, context: CommandContext): void {
  const command = models
    .command('card')
    .argument('[version]', text('cli.models.card.version'), positiveInteger)
    .description(text('cli.models.card'))
    .option('--html <file>', text('cli.models.card.html'))
    .option('--model <name>', text('cli.models.model'))
    .action(async (number: number | undefined, options: CardOptions) => {
      await withWorkbench(command, context, async ({ registry, tracking }, terminal) => {
        const model = await modelOf(registry, options)
        const version = await registry.version(model, number ?? (await championOf(registry, model)))
        const { readCard } = await import('../../../modelCard/readCard.ts')
        const card = await readCard(version, tracking)
        if (options.html !== undefined) {
          const { cardPage } = await import('../../../modelCard/page/page.ts')
          await writeWhole(resolve(context.cwd, options.html), cardPage(card))
        }
        terminal.result(card)
        printCard(card, terminal)
        if (options.html !== undefined) terminal.print(text('cli.models.card.written', { file: options.html }))
      })
    })
}

async function championOf(registry: Registry, model: string): Promise<number> {
  await registry.model(model)
  const champion = await registry.aliased(model, 'champion')
  if (champion === undefined) throw new UserError('serving.no_champion', { model })
  return champion.version
}

function printCard(card: VersionCard, terminal: Terminal): void {
  const { data, metrics, groupings, statements } = card
  terminal.print(text('model_card.title', { model: card.model, version: String(card.version) }))
  if (card.generated) terminal.print(text('model_card.generated'))
  terminal.print()
  const facts = [
    [text('model_card.data.source'), data.label],
    [text('model_card.data.window'), `${data.from.slice(0, 10)} – ${data.to.slice(0, 10)}`],
    [text('model_card.data.train_rows'), data.train_rows],
    [text('model_card.data.test_rows'), data.test_rows],
  ]
  for (const line of table(['', ''], facts).slice(1)) terminal.print(`  ${line}`)
  terminal.print()
  const scores = Object.entries(metrics.intervals).map(([name, { value, low, high }]) => [
    metricLabel(name),
    value.toFixed(4),
    `${low.toFixed(4)} – ${high.toFixed(4)}`,
  ])
  for (const line of table([text('model_card.metric'), '', text('model_card.interval')], scores))
    terminal.print(`  ${line}`)
  const gaps = groupings.flatMap(({ by, groups }) =>
    groups
      .filter((group) => group.gaps.length > 0)
      .map(({ value, rows, arrests, mean_probability, gaps }) => [
        `${groupingLabel(by)} ${groupLabel(by, value)}`,
        rows,
        percent(arrests / rows),
        percent(mean_probability),
        gaps.map((gap) => text(`model_card.gap.${gap}`)).join(', '),
      ]),
  )
  if (gaps.length > 0) {
    terminal.print()
    const header = (['rows', 'arrest_rate', 'mean_probability', 'gaps'] as const).map((name) =>
      text(`model_card.group.${name}`),
    )
    for (const line of table([text('model_card.groups'), ...header], gaps)) terminal.print(`  ${line}`)
  }
  for (const [title, lines] of [
    [text('model_card.not'), statements.not_for],
    [text('model_card.limits'), [...statements.limits, statements.label_maturity]],
  ] as const) {
    terminal.print()
    terminal.print(title)
    for (const line of lines) terminal.print(`  ${line}`)
  }
}
