import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { text } from '../../../../shared/messages/index.ts'
import { exportPredictions, formatOfFile } from '../../../predictions/exportPredictions.ts'
import type { PredictionCount, PredictionFilter } from '../../../predictions/prediction.ts'
import { openPredictionLog } from '../../../predictions/predictionLog.ts'
import { makeTemporaryFolder } from '../../../workspace/workspace.ts'
import { date } from '../options.ts'
import type { CommandContext } from '../program.ts'
import { withWorkbench } from '../session.ts'
import { type Terminal, table } from '../terminal.ts'

interface PredictionsOptions {
  model?: string
  since?: string
  until?: string
  labelled: boolean
  out?: string
}

/** `predictions`: how many there are of which version, or all of them in a file. */
export function addPredictionsCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('predictions')
    .description(text('cli.predictions'))
    .option('--model <name>', text('cli.models.model'))
    .option('--since <day>', text('cli.predictions.since'), date)
    .option('--until <day>', text('cli.predictions.until'), date)
    .option('--labelled', text('cli.predictions.labelled'), false)
    .option('--out <file>', text('cli.predictions.out'))
    .action(async ({ model, since, until, labelled, out }: PredictionsOptions) => {
      await withWorkbench(command, context, async ({ tracking, registry, workspace, threads }, terminal) => {
        const filter: PredictionFilter = { model, from: timeOf(since), to: timeOf(until) }
        if (labelled) filter.labelled = true
        const log = openPredictionLog(tracking.database)
        if (out === undefined) {
          listCounts(await log.counts(filter), terminal)
          return
        }
        const path = resolve(context.cwd, out)
        const format = formatOfFile(path)
        const workFolder = await makeTemporaryFolder(workspace)
        try {
          const rows = await exportPredictions(
            { path, format, filter },
            { log, registry, workFolder, threads, signal: context.signal },
          )
          terminal.result({ path, rows })
          terminal.print(text('cli.predictions.written', { rows, path }))
        } finally {
          await rm(workFolder, { recursive: true, force: true })
        }
      })
    })
}

function timeOf(day: string | undefined): number | undefined {
  return day === undefined ? undefined : Date.parse(`${day}T00:00:00Z`)
}

function listCounts(counts: PredictionCount[], terminal: Terminal): void {
  terminal.result(counts)
  if (counts.length === 0) {
    terminal.print(text('cli.predictions.none'))
    return
  }
  const header = [
    text('table.model'),
    text('table.version'),
    text('table.arm'),
    text('table.predictions'),
    text('table.predicted_arrests'),
    text('table.labelled'),
    text('table.arrests'),
  ]
  const rows = counts.map(({ model, version, arm, predictions, positive, labelled, arrests }) => [
    ...[model, version, arm, predictions, positive, labelled, arrests],
  ])
  for (const line of table(header, rows)) terminal.print(line)
}
