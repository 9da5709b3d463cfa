import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { recordedText, text } from '../../../../shared/messages/index.ts'
import type { Schedule, ScheduleRequest, ScheduleRun } from '../../../../shared/schedule/schedule.ts'
import { scheduleSentence } from '../../../../shared/schedule/scheduleSentence.ts'
import { timeInZone } from '../../../../shared/timeInZone.ts'
import { runInThread } from '../../../jobs/runInThread.ts'
import { loadRecipe } from '../../../pipeline/loadRecipe.ts'
import { openRunningDesk, openScheduleDesk, type ScheduleDesk } from '../../../retraining/desk.ts'
import { changePolicy, readPolicy } from '../../../retraining/policy.ts'
import { nextTimes } from '../../../schedule/cron.ts'
import type { Workbench } from '../../../workbench.ts'
import { count, type PolicySettings, policySetting, positiveInteger, repeated } from '../options.ts'
import type { CommandContext } from '../program.ts'
import { createRunProgress } from '../progress.ts'
import { type GlobalOptions, withWorkbench } from '../session.ts'
import { type Terminal, table } from '../terminal.ts'

const DEFAULT_NAME = 'monthly'

interface SetOptions {
  cron?: string
  zone?: string
  source?: string
  portal?: string
  stations?: string
  recipe?: string
  set: string[]
  retrain?: Schedule['retrain']
  retries?: number
}

