import { Command } from 'commander'
import { text } from '../../../shared/messages/index.ts'
import { helpConfiguration } from './help.ts'
import { positiveInteger } from './options.ts'
import type { Terminal } from './terminal.ts'

/** What every command gets from the process around it. */
export interface CommandContext {
  env: NodeJS.ProcessEnv
  /** Current folder. */
  cwd: string
  now: Date
  version: string
  /** Aborted by Ctrl-C and SIGTERM. */
  signal: AbortSignal
  terminal: Terminal
}

type AddCommand = (program: Command, context: CommandContext) => void

/** One command a file, each calling the same services as the window; in the order of the help. */
const COMMANDS: Record<string, () => Promise<AddCommand>> = {
  demo: async () => (await import('./commands/demo.ts')).addDemoCommand,
  run: async () => (await import('./commands/run.ts')).addRunCommand,
  train: async () => (await import('./commands/train.ts')).addTrainCommand,
  compare: async () => (await import('./commands/compare.ts')).addCompareCommand,
  runs: async () => (await import('./commands/runs.ts')).addRunsCommand,
  models: async () => (await import('./commands/models.ts')).addModelsCommand,
  serve: async () => (await import('./commands/serve.ts')).addServeCommand,
  predict: async () => (await import('./commands/predict.ts')).addPredictCommand,
  predictions: async () => (await import('./commands/predictions.ts')).addPredictionsCommand,
  keys: async () => (await import('./commands/keys.ts')).addKeysCommand,
  drift: async () => (await import('./commands/drift.ts')).addDriftCommand,
  schedule: async () => (await import('./commands/schedule.ts')).addScheduleCommand,
  daemon: async () => (await import('./commands/daemon.ts')).addDaemonCommand,
  audit: async () => (await import('./commands/audit.ts')).addAuditCommand,
  open: async () => (await import('./commands/open.ts')).addOpenCommand,
  doctor: async () => (await import('./commands/doctor.ts')).addDoctorCommand,
}

/** Options of the program that take a value. */
const VALUED = ['--workspace', '--store', '--threads']

/**
 * The grammar of a command line. Only the command that it names is loaded: what all of them need takes longer to load than
 * most of them run. Where it names none, all are, for the help and for what may have been meant.
 */
export async function createProgram(context: CommandContext, argv: readonly string[]): Promise<Command> {
  const program = new Command('arrest-workbench')
    .description(text('cli.description'))
    .version(context.version, '-V, --version', text('cli.version'))
    .helpOption('-h, --help', text('cli.help'))
    .helpCommand(`help ${text('help.usage.command')}`, text('cli.help_command'))
    .configureHelp(helpConfiguration())
    // What is wrong is said once, by `runCli`.
    .configureOutput({ outputError: () => {} })
    .exitOverride()
    .option('--workspace <folder>', text('cli.workspace'))
    .option('--store <location>', text('cli.store'))
    .option('--threads <count>', text('cli.threads'), positiveInteger)
    .option('--json', text('cli.json'), false)
    .addHelpText('after', `\n${text('cli.examples')}`)
  for (const add of await Promise.all(wantedBy(argv).map((load) => load()))) add(program, context)
  return program
}

function wantedBy(argv: readonly string[]): (() => Promise<AddCommand>)[] {
  const named = commandOf(argv)
  if (named !== undefined && Object.hasOwn(COMMANDS, named)) return [COMMANDS[named]!]
  const asksVersion = named === undefined && argv.some((argument) => ['-V', '--version'].includes(argument))
  return asksVersion ? [] : Object.values(COMMANDS)
}

/** The first argument that is neither an option nor its value. */
function commandOf(argv: readonly string[]): string | undefined {
  return argv
    .slice(2)
    .find((argument, place, all) => !argument.startsWith('-') && !VALUED.includes(all[place - 1] ?? ''))
}
