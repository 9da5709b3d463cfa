import { spawn } from 'node:child_process'
import type { Command } from 'commander'
import { UserError } from '../../../../shared/errors.ts'
import { localeOf, setLocale, text } from '../../../../shared/messages/index.ts'
import { appRoot } from '../../../appRoot.ts'
import { findElectron } from '../../desktop/findElectron.ts'
import { port } from '../options.ts'
import type { CommandContext } from '../program.ts'
import type { GlobalOptions } from '../session.ts'
import type { Terminal } from '../terminal.ts'

const DEFAULT_PORT = 8801
const SAID_CHARACTERS = 4000

interface OpenOptions extends GlobalOptions {
  browser: boolean
  port?: number
}

/** `open`: the window, on the desktop where Electron is there, else in the browser. */
export function addOpenCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('open')
    .description(text('cli.open'))
    .option('--browser', text('cli.open.browser'), false)
    .option('--port <port>', text('cli.open.port'), port)
    .action(async () => {
      const options = command.optsWithGlobals<OpenOptions>()
      const { terminal } = context
      if (options.browser) return openInBrowser(options, terminal, context)
      const electron = await findElectron(context.env, () => terminal.notice(text('cli.open.fetching')))
      if ('path' in electron) return openOnDesktop(electron.path, options, context)
      terminal.notice(text('cli.open.no_desktop', { reason: text(electron.missing) }))
      await openInBrowser(options, terminal, context)
    })
}

/** Starts Electron on this app, and waits until it ends. */
async function openOnDesktop(
  electron: string,
  options: GlobalOptions,
  { env, signal, terminal }: CommandContext,
): Promise<void> {
  const { workspace, store, threads } = options
  const args = [
    ...(workspace === undefined ? [] : [`--workspace=${workspace}`]),
    ...(store === undefined ? [] : [`--store=${store}`]),
    ...(threads === undefined ? [] : [`--threads=${threads}`]),
    // Chromium's own sandbox cannot be had by root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ]
  const child = spawn(electron, [appRoot, ...args], { stdio: ['ignore', 'ignore', 'pipe'], env })
  // Chromium says much there that is no trouble; it is shown where the window could not be.
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-SAID_CHARACTERS)
  })
  const stop = () => child.kill('SIGTERM')
  signal.addEventListener('abort', stop, { once: true })
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', resolve)
    })
    if (code === 0 || signal.aborted) return
    terminal.notice(said.trim())
    throw new UserError('cli.open.desktop_ended', { code: String(code) })
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Serves the window to this machine's browsers until the command is cancelled. */
async function openInBrowser(options: OpenOptions, terminal: Terminal, context: CommandContext): Promise<void> {
  const { openEngine } = await import('../../../api/engine.ts')
  const { openBrowserShell } = await import('../../browser/browserShell.ts')
  const { env, cwd, signal } = context
  const { workspace, store, threads } = options
  const engine = await openEngine({
    ...{ workspace, store, threads, env, cwd },
    keptSecrets: async () => ({}),
    shell: { kind: 'browser', secrets: undefined, languageChanged() {} },
  })
  try {
    const { language } = engine.workbench.workspace.settings
    setLocale(language ?? localeOf(env.LC_ALL || env.LC_MESSAGES || env.LANG))
    const onOpened = () => terminal.notice(text('cli.open.another', { url: shell.newUrl() }))
    const start = (at: number) => openBrowserShell({ context: engine, port: at, onOpened })
    const shell =
      options.port === undefined ? await start(DEFAULT_PORT).catch(() => start(0)) : await start(options.port)
    try {
      const url = shell.newUrl()
      terminal.result({ address: shell.address, url })
      terminal.print(text('cli.open.address', { url }))
      if (process.stdout.isTTY && !terminal.json) showInBrowser(url, env)
      await new Promise<void>((resolve) => {
        if (signal.aborted) return resolve()
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    } finally {
      await shell.close()
    }
  } finally {
    await engine.close()
  }
}

/** Opens the system's browser, where there is one; the address is printed in any case. */
function showInBrowser(url: string, env: CommandContext['env']): void {
  const [program, args]: [string, string[]] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', url]]
        : ['xdg-open', [url]]
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return
  const child = spawn(program, args, { stdio: 'ignore', detached: true })
  child.once('error', () => {})
  child.unref()
}