/** `schedule` and its subcommands: what runs by itself, and when. */
export function addScheduleCommand(program: Command, context: CommandContext): void {
  const schedule = program
    .command('schedule')
    .description(text('cli.schedule'))
    .addHelpText('after', () => `\n${text('cli.schedule.examples')}`)
  const actor = userInfo().username

  /** A subcommand over one schedule, by its name. */
  function sub(
    name: string,
    words: string,
    work: (desk: ScheduleDesk, name: string, terminal: Terminal, workbench: Workbench) => Promise<void>,
  ): Command {
    const command = schedule
      .command(name)
      .argument('[name]', text('cli.schedule.name'), DEFAULT_NAME)
      .description(words)
    return command.action(async (of: string) => {
      await withWorkbench(command, context, (workbench, terminal) =>
        work(openScheduleDesk(workbench), of, terminal, workbench),
      )
    })
  }

  const list = schedule.command('list', { isDefault: true }).description(text('cli.schedule.list'))
  list.action(async () => {
    await withWorkbench(list, context, async (workbench, terminal) => {
      const desk = openScheduleDesk(workbench)
      const schedules = await desk.schedules.list()
      terminal.result({ schedules, executor: desk.executor() ?? null })
      printSchedules(schedules, terminal)
      printExecutor(desk, terminal)
    })
  })
  sub('show', text('cli.schedule.show'), async (desk, name, terminal) => {
    const found = await desk.schedules.get(name)
    terminal.result(found)
    printSchedule(found, terminal)
  })

  const set = schedule
    .command('set')
    .argument('[name]', text('cli.schedule.name'), DEFAULT_NAME)
    .description(text('cli.schedule.set'))
    .option('--cron <fields|preset>', text('cli.schedule.cron'))
    .option('--zone <name>', text('cli.schedule.zone'))
    .option('--source <what>', text('cli.run.source'))
    .option('--portal <url>', text('cli.run.portal'))
    .option('--stations <file>', text('cli.run.stations'))
    .option('--recipe <name|file>', text('cli.run.recipe'))
    .option('--set <stage.param=value>', text('cli.run.set'), repeated, [])
    .addOption(new Option('--retrain <when>', text('cli.schedule.retrain')).choices(['always', 'when_needed']))
    .option('--retries <count>', text('cli.schedule.retries'), count)
    .action(async (name: string, options: SetOptions) => {
      await withWorkbench(set, context, async (workbench, terminal) => {
        const { schedules } = openScheduleDesk(workbench)
        const before = (await schedules.list()).find((known) => known.name === name)
        const { cron, zone, retrain, retries } = options
        const request = await requestOf(options, before?.request, context.cwd)
        const found = await schedules.set(name, { cron, zone, retrain, retries, request }, actor)
        terminal.result(found)
        printSchedule(found, terminal)
      })
    })

  sub('pause', text('cli.schedule.pause'), async ({ schedules }, name, terminal) => {
    const found = await schedules.pause(name, actor)
    terminal.result(found)
    printSchedule(found, terminal)
  })
  sub('resume', text('cli.schedule.resume'), async ({ schedules }, name, terminal) => {
    const found = await schedules.resume(name, actor)
    terminal.result(found)
    printSchedule(found, terminal)
  })
  sub('remove', text('cli.schedule.remove'), async ({ schedules }, name, terminal) => {
    await schedules.remove(name, actor)
    terminal.result({ removed: name })
    terminal.print(text('cli.schedule.removed', { name }))
  })

  const next = sub('next', text('cli.schedule.next'), async ({ schedules, clock }, name, terminal) => {
    const { cron, zone } = await schedules.get(name)
    const { count: many } = next.opts<{ count: number }>()
    const times = nextTimes({ cron, zone }, clock.now(), many)
    terminal.result(times.map((time) => new Date(time).toISOString()))
    for (const time of times) terminal.print(timeInZone(time, zone))
  })
  next.option('--count <n>', text('cli.schedule.count'), positiveInteger, 3)

  const history = schedule
    .command('history')
    .argument('[name]', text('cli.schedule.name_or_all'))
    .description(text('cli.schedule.history'))
    .option('--limit <n>', text('cli.schedule.limit'), positiveInteger, 20)
    .action(async (name: string | undefined, { limit }: { limit: number }) => {
      await withWorkbench(history, context, async (workbench, terminal) => {
        const runs = await openScheduleDesk(workbench).history.list({ schedule: name, limit })
        terminal.result(runs)
        printHistory(runs, terminal)
      })
    })

  const runNow = schedule
    .command('run-now')
    .argument('[name]', text('cli.schedule.name'), DEFAULT_NAME)
    .description(text('cli.schedule.run_now'))
    .action(async (name: string) => {
      await withWorkbench(runNow, context, (workbench, terminal) =>
        runAtOnce(name, workbench, runNow.optsWithGlobals<GlobalOptions>(), terminal, context),
      )
    })

  const policy = schedule
    .command('policy')
    .description(text('cli.schedule.policy'))
    .option('--set <name=value>', text('cli.schedule.policy.set'), policySetting, {})
    .action(async ({ set: changes }: { set: PolicySettings }) => {
      await withWorkbench(policy, context, async (workbench, terminal) => {
        const { workspace } = workbench
        const { audit } = openScheduleDesk(workbench)
        const isChanged = Object.keys(changes).length > 0
        const found = isChanged ? await changePolicy(workspace, changes, audit, actor) : await readPolicy(workspace)
        terminal.result(found)
        const rows = Object.entries(found).map(([key, value]) => [
          key,
          String(value),
          recordedText(`policy.${key}`, {}),
        ])
        const header = [text('table.parameter'), text('table.value'), text('table.description')]
        for (const line of table(header, rows)) terminal.print(line)
      })
    })
}

/** What a schedule takes in, as the options change it; undefined where they do not. */
async function requestOf(
  { source, portal, stations, recipe, set }: SetOptions,
  before: ScheduleRequest | undefined,
  cwd: string,
): Promise<ScheduleRequest | undefined> {
  if ([source, portal, stations, recipe].every((option) => option === undefined) && set.length === 0) return undefined
  const named = source ?? (portal === undefined ? undefined : 'socrata')
  const chosen = named === undefined ? before?.source : sourceOf(named, portal, cwd)
  const stationsFile = stations === undefined ? before?.stationsFile : resolve(cwd, stations)
  const isRecipe = recipe !== undefined || set.length > 0
  const loaded = isRecipe ? await loadRecipe(recipe ?? 'classic', set) : undefined
  return {
    source: chosen ?? { kind: 'socrata' },
    ...(stationsFile === undefined ? {} : { stationsFile }),
    recipe: loaded === undefined ? (before?.recipe ?? {}) : JSON.parse(JSON.stringify(loaded)),
  }
}

