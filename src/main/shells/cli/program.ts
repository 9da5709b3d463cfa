import { Command } from 'commander'
import { text } from '../../../shared/messages/index.ts'
import { addAuditCommand } from './commands/audit.ts'
import { addCompareCommand } from './commands/compare.ts'
import { addDaemonCommand } from './commands/daemon.ts'
import { addDemoCommand } from './commands/demo.ts'
import { addDoctorCommand } from './commands/doctor.ts'
import { addDriftCommand } from './commands/drift.ts'
import { addKeysCommand } from './commands/keys.ts'
import { addModelsCommand } from './commands/models.ts'
import { addOpenCommand } from './commands/open.ts'
import { addPredictCommand } from './commands/predict.ts'
import { addPredictionsCommand } from './commands/predictions.ts'
import { addRunCommand } from './commands/run.ts'
import { addRunsCommand } from './commands/runs.ts'
import { addScheduleCommand } from './commands/schedule.ts'
import { addServeCommand } from './commands/serve.ts'
import { addTrainCommand } from './commands/train.ts'
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

/** The grammar of the command line: one command a file, each calling the same services as the window. */
export function createProgram(context: CommandContext): Command {
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
  addDemoCommand(program, context)
  addRunCommand(program, context)
  addTrainCommand(program, context)
  addCompareCommand(program, context)
  addRunsCommand(program, context)
  addModelsCommand(program, context)
  addServeCommand(program, context)
  addPredictCommand(program, context)
  addPredictionsCommand(program, context)
  addKeysCommand(program, context)
  addDriftCommand(program, context)
  addScheduleCommand(program, context)
  addDaemonCommand(program, context)
  addAuditCommand(program, context)
  addOpenCommand(program, context)
  addDoctorCommand(program, context)
  return program
}
