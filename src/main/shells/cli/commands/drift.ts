import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { text } from '../../../../shared/messages/index.ts'
import type { DistributionDrift, DriftReport, Performance } from '../../../../shared/monitoring/drift.ts'
import { PERFORMANCE_METRICS } from '../../../../shared/monitoring/drift.ts'
import {
  caveats,
  describeCompared,
  describeFinding,
  fieldWords,
  measureWords,
  pWords,
  scoreWords,
  verdictWords,
} from '../../../../shared/monitoring/driftWords.ts'
import { checkDrift } from '../../../monitoring/checkDrift.ts'
import type { CurrentSource } from '../../../monitoring/current.ts'
import { newestRun } from '../../../monitoring/newestRun.ts'
import { htmlReport } from '../../../monitoring/report/html.ts'
import { DEFAULT_MODEL } from '../../../registry/registry.ts'
import { fileError } from '../../../storage/fileErrors.ts'
import type { Workbench } from '../../../workbench.ts'
import { date } from '../options.ts'
import type { CommandContext } from '../program.ts'
import { createBar } from '../progress.ts'
import { withWorkbench } from '../session.ts'
import { type Terminal, table } from '../terminal.ts'

interface DriftOptions {
  current?: string
  since?: string
  until?: string
  model: string
  modelVersion?: number
  html?: string
}

/** `drift`: what moved away from what a model was trained on. */
export function addDriftCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('drift')
    .description(text('cli.drift'))
    .option('--current <file|run|predictions>', text('cli.drift.current'))
    .option('--since <YYYY-MM-DD>', text('cli.drift.since'), date)
    .option('--until <YYYY-MM-DD>', text('cli.drift.until'), date)
    .option('--model <name>', text('cli.drift.model'), DEFAULT_MODEL)
    .option('--model-version <number>', text('cli.drift.version'), versionNumber)
    .option('--html <file>', text('cli.drift.html'))
    .addHelpText('after', () => `\n${text('cli.drift.examples')}`)
    .action(async (options: DriftOptions) => {
      await withWorkbench(command, context, async (workbench, terminal) => {
        const bar = createBar(terminal)
        try {
          const current = await currentOf(options, context, workbench)
          const check = await checkDrift(
            {
              model: options.model,
              version: options.modelVersion,
              current,
              since: options.since,
              until: options.until,
              now: context.now,
            },
            workbench,
            {
              signal: context.signal,
              progress: (progress) => bar.draw(text('cli.drift.bar').padEnd(12), progress),
            },
          )
          bar.stop()
          if (options.html !== undefined) await writeReport(resolve(context.cwd, options.html), check.report)
          terminal.result({ run_id: check.runId, report: check.report })
          printReport(check.report, terminal)
          terminal.print()
          if (options.html !== undefined) terminal.print(text('cli.drift.wrote', { file: options.html }))
          terminal.print(text('cli.drift.run', { run: check.runId }))
          await (await import('../drawCharts.ts')).drawChartsOf(check.runId, workbench, context)
        } finally {
          bar.stop()
        }
      })
    })
}

/** What the user means: the predictions, a file, else the id of a run; the newest run where nothing is named. */
async function currentOf(
  { current, model }: Pick<DriftOptions, 'current' | 'model'>,
  { cwd }: CommandContext,
  workbench: Workbench,
): Promise<CurrentSource> {
  if (current === undefined) return newestRun(model, workbench)
  if (current === 'predictions') return { kind: 'predictions' }
  const path = resolve(cwd, current)
  const isRunId = /^[0-9a-f]{32}$/.test(current) && !existsSync(path)
  return isRunId ? { kind: 'run', runId: current } : { kind: 'file', path }
}

function versionNumber(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError(text('cli.drift.not_version', { value }))
  return Number(value)
}

async function writeReport(file: string, report: DriftReport): Promise<void> {
  try {
    await writeFile(file, htmlReport(report))
  } catch (error) {
    throw fileError(error, file)
  }
}

function printReport(report: DriftReport, terminal: Terminal): void {
  const { model, verdict, findings, inputs, features, predictions, performance } = report
  terminal.print(text('drift.title', { model: model.name, version: String(model.version) }))
  terminal.print(describeCompared(report))
  terminal.print()
  terminal.print(`${verdictWords(verdict).toLocaleUpperCase()}: ${text(`drift.verdict.${verdict}.why`)}`)
  for (const finding of findings) terminal.print(`  • ${describeFinding(finding)}`)
  if (predictions !== null) printColumns(text('drift.predictions'), [predictions], terminal)
  if (inputs.length > 0) printColumns(text('drift.inputs'), inputs, terminal)
  if (features.length > 0) printColumns(text('drift.features'), features, terminal)
  if (performance !== null) printPerformance(performance, terminal)
  terminal.print()
  for (const caveat of caveats(report)) terminal.print(caveat)
}

function printColumns(title: string, columns: readonly DistributionDrift[], terminal: Terminal): void {
  const header = [
    text('drift.field'),
    text('drift.measure'),
    text('drift.distance'),
    text('drift.limit'),
    text('drift.p'),
    text('drift.new_levels'),
    '',
  ]
  const rows = columns
    .toSorted((a, b) => inLimits(b) - inLimits(a))
    .map((column) => [
      fieldWords(column),
      measureWords(column),
      column.decision === null ? '' : scoreWords(column.decision.value),
      column.decision === null ? '' : scoreWords(column.decision.threshold),
      column.decision === null ? '' : pWords(column.decision.p),
      column.newLevels.length === 0 ? '' : String(column.newLevels.length),
      column.moved ? text('drift.moved') : '',
    ])
  terminal.print()
  terminal.print(title)
  for (const line of table(header, rows)) terminal.print(`  ${line}`)
}

function inLimits({ decision }: DistributionDrift): number {
  return decision === null ? -1 : decision.value / decision.threshold
}

function printPerformance(
  { reference, current, months }: NonNullable<DriftReport['performance']>,
  terminal: Terminal,
): void {
  const row = (name: string, scores: Performance) => [
    name,
    scores.rows,
    ...PERFORMANCE_METRICS.map((metric) => {
      const { value, low, high } = scores[metric]
      return `${scoreWords(value)} (${scoreWords(low)}–${scoreWords(high)})`
    }),
  ]
  const header = [text('drift.month'), text('drift.rows'), ...PERFORMANCE_METRICS.map((m) => text(`drift.metric.${m}`))]
  const rows = [
    ...(reference === null ? [] : [row(text('drift.same_months'), reference)]),
    ...(current === null ? [] : [row(text('drift.all_months'), current)]),
    ...months.map((month) => row(month.maturing ? `${month.month} *` : month.month, month)),
  ]
  terminal.print()
  terminal.print(text('drift.performance'))
  for (const line of table(header, rows)) terminal.print(`  ${line}`)
}
