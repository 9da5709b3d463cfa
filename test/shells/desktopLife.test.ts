import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWithElectron, launchDesktop, openScreen, type Screen } from '../support/browsers.ts'
import { ask, openDesktopPage } from '../support/desktopPage.ts'

describeWithElectron('the desktop shell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-desktop-'))
  const where = { workspace: join(folder, 'workspace'), userData: join(folder, 'user') }
  let screen: Screen
  let app: ElectronApplication
  let page: Page

  async function launch(): Promise<void> {
    ;({ app, page } = await openDesktopPage({ screen, ...where }))
  }

  beforeAll(async () => {
    screen = await openScreen()
    await launch()
  })

  afterAll(async () => {
    await app?.close()
    screen?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is one instance: a second one ends and leaves the first', async () => {
    const second = await launchDesktop({ screen, ...where }).then(
      async (other) => {
        await other.waitForEvent('close')
        return 'ended'
      },
      () => 'ended',
    )
    expect(second).toBe('ended')
    expect(await ask(page, 'query', 'app.info')).toMatchObject({ type: 'data' })
  })

  it('keeps secrets encrypted or not at all', async () => {
    const answer = await ask(page, 'query', 'settings.get')
    const keeps = await app.evaluate(
      ({ safeStorage }) =>
        safeStorage.isEncryptionAvailable() &&
        (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'),
    )
    expect(answer).toMatchObject({ type: 'data', data: { keepsSecrets: keeps } })
    const set = await ask(page, 'mutation', 'settings.setSecret', { name: 'SOCRATA_APP_TOKEN', value: 'abcdef123456' })
    if (keeps) expect(set).toMatchObject({ type: 'data' })
    else expect(set).toMatchObject({ type: 'error', error: { data: { user: { code: 'settings.no_key_store' } } } })
  })

  it('has a menu in the language of the settings', async () => {
    const labels = () => app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label))
    expect(await labels()).toEqual(['&File', '&Edit', '&View', '&Help'])
    await ask(page, 'mutation', 'app.setLanguage', { language: 'es' })
    expect(await labels()).toEqual(['&Archivo', '&Editar', '&Ver', 'A&yuda'])
    const command = page.evaluate(() => new Promise((resolve) => window.workbench!.onCommand(resolve)))
    await page.evaluate(() => undefined)
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items[0]?.submenu?.items[0]?.click())
    expect(await command).toBe('open-file')
  })

  it('stays in the tray while it serves, and opens its window from there', async () => {
    await app.evaluate(({ Tray }) => {
      const setContextMenu = Tray.prototype.setContextMenu
      Tray.prototype.setContextMenu = function (menu) {
        Object.assign(globalThis, { trayMenu: menu })
        setContextMenu.call(this, menu)
      }
    })
    const menu = () =>
      app.evaluate(() => {
        const shown: Electron.Menu | undefined = Reflect.get(globalThis, 'trayMenu')
        return shown?.items.filter(({ type }) => type !== 'separator').map(({ label, enabled }) => ({ label, enabled }))
      })
    const started = await ask(page, 'mutation', 'serving.start', { port: 0 })
    if (started.type !== 'data') throw new Error(started.error.message)
    const { address } = started.data as { address: string }
    expect(await menu()).toEqual([
      { label: 'Abrir Arrest Workbench', enabled: true },
      { label: `Sirviendo en ${address}`, enabled: false },
      { label: 'Salir', enabled: true },
    ])

    const closed = page.waitForEvent('close')
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    await closed
    expect((await fetch(`${address}/`)).status).toBe(200)
    const opened = app.waitForEvent('window')
    await app.evaluate(() => {
      const shown: Electron.Menu = Reflect.get(globalThis, 'trayMenu')
      shown.items[0]?.click()
    })
    page = await opened
    await page.waitForSelector('#root > *', { state: 'attached' })
    expect(await ask(page, 'query', 'serving.now')).toMatchObject({ data: { address } })
    await ask(page, 'mutation', 'serving.stop')
  })

  it('stays in the tray for its schedules, which can be paused there', async () => {
    const labels = () =>
      app.evaluate(() => {
        const shown: Electron.Menu | undefined = Reflect.get(globalThis, 'trayMenu')
        return shown?.items.filter(({ type }) => type !== 'separator').map(({ label }) => label)
      })
    const choose = (place: number) =>
      app.evaluate((_, at) => {
        const shown: Electron.Menu = Reflect.get(globalThis, 'trayMenu')
        shown.items.filter(({ type }) => type !== 'separator')[at]?.click()
      }, place)
    await ask(page, 'mutation', 'schedule.set', { name: 'monthly', cron: '@monthly' })
    const open = 'Abrir Arrest Workbench'
    await expect.poll(labels).toEqual([open, 'La programación está activa', 'Pausar la programación', 'Salir'])
    await choose(2)
    await expect.poll(labels).toEqual([open, 'La programación está en pausa', 'Reanudar la programación', 'Salir'])
    expect(await ask(page, 'query', 'schedule.state')).toMatchObject({ data: { schedules: [{ paused: true }] } })
    await choose(2)
    await expect.poll(labels).toContain('La programación está activa')

    // Opened again when its page is gone and it has not yet said that it is closed.
    const opened = app.waitForEvent('window')
    await app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]
      const shown: Electron.Menu = Reflect.get(globalThis, 'trayMenu')
      window?.webContents.once('destroyed', () => shown.items[0]?.click())
      window?.close()
    })
    page = await opened
    await page.waitForSelector('#root > *', { state: 'attached' })
    await ask(page, 'mutation', 'schedule.remove', { name: 'monthly' })
  })

  it('closes its endpoint when it quits, and opens again as it was left', async () => {
    const started = await ask(page, 'mutation', 'serving.start', { port: 0 })
    if (started.type !== 'data') throw new Error(started.error.message)
    const { address } = started.data as { address: string }
    expect((await fetch(`${address}/`)).status).toBe(200)
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 50, width: 1111, height: 777 }),
    )
    await expect
      .poll(() => readFileSync(join(where.userData, 'window.json'), 'utf8'), { timeout: 10_000 })
      .toContain('"width":1111')
    await app.close()
    await expect(fetch(`${address}/`)).rejects.toThrow()

    await launch()
    const bounds = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
    // What is asked of an app in its first moments may be lost.
    await expect.poll(() => bounds().catch(() => undefined)).toMatchObject({ width: 1111, height: 777 })
    expect(await ask(page, 'query', 'app.info')).toMatchObject({ type: 'data', data: { language: 'es' } })
    const labels = () => app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label))
    await expect.poll(labels).toContain('&Archivo')
  })
})
