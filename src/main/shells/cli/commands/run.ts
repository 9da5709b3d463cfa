import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { text } from '../../../../shared/messages/index.ts'
import type { StageName } from '../../../../shared/pipeline/runState.ts'
import type { PipelineResult } from '../../../pipeline/runPipeline.ts'
import type { Workbench } from '../../../workbench.ts'
import { date, repeated, seconds, stage } from '../options.ts'
import type { CommandContext } from '../program.ts'
import { createRunProgress } from '../progress.ts'
import { withWorkbench } from '../session.ts'
import { type Terminal, table } from '../terminal.ts'

/** What the options of a command that runs the pipeline say. */
export interface RunOptions {
  source: string
  portal?: string
  stations?: string
  date?: string
  recipe: string
  set: string[]
  fromStage?: StageName
  toStage?: StageName
  format: 'parquet' | 'csv'
  retryWait: number
  allowSchemaChange: boolean
}

/** `run`: a year of incidents through all stages, then train, evaluate and promote. */
export function addRunCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('run')
    .description(text('cli.run'))
    .option('--source <what>', text('cli.run.source'), 'demo')
    .option('--portal <url>', text('cli.run.portal'))
  addRunOptions(command)
    .option('--to-stage <stage>', text('cli.run.to_stage'), stage)
    .option('--help-params', text('cli.run.help_params'))
    .addHelpText('after', () => `\n${text('cli.run.examples')}`)
    .action(async (options: RunOptions & { helpParams?: boolean }) => {
      if (options.helpParams) return printParameters(context.terminal)
      await withWorkbench(command, context, async (workbench, terminal) => {
        const result = await runSource(options, workbench, terminal, context)
        const { describeRun, printRun } = await import('../runReport.ts')
        terminal.result({ ...describeRun(result), peak_memory_mb: peakMemoryMb() })
        printRun(result, workbench, terminal)
        // A command that stops before training is there to be quick; `runs draw` draws its charts.
        if (result.training !== undefined)
          await (await import('../drawCharts.ts')).drawChartsOf(result.runId, workbench, context)
      })
    })
}

/** The options of every command that runs the pipeline. */
export function addRunOptions(command: Command): Command {
  return command
    .option('--stations <file>', text('cli.run.stations'))
    .option('--date <YYYY-MM-DD>', text('cli.run.date'), date)
    .option('--recipe <name|file>', text('cli.run.recipe'), 'classic')
    .option('--set <stage.param=value>', text('cli.run.set'), repeated, [])
    .option('--from-stage <stage>', text('cli.run.from_stage'), stage)
    .addOption(new Option('--format <format>', text('cli.run.format')).choices(['parquet', 'csv']).default('parquet'))
    .option('--retry-wait <seconds>', text('cli.run.retry_wait'), seconds, 300)
    .option('--allow-schema-change', text('cli.run.allow_schema_change'), false)
}

/** Runs the pipeline as the options say, with its progress on the terminal. */
export async function runSource(
  options: RunOptions,
  workbench: Workbench,
  terminal: Terminal,
  { signal, now, cwd }: CommandContext,
): Promise<PipelineResult> {
  const { loadRecipe } = await import('../../../pipeline/loadRecipe.ts')
  const { runPipeline } = await import('../../../pipeline/runPipeline.ts')
  const { openSource } = await import('../../../sources/openSource.ts')
  const { settings, environment } = workbench.workspace
  const recipe = await loadRecipe(options.recipe, options.set)
  const source = openSource({
    source: options.source,
    portal: options.portal ?? settings.portal,
    appToken: environment.SOCRATA_APP_TOKEN,
    cwd,
    now: () => new Date(),
  })
  const progress = createRunProgress(terminal)
  try {
    return await runPipeline(
      {
        source,
        stationsFile: options.stations === undefined ? undefined : resolve(cwd, options.stations),
        date: options.date,
        recipe,
        fromStage: options.fromStage,
        toStage: options.toStage,
        csv: options.format === 'csv',
        allowSchemaChange: options.allowSchemaChange,
        retryWaitMs: options.retryWait * 1000,
        now,
        actor: userInfo().username,
      },
      workbench,
      { signal, onEvent: progress.listen },
    )
  } finally {
    progress.stop()
  }
}

/** The largest memory that this process has had, in MB. */
function peakMemoryMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024)
}

async function printParameters(terminal: Terminal): Promise<void> {
  const { recipeParameters } = await import('../../../pipeline/loadRecipe.ts')
  const parameters = recipeParameters()
  terminal.result(parameters)
  const rows = parameters.map(({ name, default: value, description }) => [name, JSON.stringify(value), description])
  const header = [text('table.parameter'), text('table.default'), text('table.description')]
  for (const line of table(header, rows)) terminal.print(line)
}
