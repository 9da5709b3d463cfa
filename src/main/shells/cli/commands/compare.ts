import type { Command } from 'commander'
import { text } from '../../../../shared/messages/index.ts'
import type { LearnerName } from '../../../../shared/pipeline/learnerParams.ts'
import { WEIGHTED_METRICS } from '../../../learners/metrics/weightedMetrics.ts'
import type { CompareResult } from '../../../training/compare.ts'
import { contestantName, type Score, type Spread } from '../../../training/comparison.ts'
import { date, learners, positiveInteger, repeated, seeds } from '../options.ts'
import type { CommandContext } from '../program.ts'
import { createBar } from '../progress.ts'
import { withWorkbench } from '../session.ts'
import { type Terminal, table } from '../terminal.ts'

interface CompareOptions {
  source: string
  portal?: string
  stations?: string
  date?: string
  recipe: string[]
  learner?: LearnerName[]
  seeds: number[]
  without: string[]
  baseline?: string
  resamples: number
  set: string[]
}

/** `compare`: recipes × learners on the same test rows. */
export function addCompareCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('compare')
    .description(text('cli.compare'))
    .requiredOption('--source <what>', text('cli.run.source'), 'demo')
    .option('--portal <url>', text('cli.run.portal'))
    .option('--stations <file>', text('cli.run.stations'))
    .option('--date <YYYY-MM-DD>', text('cli.run.date'), date)
    .option('--recipe <name|file>', text('cli.compare.recipe'), repeated, [])
    .option('--learner <name>', text('cli.compare.learner'), learners)
    .option('--seeds <list>', text('cli.compare.seeds'), seeds, [42])
    .option('--without <primary type>', text('cli.compare.without'), repeated, [])
    .option('--baseline <recipe/learner>', text('cli.compare.baseline'))
    .option('--resamples <count>', text('cli.compare.resamples'), positiveInteger, 1000)
    .option('--set <stage.param=value>', text('cli.compare.set'), repeated, [])
    .action(async (options: CompareOptions) => {
      const named = options.recipe.length > 0 ? options.recipe : ['classic', 'recommended']
      await withWorkbench(command, context, async (workbench, terminal) => {
        const { loadRecipe } = await import('../../../pipeline/loadRecipe.ts')
        const { openSource } = await import('../../../sources/openSource.ts')
        const { compare } = await import('../../../training/compare.ts')
        const { settings, environment } = workbench.workspace
        const recipes = await Promise.all(named.map((recipe) => loadRecipe(recipe, options.set)))
        const source = openSource({
          source: options.source,
          portal: options.portal ?? settings.portal,
          appToken: environment.SOCRATA_APP_TOKEN,
          cwd: context.cwd,
          now: () => new Date(),
        })
        const bar = createBar(terminal)
        const { stations: stationsFile, learner, baseline, without, resamples } = options
        const request = { source, stationsFile, date: options.date, recipes, learners: learner, seeds: options.seeds }
        try {
          const result = await compare({ ...request, baseline, without, resamples, now: context.now }, workbench, {
            signal: context.signal,
            progress: (progress) => bar.draw(text('cli.compare.bar').padEnd(12), progress),
          })
          bar.stop()
          terminal.result(result)
          printComparison(result, resamples, terminal)
        } finally {
          bar.stop()
        }
      })
    })
}

const HEADER = ['AP', 'MCC', 'AUC', 'Brier', 'ECE']

function printComparison(result: CompareResult, resamples: number, terminal: Terminal): void {
  const { contests, summary, baseline, label, date } = result
  const [first] = contests
  for (const [place, { without, testRows, arrests, rows }] of first!.scopes.entries()) {
    terminal.print()
    const title = text('compare.title', { label, date, rows: testRows, arrests })
    terminal.print(without.length === 0 ? title : `${title}, ${text('compare.without', { types: without.join(', ') })}`)
    terminal.print()
    const lines =
      contests.length === 1
        ? table(
            ['', ...HEADER, 'p'],
            rows.map(({ recipe, learner, scores }) => [
              contestantName(recipe, learner),
              ...WEIGHTED_METRICS.map((metric) => withInterval(scores[metric])),
              scores.average_precision.difference?.p.toFixed(4) ?? '–',
            ]),
          )
        : table(
            ['', ...HEADER, 'Δ AP'],
            summary[place]!.rows.map(({ recipe, learner, scores, differences }) => [
              contestantName(recipe, learner),
              ...WEIGHTED_METRICS.map((metric) => withSpread(scores[metric])),
              contestantName(recipe, learner) === baseline ? '–' : withSpread(differences.average_precision),
            ]),
          )
    for (const line of lines) terminal.print(`  ${line}`)
  }
  terminal.print()
  terminal.print(
    contests.length === 1
      ? text('compare.intervals', { resamples, baseline })
      : text('compare.seeds', { seeds: contests.length, baseline }),
  )
}

function withInterval({ value, low, high }: Score): string {
  return `${value.toFixed(4)} (${low.toFixed(4)}–${high.toFixed(4)})`
}

function withSpread({ mean, sd }: Spread): string {
  return `${mean.toFixed(4)} ± ${sd.toFixed(4)}`
}
