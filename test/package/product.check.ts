import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { appRoot } from '../../src/main/appRoot.ts'
import { openScreen, problemsOf, type Screen, SWITCHES } from '../support/browsers.ts'
import { ask } from '../support/desktopPage.ts'

const PROGRAM = 'arrest-workbench'
const packed = join(appRoot, 'dist', 'linux-unpacked')
const endpointSchema = z.object({ address: z.string() })
const answerSchema = z.object({ prediction: z.boolean(), probability: z.number(), generated_data: z.boolean() })

/** The app that `npm run package` made, on a machine that has nothing else of this project. */
describe.runIf(process.platform === 'linux')('the packaged app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-package-'))
  const installed = join(folder, 'installed')
  const workspace = join(folder, 'workspace')
  let screen: Screen
  let app: ChildProcess
  let browser: Browser
  let page: Page
  let problems: string[]

  beforeAll(async () => {
    if (!existsSync(join(packed, PROGRAM))) throw new Error(`npm run package has made no ${packed}`)
    cpSync(packed, installed, { recursive: true })
    screen = await openScreen()
  })
  afterAll(async () => {
    await browser?.close()
    app?.kill('SIGKILL')
    screen?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('has its fuses set', async () => {
    const fuses = await getCurrentFuseWire(join(installed, PROGRAM))
    const enabled = (fuse: FuseV1Options) => fuses[fuse] === FuseState.ENABLE
    expect(enabled(FuseV1Options.RunAsNode)).toBe(false)
    expect(enabled(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(false)
    expect(enabled(FuseV1Options.EnableNodeCliInspectArguments)).toBe(false)
    expect(enabled(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(false)
    expect(enabled(FuseV1Options.EnableCookieEncryption)).toBe(true)
    expect(enabled(FuseV1Options.OnlyLoadAppFromAsar)).toBe(true)
  })

  it('carries the libraries of this system, no other’s, and nothing of its developers', () => {
    const resources = join(installed, 'resources')
    expect(readdirSync(resources).sort()).toEqual(['app.asar', 'app.asar.unpacked'])
    const unpacked = readdirSync(join(resources, 'app.asar.unpacked'), { recursive: true, encoding: 'utf8' })
    const libraries = unpacked.filter((path) => /\.(node|so|dll|dylib)$/.test(path))
    expect(libraries.filter((path) => !path.includes(`linux-${process.arch}`))).toEqual([])
    expect(libraries).toHaveLength(3)
    const listed: string[] = listArchive(join(resources, 'app.asar'))
    expect(listed).toEqual(expect.arrayContaining(['/LICENSE', '/NOTICE', '/package.json', '/out/main/index.cjs']))
    expect(
      listed.filter((path) => /^\/(src|test|bench|docs|scripts|build|node_modules\/typescript)\b/.test(path)),
    ).toEqual([])
    expect(listed.filter((path) => path.endsWith('.map'))).toEqual([])
  })

  it('is never Node, and lets nobody debug its main process', async () => {
    const env = { ...environment(), ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--require /nowhere.js' }
    const args = [
      ...SWITCHES,
      '--inspect=0',
      `--user-data-dir=${join(folder, 'other')}`,
      `--workspace=${join(folder, 'other')}`,
    ]
    const other = spawn(join(installed, PROGRAM), args, { cwd: tmpdir(), env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    other.stdout.on('data', (chunk) => (said += chunk))
    other.stderr.on('data', (chunk) => (said += chunk))
    // As Node, or with that option, it would have ended before it opens a workspace.
    await expect.poll(() => existsSync(join(folder, 'other', 'workbench.db')), { timeout: 30_000 }).toBe(true)
    other.kill('SIGTERM')
    expect(await once(other, 'exit')).toEqual([0, null])
    expect(said).not.toContain('Debugger listening')
  })

  it('starts with the checkout gone, from any folder', async () => {
    const args = [
      ...SWITCHES,
      '--remote-debugging-port=0',
      `--workspace=${workspace}`,
      `--user-data-dir=${folder}/user`,
    ]
    // Hides the checkout from the app, and from it alone.
    const hidden = ['-rm', 'sh', '-c', `mount -t tmpfs none '${appRoot}' && exec "$@"`, 'sh']
    app = spawn('unshare', [...hidden, join(installed, PROGRAM), ...args], {
      cwd: tmpdir(),
      // Of electron-vite, for those who work on the window: another page in it would have all that the app's own has.
      env: { ...environment(), ELECTRON_RENDERER_URL: 'http://127.0.0.1:9/' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    browser = await chromium.connectOverCDP(await debuggingAddress(app))
    const [context] = browser.contexts()
    page = context!.pages()[0] ?? (await context!.waitForEvent('page'))
    problems = problemsOf(page)
    await page.getByRole('button', { name: 'Run the demonstration year' }).waitFor()
    expect(await ask(page, 'query', 'app.licences')).toMatchObject({
      data: { notice: expect.stringContaining('The City of Chicago') },
    })
  })

  it('takes the demonstration year to a champion at one click', async () => {
    await page.getByRole('button', { name: 'Run the demonstration year' }).click()
    await page.getByText('version 1 is the champion').first().waitFor({ timeout: 280_000 })
    await page.goto('app://workbench/#/pipeline/features')
    await page.locator('.js-plotly-plot svg.main-svg').first().waitFor({ timeout: 30_000 })
    const files = () => readdirSync(join(workspace, 'artifacts'), { recursive: true, encoding: 'utf8' })
    const charts = files().filter((path) => /figures\W[^/\\]*\.json$/.test(path))
    const pictures = () => files().filter((path) => path.endsWith('.png'))
    await expect.poll(() => pictures().length, { timeout: 120_000 }).toBe(charts.length)
  })

  it('answers a prediction over HTTP, and stops when it quits', async () => {
    const served = await ask(page, 'mutation', 'serving.start', { port: 0 })
    if (served.type === 'error') throw new Error(served.error.message)
    const { address } = endpointSchema.parse(served.data)
    const answer = await fetch(`${address}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        date: '2018-01-06T23:30:00',
        iucr: '1811',
        primary_type: 'NARCOTICS',
        location_description: 'SIDEWALK',
        domestic: false,
        x_coordinate: 1152037,
        y_coordinate: 1909384,
      }),
    })
    expect(answer.status).toBe(200)
    const { probability, prediction, generated_data } = answerSchema.parse(await answer.json())
    expect(probability).toBeGreaterThan(0.5)
    expect(prediction).toBe(true)
    expect(generated_data).toBe(true)
    expect(problems).toEqual([])

    app.kill('SIGTERM')
    expect(await once(app, 'exit')).toEqual([0, null])
    await expect(fetch(`${address}/health`)).rejects.toThrow()
    // Let go in order: nothing is left to recover.
    expect(existsSync(join(workspace, 'workbench.db-wal'))).toBe(false)
    expect(readdirSync(join(workspace, 'tmp'))).toEqual([])
  })

  function environment(): Record<string, string> {
    return { PATH: process.env.PATH ?? '', HOME: folder, LANG: 'en_US.UTF-8', ...screen.env }
  }
})

/** Where Chromium listens for its debugger, as it says. */
function debuggingAddress(app: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    app.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk
      const [, address] = /DevTools listening on (ws:\S+)/.exec(said) ?? []
      if (address !== undefined) resolve(address)
    })
    app.once('exit', (code) => reject(new Error(`the app ended with ${code}:\n${said}`)))
  })
}

function listArchive(file: string): string[] {
  // Of electron-builder's own packages.
  const asar: { listPackage(file: string, options: object): string[] } = createRequire(import.meta.url)(
    '@electron/asar',
  )
  return asar.listPackage(file, { isPack: false })
}
