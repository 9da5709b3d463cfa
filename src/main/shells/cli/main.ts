import { CommanderError } from 'commander'
import { CancelledError, UserError } from '../../../shared/errors.ts'
import { localeOf, setLocale, text } from '../../../shared/messages/index.ts'
import { fileError } from '../../storage/fileErrors.ts'
import { appVersion } from '../../version.ts'
import { createProgram } from './program.ts'
import { createTerminal, printHint, type Terminal } from './terminal.ts'
import { helpHint, usageError } from './usage.ts'

const DONE = 0
const FAILED = 1
const WRONG_USAGE = 2
const CANCELLED = 130

/**
 * Runs one command line; returns its exit code: 0 done, 1 failed, 2 wrong usage, 130 cancelled. Ctrl-C and SIGTERM
 * cancel; a second one ends the process at once. With `--json`, a failure is a document on standard output too.
 */
export async function runCli(argv: string[]): Promise<number> {
  const { env } = process
  setLocale(localeOf(env.LC_ALL || env.LC_MESSAGES || env.LANG))
  const terminal = createTerminal(argv.includes('--json'))
  const controller = new AbortController()
  const cancel = () => {
    if (controller.signal.aborted) process.exit(CANCELLED)
    terminal.notice(`\n${text('cli.stopping')}`)
    controller.abort()
  }
  process.on('SIGINT', cancel)
  process.on('SIGTERM', cancel)
  const output = watchOutput(() => controller.abort())
  const context = {
    env,
    cwd: process.cwd(),
    now: new Date(),
    version: appVersion,
    signal: controller.signal,
    terminal,
  }
  const program = await createProgram(context, argv)
  try {
    if (argv.length <= 2) program.outputHelp()
    else await program.parseAsync(argv)
    return output.failure === undefined ? DONE : failed(output.failure, terminal)
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return DONE
      const problem = usageError(error, program, argv)
      terminal.notice(`${problem.message}\n${helpHint(program, argv)}`)
      terminal.result(failureDocument(problem.code, problem.params, problem.message))
      return WRONG_USAGE
    }
    if (output.closed) return DONE
    if (output.failure !== undefined) return failed(output.failure, terminal)
    if (error instanceof CancelledError || controller.signal.aborted) {
      terminal.notice(text('cancelled'))
      terminal.result(failureDocument('cancelled', {}, text('cancelled')))
      return CANCELLED
    }
    return failed(error, terminal)
  } finally {
    process.off('SIGINT', cancel)
    process.off('SIGTERM', cancel)
  }
}

function failed(error: unknown, terminal: Terminal): number {
  if (error instanceof UserError) {
    terminal.notice(text('cli.failed', { message: error.message }))
    printHint(error.code, terminal)
    terminal.result(failureDocument(error.code, error.params, error.message))
  } else {
    const message = error instanceof Error ? error.message : String(error)
    const words = text('cli.bug', { version: appVersion, message })
    terminal.notice(words)
    terminal.result(failureDocument('unexpected_error', { message }, words))
  }
  return FAILED
}

function failureDocument(code: string, params: object, message: string) {
  return { error: { code, params, message } }
}

interface Output {
  /** The reader has gone, as `head` does when it has seen enough: no error, and nothing more to do. */
  closed: boolean
  /** Why standard output cannot be written: its disk is full, say. */
  failure: unknown
}

/** Watches standard output and error; `stop` is called when nobody can read the result any more. */
function watchOutput(stop: () => void): Output {
  const output: Output = { closed: false, failure: undefined }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') output.closed = true
    else output.failure ??= fileError(error, text('cli.standard_output'))
    stop()
  })
  // Progress that nobody reads is no reason to stop.
  process.stderr.on('error', () => {})
  return output
}
