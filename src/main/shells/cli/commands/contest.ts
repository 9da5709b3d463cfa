import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import { recordedText, text } from '../../../../shared/messages/index.ts'
import { type ContestReport, contestRuleSchema } from '../../../../shared/serving/contest.ts'
import type { ContestPlan } from '../../../registry/contests.ts'
import type { Workbench } from '../../../workbench.ts'
import type { CommandContext } from '../program.ts'
import { withWorkbench } from '../session.ts'
import { type Terminal, table } from '../terminal.ts'
import { modelOf } from './models.ts'

interface ModelOption {
  model?: string
}

/** `models contest`: a trial of the challenger beside the champion. */
export function addContestCommand(models: Command, context: CommandContext): void {
  const actor = userInfo().username
  const why = { reason: text('cli.models.by_hand'), actor }
  const contest = models
    .command('contest')
    .description(text('cli.contest'))
    .option('--model <name>', text('cli.models.model'))
    .action(async (options: ModelOption) => {
      await withWorkbench(contest, context, async (workbench, terminal) => {
        const model = await modelOf(workbench.registry, options)
        const running = await workbench.registry.contests.running(model)
        if (running === undefined) {
          terminal.result(null)
          terminal.print(text('cli.contest.none', { model }))
          return
        }
        const { judgeContest } = await import('../../../monitoring/contest/judgeContest.ts')
        const report = await judgeContest(running, judging(workbench, context.now))
        terminal.result(report)
        tell(report, terminal)
      })
    })

  const start = contest
    .command('start')
    .argument('<plan>', text('cli.contest.plan'), contestPlan)
    .description(text('cli.contest.start'))
    .option('--model <name>', text('cli.models.model'))
    .action(async (plan: ContestPlan) => {
      await withWorkbench(start, context, async (workbench, terminal) => {
        const model = await modelOf(workbench.registry, start.optsWithGlobals())
        const begun = await workbench.registry.contests.start(model, plan, why)
        await tellPlan(begun, plan, workbench, terminal)
      })
    })

  const share = contest
    .command('share')
    .argument('<plan>', text('cli.contest.plan'), contestPlan)
    .description(text('cli.contest.share'))
    .option('--model <name>', text('cli.models.model'))
    .action(async (plan: ContestPlan) => {
      await withWorkbench(share, context, async (workbench, terminal) => {
        const model = await modelOf(workbench.registry, share.optsWithGlobals())
        const begun = await workbench.registry.contests.change(model, plan, why)
        await tellPlan(begun, plan, workbench, terminal)
      })
    })

  const stop = contest
    .command('stop')
    .description(text('cli.contest.stop'))
    .option('--model <name>', text('cli.models.model'))
    .action(async () => {
      await withWorkbench(stop, context, async ({ registry }, terminal) => {
        const model = await modelOf(registry, stop.optsWithGlobals())
        const ended = await registry.contests.end(model, { code: 'contest_by_hand', params: {} }, why)
        terminal.result(ended)
        terminal.print(text('cli.contest.stopped', { challenger: ended.challenger }))
      })
    })

  const judge = contest
    .command('judge')
    .description(text('cli.contest.judge'))
    .option('--model <name>', text('cli.models.model'))
    .action(async () => {
      await withWorkbench(judge, context, async (workbench, terminal) => {
        const model = await modelOf(workbench.registry, judge.optsWithGlobals())
        const { superviseContest } = await import('../../../monitoring/contest/superviseContest.ts')
        const found = await superviseContest(model, { ...judging(workbench, context.now), actor })
        terminal.result(found)
        if (found.contest !== undefined) tell(found.contest, terminal)
        const { succession, action } = found
        terminal.print(recordedText(succession.code, succession.params))
        const version = action.kind === 'none' ? 0 : action.toVersion
        terminal.print(recordedText(`cli.contest.did.${action.kind}`, { version }))
      })
    })
}

function judging({ registry, tracking, workspace }: Workbench, now: Date) {
  const rule = contestRuleSchema.parse(workspace.settings.contest ?? {})
  return { registry, database: tracking.database, rule, now: now.getTime() }
}

async function tellPlan(
  contest: { model: string; champion: number; challenger: number; mode: string },
  plan: ContestPlan,
  { workspace }: Workbench,
  terminal: Terminal,
): Promise<void> {
  const { plannedRows } = await import('../../../monitoring/contest/judgeContest.ts')
  const rule = contestRuleSchema.parse(workspace.settings.contest ?? {})
  const rows = plannedRows(rule, plan)
  terminal.result({ ...contest, neededRows: rows })
  const mode = plan.mode === 'shadow' ? 'shadow' : `${plan.share}`
  terminal.print(text('cli.contest.running', { ...contest, mode }))
  terminal.print(text('cli.contest.needed', { rows, days: rule.maturityDays }))
}

function tell(report: ContestReport, terminal: Terminal): void {
  const { model, champion, challenger, mode, code, params } = report
  const versions = { challenger: challenger.version, champion: champion.version }
  terminal.print(text('cli.contest.running', { ...versions, model, mode }))
  const header = [
    text('table.version'),
    text('table.incidents'),
    text('table.arrests'),
    ...['MCC', 'AP', 'Brier', 'ECE'],
    text('table.error_rate'),
  ]
  const rows = [champion, challenger].map((arm) => [
    ...[arm.version, arm.rows, arm.arrests],
    ...[arm.mcc, arm.average_precision, arm.brier, arm.calibration_error, arm.error_rate].map(
      (value) => value?.toFixed(4) ?? '',
    ),
  ])
  for (const line of table(header, rows)) terminal.print(`  ${line}`)
  terminal.print(recordedText(code, params))
}

function contestPlan(value: string): ContestPlan {
  if (value === 'shadow') return { mode: 'shadow' }
  const share = Number(value)
  if (share > 0 && share < 1) return { mode: 'split', share }
  throw new InvalidArgumentError(text('cli.contest.bad_plan', { plan: value }))
}