function sourceOf(source: string, portal: string | undefined, cwd: string): ScheduleRequest['source'] {
  if (source === 'demo') return { kind: 'demo' }
  if (source === 'socrata') return { kind: 'socrata', ...(portal === undefined ? {} : { portal }) }
  return { kind: 'file', path: resolve(cwd, source) }
}

/** Does a scheduled run here and now, or leaves it to the process that does them. */
async function runAtOnce(
  name: string,
  workbench: Workbench,
  { store, threads }: GlobalOptions,
  terminal: Terminal,
  { env, cwd, signal }: CommandContext,
): Promise<void> {
  const progress = createRunProgress(terminal)
  const thread = { workspace: workbench.workspace.folder, store, threads, env, cwd }
  const desk = openRunningDesk({
    ...{ workbench, kind: 'cli' },
    runWork: (work, watch) =>
      runInThread(work, thread, {
        ...watch,
        signal: AbortSignal.any([watch.signal, signal]),
        onEvent: progress.listen,
      }),
  })
  try {
    const { id } = await desk.request(name)
    await desk.look()
    const run = await desk.history.get(id)
    terminal.result(run)
    printHistory([run], terminal)
    const executor = desk.executor()
    if (run.status === 'waiting' && executor !== undefined) {
      terminal.print(
        text('cli.schedule.left_to', {
          executor: text(`schedule.executor.${executor.kind}`, { pid: String(executor.pid) }),
        }),
      )
    }
  } finally {
    progress.stop()
    await desk.close()
  }
}

function printSchedules(schedules: Schedule[], terminal: Terminal): void {
  const rows = schedules.map((schedule) => [
    schedule.name,
    scheduleSentence(schedule),
    schedule.request.source.kind,
    text(`schedule.retrain.${schedule.retrain}`),
    nextOf(schedule),
  ])
  const header = ['', text('table.when'), text('table.source'), text('table.retraining'), text('table.next_run')]
  for (const line of table(header, rows)) terminal.print(line)
}

function printSchedule(schedule: Schedule, terminal: Terminal): void {
  const { name, zone, paused, next } = schedule
  terminal.print(`${name}: ${scheduleSentence(schedule)}, ${text(`schedule.retrain.${schedule.retrain}`)}`)
  if (paused) {
    terminal.print(text('cli.schedule.paused', { name }))
    return
  }
  for (const time of next) terminal.print(`  ${timeInZone(time, zone)}`)
}

function nextOf({ paused, next: [first], zone }: Schedule): string {
  return paused || first === undefined ? text('schedule.paused') : timeInZone(first, zone)
}

function printExecutor(desk: ScheduleDesk, terminal: Terminal): void {
  const executor = desk.executor()
  if (executor === undefined) {
    terminal.print(text('cli.schedule.nobody'))
    return
  }
  const { kind, pid } = executor
  terminal.print(text('cli.schedule.done_by', { executor: text(`schedule.executor.${kind}`, { pid: String(pid) }) }))
}

export function printHistory(runs: ScheduleRun[], terminal: Terminal): void {
  const rows = runs.map(({ schedule, scheduledFor, date, cause, status, attempts, runId, outcome, error }) => [
    schedule,
    new Date(scheduledFor).toISOString().slice(0, 16).replace('T', ' '),
    date,
    text(`schedule.cause.${cause}`),
    text(`schedule.status.${status}`),
    attempts,
    runId?.slice(0, 8) ?? '',
    outcome !== null
      ? recordedText(outcome.code, outcome.params)
      : error !== null
        ? recordedText(error.code, error.params)
        : '',
  ])
  const header = [
    ...['', text('table.due_utc'), text('table.run_date'), text('table.cause'), text('table.status')],
    ...[text('table.attempts'), text('table.run'), text('table.outcome')],
  ]
  for (const line of table(header, rows)) terminal.print(line)
}
