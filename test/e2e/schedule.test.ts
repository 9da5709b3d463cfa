import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWithChromium, launchChromium } from '../support/browsers.ts'
import { folderForFile, type Running, start } from '../support/cli.ts'

/** The view Schedule in the browser shell, on an empty workspace. */
describeWithChromium('the schedule in the window', () => {
  const workspace = join(folderForFile(), 'workspace')
  let shell: Running
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    shell = start(['open', '--browser', '--port', '0', '--workspace', workspace])
    const [address] = await shell.says(/http:\/\/\S+token=\S+/)
    browser = await launchChromium()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(address)
    await page.evaluate(() => {
      location.hash = '#/schedule'
    })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    shell?.process.kill('SIGTERM')
    await shell?.ended
  })

  it('is said in plain words, started, and its next run told in the status bar', async () => {
    await page.getByText('On day 1 of each month at 00:00, Chicago time').waitFor()
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    expect(await page.locator('main ol li, ol li').count()).toBeGreaterThanOrEqual(3)
    await page.getByText(/^Next scheduled run: /).waitFor()
  })

  it('is edited with what is wrong beside the field, and what it means below', async () => {
    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByRole('combobox', { name: 'When' }).click()
    await page.getByRole('option', { name: 'At times of my own (cron)' }).click()
    const cron = page.getByRole('textbox', { name: 'Cron expression' })
    await cron.fill('0 25 * * *')
    await page.getByText(/is no time that the schedule knows/).waitFor()
    expect(await page.getByRole('button', { name: 'Save and start' }).isDisabled()).toBe(true)
    await cron.fill('30 4 * * 1')
    await page.getByText(/Runs each Monday at 04:30, Chicago time/).waitFor()
    await page.getByRole('button', { name: 'Save and start' }).click()
    await page.getByText('Each Monday at 04:30, Chicago time').waitFor()
  })

  it('tells of all that in the audit log, by kind', async () => {
    await page.getByRole('tab', { name: 'Audit log' }).click()
    await page.getByText('2 events, each as it was written').waitFor()
    await page.getByText('Schedule changed · monthly').waitFor()
    await page.getByText('Schedule resumed · monthly').waitFor()
  })
})
