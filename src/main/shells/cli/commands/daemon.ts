import { mkdir, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { UserError } from '../../../../shared/errors.ts'
import { recordedText, text } from '../../../../shared/messages/index.ts'
import { scheduleSentence } from '../../../../shared/schedule/scheduleSentence.ts'
import { timeInZone } from '../../../../shared/timeInZone.ts'
import { built } from '../../../appRoot.ts'
import { systemdUnit, UNIT_NAME } from '../../../daemon/unit.ts'
import { runInThread } from '../../../jobs/runInThread.ts'
import type { RunEvent } from '../../../pipeline/events.ts'
import { openRunningDesk, openScheduleDesk } from '../../../retraining/desk.ts'
import type { SchedulerEvent } from '../../../schedule/scheduler.ts'
import { fileError } from '../../../storage/fileErrors.ts'
import type { Workbench } from '../../../workbench.ts'
import type { CommandContext } from '../program.ts'
import { type GlobalOptions, withWorkbench } from '../session.ts'
import { duration, type Terminal } from '../terminal.ts'
import { modelOf } from './models.ts'
import { addServeOptions, openEndpoint, type ServeOptions } from './serve.ts'

interface DaemonOptions extends ServeOptions {
  /** Whether it serves the champion, too. */
  serve: boolean
}

interface InstallOptions extends DaemonOptions {
  user: boolean
  print: boolean
}

/**
 * `daemon`: does the scheduled runs in the foreground until it is told to end, with `--serve` beside the endpoint; `install`
 * makes it a service.
 */
export function addDaemonCommand(program: Command, context: CommandContext): void {
  const daemon = program
    .command('daemon')
    .description(text('cli.daemon'))
    .addHelpText('after', () => `\n${text('cli.daemon.examples')}`)

  const run = addDaemonOptions(daemon.command('run', { isDefault: true }).description(text('cli.daemon.run')))
  run.action(async () => {
    await withWorkbench(run, context, (workbench, terminal) =>
      runDaemon(workbench, run.optsWithGlobals<GlobalOptions & DaemonOptions>(), terminal, context),
    )
  })

  const install = addDaemonOptions(daemon.command('install').description(text('cli.daemon.install')))
    .option('--user', text('cli.daemon.user'), false)
    .option('--print', text('cli.daemon.print'), false)
    .action(async (options: InstallOptions) => {
      await withWorkbench(install, context, (workbench, terminal) =>
        installUnit(options, workbench, install.optsWithGlobals<GlobalOptions>(), terminal, context),
      )
    })

  const status = daemon
    .command('status')
    .description(text('cli.daemon.status'))
    .action(async () => {
      await withWorkbench(status, context, async (workbench, terminal) => {
        const desk = openScheduleDesk(workbench)
        const executor = desk.executor()
        const waiting = (await desk.history.list()).filter((entry) => entry.status === 'waiting').length
        terminal.result({ running: executor?.kind === 'daemon', executor: executor ?? null, waiting })
        if (executor === undefined) {
          terminal.print(text('cli.schedule.nobody'))
          return
        }
        const words = text(`schedule.executor.${executor.kind}`, { pid: String(executor.pid) })
        terminal.print(text('cli.schedule.done_by', { executor: words }))
        terminal.print(text('cli.daemon.since', { since: new Date(executor.since).toISOString(), waiting }))
      })
    })
}

function addDaemonOptions(command: Command): Command {
  return addServeOptions(command.option('--serve', text('cli.daemon.serve'), false)).option(
    '--model <name>',
    text('cli.models.model'),
  )
}

/** Does what is due until the command is cancelled; a run that goes on then is left to be gone on with. */
async function runDaemon(
  workbench: Workbench,
  { store, threads, serve, ...serving }: GlobalOptions & DaemonOptions,
  terminal: Terminal,
  { env, cwd, signal }: CommandContext,
): Promise<void> {
  const say = (words: string) => terminal.notice(`${new Date().toISOString()} ${words}`)
  const thread = { workspace: workbench.workspace.folder, store, threads, env, cwd }
  const desk = openRunningDesk({
    ...{ workbench, kind: 'daemon' },
    runWork: (work, watch) => runInThread(work, thread, { ...watch, onEvent: (event) => sayStep(event, say) }),
    onEvent: (event) => sayScheduled(event, say),
  })
  // Opened first: a port in use is said before anything is begun.
  const model = await modelOf(workbench.registry, serving)
  const endpoint = serve ? await openEndpoint({ ...serving, model }, workbench, terminal) : undefined
  say(text('cli.daemon.started', { folder: workbench.workspace.folder, pid: String(process.pid) }))
  for (const schedule of await desk.schedules.list()) {
    const [next] = schedule.next
    const when = next === undefined ? text('schedule.paused') : timeInZone(next, schedule.zone)
    say(`${schedule.name}: ${scheduleSentence(schedule)}; ${text('table.next_run')}: ${when}`)
  }
  desk.start()
  try {
    await new Promise<void>((resolve) => {
      if (signal.aborted) return resolve()
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  } finally {
    await endpoint?.close()
    await desk.close()
  }
  say(text('cli.daemon.ended'))
  terminal.result({ ended: true })
}

function sayScheduled(event: SchedulerEvent, say: (words: string) => void): void {
  switch (event.type) {
    case 'standby': {
      const { kind = 'daemon', pid = '?' } = event.executor ?? {}
      say(text('cli.daemon.standby', { executor: text(`schedule.executor.${kind}`, { pid: String(pid) }) }))
      break
    }
    case 'executing':
      say(text('cli.daemon.executing'))
      break
    case 'started':
    case 'ended':
    case 'retried': {
      const { schedule, date, cause, status, attempts, outcome, error, notBefore } = event.run
      const told = outcome ?? error
      const words = [
        `${schedule} ${date} (${text(`schedule.cause.${cause}`)}, ${attempts}): ${text(`schedule.status.${status}`)}`,
        ...(told === null ? [] : [recordedText(told.code, told.params)]),
        ...(event.type === 'retried' ? [text('cli.daemon.again', { time: new Date(notBefore).toISOString() })] : []),
      ]
      say(words.join('; '))
      break
    }
  }
}

function sayStep(event: RunEvent, say: (words: string) => void): void {
  if (event.type === 'step-done') {
    say(`  ${text(`step.${event.step}`)} ${duration(event.elapsedMs)} ${event.summary}`)
  } else if (event.type === 'step-retried') {
    say(`  ${text(`step.${event.step}`)} ${event.reason}`)
  }
}

/** Writes the systemd unit, or prints it, and says how to start it. */
async function installUnit(
  { user, print, serve, port, host, model }: InstallOptions,
  { workspace }: Workbench,
  { store, threads }: GlobalOptions,
  terminal: Terminal,
  { env }: CommandContext,
): Promise<void> {
  const command = [
    ...[process.execPath, built('main', 'cli.js'), 'daemon', '--workspace', workspace.folder],
    ...(store === undefined ? [] : ['--store', store]),
    ...(threads === undefined ? [] : ['--threads', String(threads)]),
    ...(serve ? ['--serve', '--port', String(port), '--host', host] : []),
    ...(serve && model !== undefined ? ['--model', model] : []),
  ]
  const scope = user ? 'user' : 'system'
  const unit = systemdUnit({ command, workspace: workspace.folder, scope, user: userInfo().username })
  if (print) {
    terminal.result({ unit })
    terminal.print(unit.trimEnd())
    return
  }
  if (process.platform !== 'linux') throw new UserError('daemon.not_linux')
  const home = env.XDG_CONFIG_HOME ?? join(userInfo().homedir, '.config')
  const file = user ? join(home, 'systemd', 'user', UNIT_NAME) : join('/etc/systemd/system', UNIT_NAME)
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, unit)
  } catch (error) {
    throw user ? fileError(error, file) : new UserError('daemon.not_root', { file }).causedBy(error)
  }
  terminal.result({ file, unit })
  terminal.print(text('cli.daemon.written', { file }))
  terminal.print(text(user ? 'cli.daemon.start_user' : 'cli.daemon.start_system'))
}
