import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { built } from '../../src/main/appRoot.ts'
import { incidentFile } from '../support/api.ts'
import { describeWithElectron, openScreen, type Screen } from '../support/browsers.ts'
import { ask, firstOf, openDesktopPage } from '../support/desktopPage.ts'
import { coloursOf, readPng } from '../support/png.ts'

describeWithElectron('the page of the desktop shell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-desktop-'))
  const where = { workspace: join(folder, 'workspace'), userData: join(folder, 'user') }
  let screen: Screen
  let app: ElectronApplication
  let page: Page
  const problems: string[] = []

  beforeAll(async () => {
    screen = await openScreen()
    ;({ app, page } = await openDesktopPage({ screen, ...where }, problems))
  })

  afterAll(async () => {
    await app?.close()
    screen?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('shows the app’s own page, which has nothing of Node', async () => {
    expect(page.url()).toBe('app://workbench/')
    const reach = await page.evaluate(() => ['require', 'process', 'module', 'Buffer'].map((name) => name in window))
    expect(reach).toEqual([false, false, false, false])
    const preferences: unknown = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents
      // Not in Electron's types: what Chromium was given in the end.
      const read: () => unknown = Reflect.get(contents, 'getLastWebPreferences')
      return read.call(contents)
    })
    expect(preferences).toMatchObject({ contextIsolation: true, sandbox: true, nodeIntegration: false })
  })

  it('answers queries and changes, with typed errors', async () => {
    expect(await ask(page, 'query', 'app.info')).toMatchObject({
      type: 'data',
      data: { shell: 'desktop', workspace: where.workspace },
    })
    expect(await ask(page, 'query', 'runs.get', { runId: 'ffff' })).toMatchObject({
      type: 'error',
      error: { data: { user: { code: 'run_not_found', params: { run: 'ffff' } } } },
    })
    expect(await ask(page, 'query', 'runs.get', { runId: 5 })).toMatchObject({
      type: 'error',
      error: { data: { fields: { runId: expect.any(String) } } },
    })
    expect(await ask(page, 'query', 'no.such')).toMatchObject({ type: 'error' })
    // A mutation is no query: what changes something is asked for as such.
    expect(await ask(page, 'query', 'serving.stop')).toMatchObject({ type: 'error' })
  })

  it('sends what a subscription tells, as it changes', async () => {
    expect(await firstOf(page, 'pipeline.state', 1)).toEqual([{ run: null, other: null }])
    const both = firstOf(page, 'serving.state', 2)
    await ask(page, 'mutation', 'serving.start', { port: 0 })
    expect(await both).toMatchObject([{ address: null }, { address: expect.stringMatching(/^http:/) }])
    await ask(page, 'mutation', 'serving.stop')
  })

  /** The run that was last. */
  async function now(): Promise<unknown> {
    const answer = await ask(page, 'query', 'pipeline.now')
    if (answer.type !== 'data') throw new Error(answer.error.message)
    return z.object({ run: z.unknown() }).parse(answer.data).run
  }

  it('takes incidents to a champion while it answers', async () => {
    const path = incidentFile(folder, 1500)
    const started = await ask(page, 'mutation', 'pipeline.start', {
      source: { kind: 'file', path },
      recipe: { train: { learners: ['logistic-regression'], folds: 2 } },
    })
    expect(started).toMatchObject({ type: 'data', data: { runId: expect.any(String) } })
    await expect
      .poll(async () => await ask(page, 'query', 'pipeline.now'), { timeout: 50_000 })
      .toMatchObject({ data: { run: { status: 'FINISHED' } } })
    expect(await ask(page, 'query', 'serving.champion', {})).toMatchObject({ data: { version: '1' } })
  })

  it('stores the charts of a run as pictures when it has ended, drawn by Electron', async () => {
    const files = () => readdirSync(join(where.workspace, 'artifacts'), { recursive: true, encoding: 'utf8' })
    const charts = files().filter((path) => /figures\/.*\.json$/.test(path))
    expect(charts.length).toBeGreaterThan(10)
    const pictures = () => files().filter((path) => /figures\/.*\.png$/.test(path))
    await expect.poll(() => pictures().length, { timeout: 50_000 }).toBe(charts.length)
    const picture = readPng(readFileSync(join(where.workspace, 'artifacts', pictures()[0]!)))
    expect(coloursOf(picture).length).toBeGreaterThan(20)
    // The page that drew them is gone.
    await expect.poll(() => app.windows().length).toBe(1)
  })

  it('goes nowhere else, and opens nothing', async () => {
    await page.evaluate(() => {
      location.href = 'https://example.org/'
    })
    expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true)
    await page.evaluate(() => {
      const link = document.createElement('a')
      link.href = 'https://example.org/'
      link.target = '_blank'
      document.body.append(link)
      link.click()
      link.remove()
    })
    await page.evaluate(() => {
      location.href = 'file:///etc/passwd'
    })
    expect(await ask(page, 'query', 'app.info')).toMatchObject({ type: 'data' })
    expect(page.url()).toBe('app://workbench/')
    const shown = app.windows().filter((window) => !window.url().endsWith('/picture.html'))
    expect(shown).toHaveLength(1)
  })

  it('opens in the user’s browser what its own endpoint serves, and nothing else', async () => {
    await app.evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { openedOutside: opened })
      shell.openExternal = async (url) => {
        opened.push(url)
      }
    })
    const opened = () => app.evaluate((): string[] => Reflect.get(globalThis, 'openedOutside'))
    const open = (url: string) => page.evaluate((url) => window.open(url) === null, url)
    const started = await ask(page, 'mutation', 'serving.start', { port: 0 })
    if (started.type !== 'data') throw new Error(started.error.message)
    const { address } = started.data as { address: string }
    const { port } = new URL(address)
    for (const url of [
      `${address}/docs`,
      `http://127.0.0.1:${Number(port) + 1}/`,
      `http://127.0.0.1:${port}@evil.example/`,
      `http://127.0.0.1.evil.example:${port}/`,
      `https://127.0.0.1:${port}/`,
      'file:///etc/passwd',
      'javascript:alert(1)',
      'app://workbench/',
    ]) {
      expect(await open(url)).toBe(true)
    }
    expect(await opened()).toEqual([`${address}/docs`])
    await ask(page, 'mutation', 'serving.stop')
    await open(`${address}/docs`)
    expect(await opened()).toHaveLength(1)
  })

  it('survives what no page of its own would send', async () => {
    await page.evaluate(() => {
      const send: (message: never) => void = window.workbench!.send
      const messages: unknown[] = [
        ...[undefined, null, 1, 'query', [], {}],
        { type: 'query', id: -1, path: 'app.info' },
        { type: 'query', id: 1e21, path: 'app.info' },
        { type: 'query', id: 900_002, path: '__proto__' },
        { type: 'query', id: 900_003, path: 'constructor.constructor' },
        { type: 'query', id: 900_004, path: 'x'.repeat(1_000_000) },
        { type: 'mutation', id: 900_005, path: 'app.info', extra: true },
        { type: 'call', id: 900_006, path: 'app.info' },
        { type: 'stop', id: 900_007 },
      ]
      for (const message of messages) send.call(window.workbench, message as never)
    })
    expect(await ask(page, 'query', 'app.info')).toMatchObject({ type: 'data' })
  })

  it('gives the page no permission', async () => {
    const asked = await page.evaluate(async () => ({
      notifications: await Notification.requestPermission(),
      media: await navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'granted',
        () => 'denied',
      ),
      place: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          () => resolve('denied'),
        ),
      ),
    }))
    expect(asked).toEqual({ notifications: 'denied', media: 'denied', place: 'denied' })
  })

  it('serves only its own files, and tells what is not there', async () => {
    const status = (path: string) => page.evaluate(async (path) => (await fetch(path)).status, path)
    expect(await status('/index.html')).toBe(200)
    expect(await status('/nothing.js')).toBe(404)
    expect([403, 404]).toContain(await status('/..%2f..%2fpackage.json'))
    expect([403, 404]).toContain(await status('/%2e%2e/%2e%2e/package.json'))
    const { runId } = z.object({ runId: z.string() }).parse(await now())
    for (const up of ['..%2f', '%2e%2e%2f', '..%5c', '....//', '%252e%252e%252f']) {
      for (const path of [
        `/files/artifacts/${runId}/${up.repeat(2)}workbench.db`,
        `/files/artifacts/${up}workbench.db`,
        `/files/models/${up.repeat(2)}workbench.db/1`,
        `/files/scored/${up.repeat(2)}/workbench.db`,
        `/files/tables/${up.repeat(3)}/workbench.db`,
        `/${up.repeat(3)}package.json`,
      ]) {
        expect([403, 404], path).toContain(await status(path))
      }
    }
    const method = (method: string) => page.evaluate(async (method) => (await fetch('/', { method })).status, method)
    for (const other of ['POST', 'PUT', 'DELETE']) expect(await method(other)).toBe(403)
    const absent = await page.evaluate(async () => (await fetch('/files/artifacts/ffff/x.json')).json())
    expect(absent).toMatchObject({ code: 'run_not_found' })
    const policy = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'))
    expect(policy).toContain(`script-src 'self';`)
  })

  it('answers no other page than its own, even one with its preload script', async () => {
    const preload = join(built('preload'), 'index.cjs')
    const answers = await app.evaluate(async ({ BrowserWindow }, preload) => {
      const webPreferences = { preload, contextIsolation: true, sandbox: true }
      const open = async (url: string) => {
        const window = new BrowserWindow({ show: false, webPreferences })
        await window.loadURL(url).catch(() => {})
        return window
      }
      const send = `
        window.answers = 0
        window.workbench.listen(({ id }) => { if (id === 900001) window.answers++ })
        window.workbench.send({ id: 900001, type: 'query', path: 'app.info' })`
      const count = (window: Electron.BrowserWindow) => window.webContents.executeJavaScript('window.answers')
      const forged = await Promise.all(['data:text/html,<p>forged', 'about:blank', 'app://evil/'].map(open))
      for (const window of forged) await window.webContents.executeJavaScript(send)
      // The own page asks last; once it has its answer, the others would have theirs.
      const own = await open('app://workbench/')
      await own.webContents.executeJavaScript(send)
      while ((await count(own)) === 0) await new Promise((resolve) => setTimeout(resolve, 50))
      const counts: unknown[] = await Promise.all([...forged, own].map(count))
      for (const window of [...forged, own]) window.destroy()
      return counts
    }, preload)
    expect(answers).toEqual([0, 0, 0, 1])
  })

  it('runs no script but its own', async () => {
    const directive = await page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => resolve(violatedDirective), {
            once: true,
          })
          const script = document.createElement('script')
          script.textContent = 'window.inline = true'
          document.body.append(script)
        }),
    )
    expect(directive).toMatch(/^script-src/)
    expect(await page.evaluate(() => 'inline' in window)).toBe(false)
    // That one, and the `javascript:` address, were ours; everything before happened without a violation.
    expect(problems.filter((problem) => /Content.Security.Policy/i.test(problem))).toHaveLength(2)
  })
})
