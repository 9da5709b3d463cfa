import { type Command, Help, type HelpConfiguration, type Option } from 'commander'
import { text } from '../../../shared/messages/index.ts'

/** How `--help` looks, in the user's language: the parser's own words are English only. */
export function helpConfiguration(): HelpConfiguration {
  const titles: Record<string, string> = {
    'Usage:': text('help.usage'),
    'Arguments:': text('help.arguments'),
    'Options:': text('help.options'),
    'Global Options:': text('help.global_options'),
    'Commands:': text('help.commands'),
  }
  return {
    showGlobalOptions: true,
    helpWidth: Math.max(80, Math.min(120, process.stdout.columns ?? 100)),
    styleTitle: (title) => titles[title] ?? title,
    commandUsage(command: Command) {
      return translateUsage(Help.prototype.commandUsage.call(this, command))
    },
    subcommandTerm(command: Command) {
      return translateUsage(Help.prototype.subcommandTerm.call(this, command))
    },
    optionDescription,
    // The version is the program's, and said there.
    visibleGlobalOptions(command: Command) {
      return Help.prototype.visibleGlobalOptions.call(this, command).filter(({ long }) => long !== '--version')
    },
  }
}

function translateUsage(usage: string): string {
  return usage.replace('[options]', text('help.usage.options')).replace('[command]', text('help.usage.command'))
}

/** What an option does, its choices and its default, where that is a value and not merely "off". */
function optionDescription({ description, argChoices, defaultValue }: Option): string {
  const notes: string[] = []
  if (argChoices !== undefined) notes.push(text('help.choices', { choices: argChoices.join(', ') }))
  if (typeof defaultValue === 'string' || typeof defaultValue === 'number') {
    notes.push(text('help.default', { value: String(defaultValue) }))
  }
  return notes.length === 0 ? description : `${description} (${notes.join('; ')})`
}
