import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWithElectron, launchDesktop, openScreen, type Screen } from '../support/browsers.ts'

describeWithElectron('the desktop shell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-desktop-'))
  const workspace = join(folder, 'workspace')
  let screen: Screen
  let app: ElectronApplication
  let page: Page
  const problems: string[] = []

  beforeAll(async () => {
    screen = await openScreen()
    app = await launchDesktop({ screen, workspace, userData: join(folder, 'user') })
    page = await app.firstWindow()
    page.on('console', (message) => problems.push(message.text()))
    page.on('pageerror', (error) => problems.push(error.message))
  })

  afterAll(async () => {
    await app?.close()
    screen?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('shows the app’s own page', async () => {
    expect(page.url()).toBe('app://workbench/')
    await expect.poll(() => page.textContent('[data-testid=info]'), { timeout: 15000 }).toContain('desktop')
    console.log(problems)
  })
})
