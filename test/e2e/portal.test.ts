import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWithChromium } from '../support/browsers.ts'
import { folderForFile, smallYear } from '../support/cli.ts'
import { type SodaServer, startSodaServer } from '../support/sodaServer.ts'
import { type ChromiumWindow, goTo, openInChromium } from '../support/windows.ts'

/** From the settings of a portal to a champion of its incidents, in the browser shell. */
describeWithChromium('a year from the portal in the window', () => {
  let server: SodaServer
  let window: ChromiumWindow
  let page: ChromiumWindow['page']

  beforeAll(async () => {
    server = await startSodaServer({ rows: smallYear() })
    window = await openInChromium(join(folderForFile(), 'workspace'))
    page = window.page
  })
  afterAll(async () => {
    await window?.close()
    await server?.close()
  })

  const portal = () => page.locator('form', { has: page.getByLabel('Address of the open-data portal') })

  it('is tested before it is kept: what is wrong stands beside it', async () => {
    await goTo(page, 'settings')
    const address = page.getByLabel('Address of the open-data portal')
    await address.fill('https://data.cityofchicago.org/resource/ijzp-q8t2.json')
    await portal().getByRole('button', { name: 'Save' }).click()
    await portal()
      .getByText(/Give scheme and host alone/)
      .waitFor()
    await address.fill('http://127.0.0.1:9')
    await portal().getByRole('button', { name: 'Test' }).click()
    await portal()
      .getByText(/127\.0\.0\.1/)
      .waitFor()
    await address.fill(server.url)
    await portal().getByRole('button', { name: 'Test' }).click()
    await portal()
      .getByText(/^It works/)
      .waitFor()
    await portal().getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved').first().waitFor()
  })

  it('becomes a champion with the keyboard alone', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('textbox', { name: 'Search or run a command' }).waitFor()
    await page.keyboard.type('New run')
    await page.locator('.mantine-Spotlight-action', { hasText: 'New run' }).waitFor()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'New run' })
    await dialog.getByRole('radio', { name: 'Demonstration' }).focus()
    await page.keyboard.press('ArrowRight')
    await dialog.getByText('SOCRATA_APP_TOKEN').or(dialog.getByText(/token/i)).first().waitFor()
    await dialog.getByLabel('Run date').fill('2018-01-01')
    await page.keyboard.press('Enter')
    await page.getByText('version 1 is the champion').first().waitFor({ timeout: 200_000 })
    expect(server.requests.length).toBeGreaterThan(12)
  })
})
