import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seriousFlaws } from '../support/accessibility.ts'
import { describeWithChromium } from '../support/browsers.ts'
import { folderForFile } from '../support/cli.ts'
import { type ChromiumWindow, goTo, openInChromium } from '../support/windows.ts'

/** The view Schedule in the browser shell, on an empty workspace. */
describeWithChromium('the schedule in the window', () => {
  let window: ChromiumWindow
  let page: ChromiumWindow['page']

  beforeAll(async () => {
    window = await openInChromium(join(folderForFile(), 'workspace'))
    page = window.page
    await goTo(page, 'schedule')
  }, 120_000)
  afterAll(() => window?.close())

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

  it('has no serious flaw in any tab, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      for (const place of ['schedule', 'schedule/policy', 'schedule/audit']) {
        await goTo(page, place)
        await page.getByRole('tabpanel').waitFor()
        expect(await seriousFlaws(page), place).toEqual([])
      }
    }
  })

  it('has told of no error all the while', () => {
    expect(window.problems).toEqual([])
  })
})
