import type { Command } from 'commander'
import { UserError } from '../../../../shared/errors.ts'
import { text } from '../../../../shared/messages/index.ts'
import { CHECKS, type Check } from '../../../doctor/check.ts'
import type { CommandContext } from '../program.ts'
import type { GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'
import { DEFAULT_PORT } from './serve.ts'

const MARKS = { ok: '✓', warning: '!', failed: '✗' } as const

/** `doctor`: what is installed, reachable and writable, and how to mend it. */
export function addDoctorCommand(program: Command, { env, cwd, signal, terminal }: CommandContext): void {
  const command = program
    .command('doctor')
    .description(text('cli.doctor'))
    .action(async () => {
      const { examine } = await import('../../../doctor/examine.ts')
      const { workspace, store, threads } = command.optsWithGlobals<GlobalOptions>()
      const checks = await examine({ workspace, store, threads, env, cwd, port: DEFAULT_PORT }, signal, (check) =>
        printCheck(check, terminal),
      )
      const failed = checks.filter(({ status }) => status === 'failed').length
      terminal.result({ healthy: failed === 0, checks })
      if (failed > 0) throw new UserError('doctor.found', { failed, checks: checks.length })
      terminal.print(text('doctor.healthy'))
    })
}

function printCheck({ name, status, detail, remedy }: Check, terminal: Terminal): void {
  const width = Math.max(...CHECKS.map((check) => text(`doctor.name.${check}`).length))
  terminal.print(`${MARKS[status]} ${text(`doctor.name.${name}`).padEnd(width)}  ${detail}`)
  if (remedy !== undefined) terminal.print(`  ${' '.repeat(width)}  → ${remedy}`)
}
