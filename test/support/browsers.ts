import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type ElectronApplication, _electron as electron, type Page } from 'playwright-core'
import { describe } from 'vitest'
import { appRoot } from '../../src/main/appRoot.ts'

// The browsers that the tests of the window find on this machine. Where there is none, a suite is skipped, and says why.

/** Folder of an Electron runtime: TEST_ELECTRON_DIST, else that of the package `electron`. */
export const electronDist: string | undefined = findElectron()

/** An installed Chromium: TEST_CHROMIUM, else where Debian and others put it. */
export const chromiumPath: string | undefined = [
  process.env.TEST_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path))

const noScreen = process.platform === 'linux' && !process.env.DISPLAY && !existsSync('/usr/bin/Xvfb')

/** A suite that needs Electron and a screen; skipped, and counted so, where either is absent. */
export const describeWithElectron: typeof describe.skip = available(
  electronDist === undefined ? 'no Electron runtime: set TEST_ELECTRON_DIST' : noScreen ? 'no screen and no Xvfb' : '',
)

/** A suite that needs a Chromium; skipped, and counted so, where there is none. */
export const describeWithChromium: typeof describe.skip = available(
  chromiumPath === undefined ? 'no Chromium: set TEST_CHROMIUM' : '',
)

function available(missing: string): typeof describe.skip {
  if (missing === '') return describe
  console.warn(`skipped: ${missing}`)
  return describe.skip
}

function findElectron(): string | undefined {
  const candidates = [process.env.TEST_ELECTRON_DIST, join(appRoot, 'node_modules', 'electron', 'dist')]
  return candidates.find((folder) => folder !== undefined && existsSync(join(folder, executable())))
}

function executable(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}

/** Switches for machines without a screen or a GPU, and for root, who cannot have Chromium's own sandbox. */
export const SWITCHES = [
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

export interface Screen {
  env: Record<string, string>
  close(): void
}

/** The machine's screen, or a virtual one. */
export async function openScreen(): Promise<Screen> {
  if (process.platform !== 'linux' || process.env.DISPLAY) return { env: {}, close() {} }
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const display = await new Promise<string>((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
    server.stdio[3]?.once('data', (line: Buffer) => resolve(line.toString().trim()))
  })
  return { env: { DISPLAY: `:${display}` }, close: () => server.kill() }
}

export interface DesktopOptions {
  screen: Screen
  workspace: string
  /** Folder for what Electron keeps: window state, secrets. */
  userData: string
  args?: string[]
  env?: Record<string, string>
}

/** Starts the built desktop shell; `close()` it. */
export function launchDesktop({
  screen,
  workspace,
  userData,
  args = [],
  env = {},
}: DesktopOptions): Promise<ElectronApplication> {
  if (electronDist === undefined) throw new Error('there is no Electron here')
  return electron.launch({
    executablePath: join(electronDist, executable()),
    args: [...SWITCHES, appRoot, `--workspace=${workspace}`, `--user-data-dir=${userData}`, ...args],
    env: { PATH: process.env.PATH ?? '', HOME: userData, LANG: 'en_US.UTF-8', ...screen.env, ...env },
  })
}

/** Starts the installed Chromium without a window; `close()` it. */
export function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('there is no Chromium here')
  return chromium.launch({ executablePath: chromiumPath, args: SWITCHES })
}

/** What goes wrong in a page from now on, in the order that it does: errors, warnings, breaches of its content policy. */
export function problemsOf(page: Page): string[] {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
  })
  return problems
}
