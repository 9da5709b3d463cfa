import type { Command } from 'commander'
import { recordedText, text } from '../../../../shared/messages/index.ts'
import type { Run } from '../../../tracking/runs.ts'
import { logFile } from '../../../workspace/log.ts'
import { positiveInteger } from '../options.ts'
import type { CommandContext } from '../program.ts'
import { withWorkbench } from '../session.ts'
import { duration, type Terminal, table } from '../terminal.ts'

/** `runs`, `runs show ID` and `runs draw`: what was run. */
export function addRunsCommand(program: Command, context: CommandContext): void {
  const runs = program
    .command('runs')
    .description(text('cli.runs'))
    .option('--limit <count>', text('cli.runs.limit'), positiveInteger, 20)
    .action(async ({ limit }: { limit: number }) => {
      await withWorkbench(runs, context, async ({ tracking }, terminal) => {
        const found = await tracking.runs.list({ parentId: null, limit })
        terminal.result(found)
        printRuns(found, terminal)
      })
    })

  const show = runs
    .command('show <id>')
    .description(text('cli.runs.show'))
    .action(async (id: string) => {
      await withWorkbench(show, context, async ({ tracking }, terminal) => {
        const run = await tracking.runs.get(id)
        const children = await tracking.runs.children(run.id)
        terminal.result({ ...run, children })
        printOneRun(run, children, terminal)
      })
    })

  const draw = runs
    .command('draw')
    .description(text('cli.runs.draw'))
    .action(async () => {
      await withWorkbench(draw, context, async (workbench, terminal) => {
        const { drawAllCharts } = await import('../drawCharts.ts')
        const { drawn, failed } = await drawAllCharts(workbench, context)
        terminal.result({ drawn, failed })
        terminal.print(text('pictures.drawn', { count: drawn }))
        const { workspace } = workbench
        if (failed > 0) terminal.print(text('pictures.failed', { count: failed, log: logFile(workspace) }))
      })
    })
}

function printRuns(runs: Run[], terminal: Terminal): void {
  if (runs.length === 0) {
    terminal.print(text('cli.runs.none'))
    return
  }
  const rows = runs.map((run) => [
    run.id,
    run.name,
    run.status,
    when(run.startTime),
    elapsed(run),
    run.params.data ?? '',
  ])
  const header = [
    text('table.run'),
    text('table.name'),
    text('table.status'),
    text('table.started'),
    text('table.time'),
    text('table.data'),
  ]
  for (const line of table(header, rows)) terminal.print(line)
}

function printOneRun(run: Run, children: Run[], terminal: Terminal): void {
  terminal.print(`${run.name}  ${run.status}  ${when(run.startTime)}  ${elapsed(run)}`)
  terminal.print(run.id)
  if (run.error !== undefined) terminal.print(recordedText(run.error.code, run.error.params))
  printSection(
    text('cli.runs.params'),
    Object.entries(run.params).map(([name, value]) => [name, value]),
    terminal,
  )
  printSection(
    text('cli.runs.metrics'),
    Object.entries(run.metrics).map(([name, value]) => [name, significant(value)]),
    terminal,
  )
  printSection(
    text('cli.runs.artifacts'),
    run.artifacts.map(({ path, bytes }) => [path, `${bytes} bytes`]),
    terminal,
  )
  printSection(
    text('cli.runs.children'),
    children.map((child) => [child.id, child.name, child.status, elapsed(child)]),
    terminal,
  )
}

function printSection(title: string, rows: string[][], terminal: Terminal): void {
  if (rows.length === 0) return
  terminal.print()
  terminal.print(title)
  for (const line of table(
    rows[0]!.map(() => ''),
    rows,
  ).slice(1))
    terminal.print(`  ${line}`)
}

/** A number with what matters of its digits. */
function significant(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(6)
}

function when(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('T', ' ').slice(0, 19)
}

function elapsed({ startTime, endTime }: Run): string {
  return endTime === undefined ? '' : duration(endTime - startTime)
}
