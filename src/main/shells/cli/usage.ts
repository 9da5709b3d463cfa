import type { Command, CommanderError } from 'commander'
import { UserError } from '../../../shared/errors.ts'
import { text } from '../../../shared/messages/index.ts'

/** What is wrong with a command line, in the user's language; `undefined` where the parser's own words are all there is. */
export function usageError(error: CommanderError, program: Command, argv: readonly string[]): UserError {
  // The parser tells what was wrong only in its English message, always in quotation marks.
  const [, name = ''] = /'([^']*)'/.exec(error.message) ?? []
  const [, similar = ''] = /Did you mean (?:one of )?(.*)\?/.exec(error.message) ?? []
  const suggestion = similar === '' ? '' : ` ${text('cli.usage.similar', { similar })}`
  switch (error.code) {
    case 'commander.unknownCommand':
      return new UserError('cli.usage.unknown_command', { name, suggestion })
    case 'commander.unknownOption':
      return new UserError('cli.usage.unknown_option', { name, suggestion })
    case 'commander.missingArgument':
      return new UserError('cli.usage.missing_argument', { name })
    case 'commander.optionMissingArgument':
      return new UserError('cli.usage.missing_value', { option: name })
    case 'commander.excessArguments': {
      const { command, rest } = namedCommand(program, argv)
      const stranger = rest.find((argument) => !argument.startsWith('-')) ?? ''
      return command.commands.length > 0
        ? new UserError('cli.usage.unknown_command', { name: stranger, suggestion: '' })
        : new UserError('cli.usage.too_many', { command: pathOf(command) })
    }
    case 'commander.invalidArgument': {
      const [, problem = ''] = /is invalid(?: for argument '[^']*')?\. ?(.*)/s.exec(error.message) ?? []
      const [, choices] = /^Allowed choices are (.*)\.$/.exec(problem) ?? []
      return new UserError('cli.usage.invalid', {
        option: name,
        problem: choices === undefined ? problem : text('cli.usage.choices', { choices }),
      })
    }
    default:
      return new UserError('cli.usage.other', { message: error.message.replace(/^error: /, '') })
  }
}

/** Where the help for a command line is: `arrest-workbench models promote --help`. */
export function helpHint(program: Command, argv: readonly string[]): string {
  return text('cli.help_hint', { command: `${pathOf(namedCommand(program, argv).command)} --help` })
}

/** The command that an argument vector names, and what follows its name. */
function namedCommand(program: Command, argv: readonly string[]): { command: Command; rest: readonly string[] } {
  let command = program
  let rest = argv.slice(2)
  for (const [place, argument] of argv.entries()) {
    const found = place < 2 ? undefined : command.commands.find((candidate) => candidate.name() === argument)
    if (found === undefined) continue
    command = found
    rest = argv.slice(place + 1)
  }
  return { command, rest }
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`
}
