import { CommanderError } from 'commander'
import { CancelledError, UserError } from '../../../shared/errors.ts'
import { localeOf, setLocale, text } from '../../../shared/messages/index.ts'
import { appVersion } from '../../version.ts'
import { createProgram } from './program.ts'

const DONE = 0
const FAILED = 1
const WRONG_USAGE = 2
const CANCELLED = 130

/**
 * Runs one command line; returns its exit code: 0 done, 1 failed, 2 wrong usage, 130 cancelled. Ctrl-C and SIGTERM
 * cancel; a second Ctrl-C ends the process at once.
 */
export async function runCli(argv: string[]): Promise<number> {
  const { env } = process
  setLocale(localeOf(env.LC_ALL || env.LC_MESSAGES || env.LANG))
  const controller = new AbortController()
  const cancel = () => {
    if (controller.signal.aborted) process.exit(CANCELLED)
    process.stderr.write(`\n${text('cli.stopping')}\n`)
    controller.abort()
  }
  process.on('SIGINT', cancel)
  process.on('SIGTERM', cancel)
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(DONE)
    throw error
  })
  const program = createProgram({
    env,
    cwd: process.cwd(),
    now: new Date(),
    version: appVersion,
    signal: controller.signal,
  })
  try {
    if (argv.length <= 2) {
      program.outputHelp()
      return DONE
    }
    await program.parseAsync(argv)
    return DONE
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USAGE
    if (error instanceof CancelledError || controller.signal.aborted) {
      process.stderr.write(`${text('cancelled')}\n`)
      return CANCELLED
    }
    process.stderr.write(`${describe(error)}\n`)
    return FAILED
  } finally {
    process.off('SIGINT', cancel)
    process.off('SIGTERM', cancel)
  }
}

function describe(error: unknown): string {
  if (error instanceof UserError) return text('cli.failed', { message: error.message })
  return text('cli.bug', { version: appVersion, message: error instanceof Error ? error.message : String(error) })
}
