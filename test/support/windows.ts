import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, ElectronApplication, Page } from 'playwright-core'
import type { describe } from 'vitest'
import {
  describeWithChromium,
  describeWithElectron,
  launchChromium,
  launchDesktop,
  openScreen,
  type Screen,
} from './browsers.ts'
import { type Running, start } from './cli.ts'

/** A window of a workspace, opened as its user opens it. */
export interface TestWindow {
  page: Page
  /** Errors of the page and of its console, breaches of the content policy among them. */
  problems: string[]
  close(): Promise<void>
}

/** One of the shells that the window runs in. */
export interface ShellUnderTest {
  name: 'the browser shell' | 'the desktop shell'
  /** Skips, and counts as skipped, where this machine cannot run it. */
  describe: typeof describe.skip
  open(workspace: string): Promise<TestWindow>
}

/** Longer than anything takes; a busy machine is no failure. */
const WAIT_MS = 90_000
/** Of every window that is opened here. */
export const SIZE = { width: 1280, height: 800 }

/** Both shells: what is tested of the window is tested in each. */
export const SHELLS: readonly ShellUnderTest[] = [
  { name: 'the browser shell', describe: describeWithChromium, open: (workspace) => openInChromium(workspace) },
  { name: 'the desktop shell', describe: describeWithElectron, open: openInElectron },
]

export interface ChromiumWindow extends TestWindow {
  shell: Running
  browser: Browser
  /** Of the shell, without a token. */
  address: string
}

/** Starts `open --browser` and opens its address in Chromium. */
export async function openInChromium(workspace: string, port = 0): Promise<ChromiumWindow> {
  const shell = start(['open', '--browser', '--port', String(port), '--workspace', workspace])
  const [address] = await shell.says(/http:\/\/\S+token=\S+/)
  const browser = await launchChromium()
  const page = await browser.newPage({ viewport: SIZE, locale: 'en-US' })
  page.setDefaultTimeout(WAIT_MS)
  const problems = problemsOf(page)
  await page.goto(address)
  return {
    ...{ page, problems, shell, browser },
    address: new URL(address).origin,
    async close() {
      await browser.close()
      shell.process.kill('SIGTERM')
      await shell.ended
    },
  }
}

async function openInElectron(workspace: string): Promise<TestWindow> {
  const screen: Screen = await openScreen()
  const userData = join(workspace, '..', 'electron')
  mkdirSync(userData, { recursive: true })
  const app: ElectronApplication = await launchDesktop({ screen, workspace, userData })
  const close = async () => {
    await app.close()
    screen.close()
  }
  try {
    const page = await app.firstWindow()
    page.setDefaultTimeout(WAIT_MS)
    await resize(app)
    return { page, problems: problemsOf(page), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Gives the window its size. In the app's first moments what it promises gets lost now and then: it is asked again. */
async function resize(app: ElectronApplication): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await app.evaluate(({ BrowserWindow }, { width, height }) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
      }, SIZE)
    } catch (error) {
      if (attempt === 10 || !(error instanceof Error && error.message.includes('garbage collected'))) throw error
      await sleep(200)
    }
  }
}

function problemsOf(page: Page): string[] {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  return problems
}

/** Goes to a place of the window by its address, as a link does. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page.evaluate(async (hash) => {
    location.hash = hash
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  }, `#/${place}`)
  await page.locator('main[aria-busy="false"]').waitFor()
}
