import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it, onTestFailed, vi } from 'vitest'
import { seriousFlaws } from '../support/accessibility.ts'
import { PICTURES, picture } from '../support/screenshots.ts'
import { goTo, SHELLS, SIZE, type TestWindow } from '../support/windows.ts'

vi.setConfig({ testTimeout: 600_000 })
const LONG = { timeout: 280_000 }

/** Every place of the window that has a look of its own, once there is a champion. */
const PLACES = [
  ...['pipeline/download', 'pipeline/features', 'pipeline/evaluate', 'pipeline/balance?tab=parameters'],
  ...['data', 'data/overview', 'data/query', 'experiments', 'registry', 'registry/demonstration/1'],
  ...['serving', 'serving?tab=file', 'serving?tab=endpoint', 'serving?tab=trial', 'monitoring', 'schedule'],
  ...['settings', 'settings/about'],
]

/** Those of which a picture is taken on a large screen, too. */
const WIDE = ['pipeline/features', 'experiments', 'registry/demonstration/1', 'serving', 'monitoring']

/** From an empty workspace to a served champion and back, as an analyst goes, in each shell. */
for (const shell of SHELLS) {
  shell.describe(`the window in ${shell.name}, from empty to champion`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-journey-'))
    const workspace = join(folder, 'workspace')
    const pictured = shell.name === 'the browser shell'
    let window: TestWindow
    let page: Page
    let brokenLeg: string | undefined

    // Each leg starts where the one before has ended: after one that failed none can go on, nor itself be tried again.
    beforeEach((leg) => {
      if (brokenLeg === leg.task.name) throw new Error('a second try would start where the first one failed')
      if (brokenLeg !== undefined) leg.skip()
      onTestFailed(() => {
        brokenLeg = leg.task.name
      })
    })
    beforeAll(async () => {
      window = await shell.open(workspace)
      page = window.page
    })
    afterAll(async () => {
      await window?.close()
      rmSync(folder, { recursive: true, force: true })
    })

    const button = (name: string | RegExp) => page.getByRole('button', { name }).first()
    const heading = (name: string) => page.getByRole('heading', { name, exact: true })
    const cancel = async () => {
      await button('Cancel').click()
      try {
        await page.getByText('The run was cancelled here').waitFor(LONG)
      } catch (error) {
        throw new Error(`the window shows:\n${await page.locator('body').innerText()}`, { cause: error })
      }
    }
    const take = (name: string) => (pictured ? picture(page, name) : Promise.resolve())

    it('says in an empty workspace what it is and what to press', async () => {
      await heading('Which reported incidents end in an arrest, and why?').waitFor()
      expect(await seriousFlaws(page)).toEqual([])
      await take('empty-light')
    })

    it('runs the demonstration year at one press, shows it at work, and goes on through a reload', async () => {
      await button('Run the demonstration year').click()
      await button('Cancel').waitFor()
      await page.getByText('waits for').first().waitFor()
      await take('running-light')
      await page.reload()
      await button('Cancel').waitFor()
      await page.getByText('260,000 incidents, 12 months').waitFor(LONG)
    })

    it('cancels, and goes on from where it stopped', async () => {
      await cancel()
      await take('cancelled-light')
      await button('Run all').click()
      await page.getByText('unchanged').first().waitFor(LONG)
      await cancel()
    })

    it('takes other parameters, and comes to a champion', async () => {
      // Forty days and one quick learner are enough for what this journey shows.
      await goTo(page, 'pipeline/merge?tab=parameters')
      await page.getByRole('textbox', { name: 'days', exact: true }).fill('40')
      await page.keyboard.press('Enter')
      await goTo(page, 'pipeline/train?tab=parameters')
      await page.getByRole('combobox', { name: 'learners' }).focus()
      for (let press = 0; press < 3; press++) await page.keyboard.press('Backspace')
      await page.keyboard.press('Escape')
      await button('Run all').click()
      await page.getByText('version 1 is the champion').first().waitFor(LONG)
    })

    it('shows the list of steps without scrolling, and what came out', async () => {
      const promote = await page.getByText('version 1 is the champion').first().boundingBox()
      expect(promote!.y + promote!.height).toBeLessThan(800)
      await goTo(page, 'pipeline/evaluate')
      await page.locator('.js-plotly-plot svg.main-svg').first().waitFor(LONG)
    })

    it('moves every score with the threshold', async () => {
      const slider = page.getByRole('slider', { name: 'Decision threshold' })
      const recall = page.locator('dt', { hasText: 'Recall' }).locator('xpath=following-sibling::dd')
      const before = Number(await recall.innerText())
      await slider.focus()
      for (let press = 0; press < 40; press++) await page.keyboard.press('ArrowLeft')
      expect(await slider.getAttribute('aria-valuetext')).toBe('from 0.300 on')
      expect(Number(await recall.innerText())).toBeGreaterThan(before)
    })

    it('tells the probability of an incident in the form', async () => {
      await goTo(page, 'serving')
      await button('Ask for the probability').click()
      await page
        .getByText(/^\d+(\.\d+)?%/)
        .first()
        .waitFor(LONG)
      await take('answer-light')
    })

    it('leaves a challenger where a second run is not better by the threshold', async () => {
      await goTo(page, 'pipeline/promote?tab=parameters')
      await page.getByRole('textbox', { name: 'threshold', exact: true }).fill('2')
      await page.getByText('must be at most 1').waitFor()
      await page.getByRole('textbox', { name: 'threshold', exact: true }).fill('0.9')
      await page.keyboard.press('Enter')
      await goTo(page, 'pipeline/outliers?tab=parameters')
      await page.getByRole('textbox', { name: 'k', exact: true }).fill('2')
      await page.keyboard.press('Enter')
      await button('Run all').click()
      await page.getByText('version 2 is the challenger').first().waitFor(LONG)
    })

    it('tries the challenger beside the champion, and stops', async () => {
      await goTo(page, 'serving?tab=trial')
      await heading('Version 2 beside champion 1').waitFor()
      await page.getByText('On a share').click()
      await page.getByRole('slider', { name: /Share of the challenger/ }).focus()
      for (let press = 0; press < 5; press++) await page.keyboard.press('ArrowRight')
      await page.getByText('Share of the challenger: 25%').waitFor()
      await button('Start the trial').click()
      await page.getByText(/^0 of [\d,]+ incidents$/).waitFor()
      await take('trial-light')
      await button('Stop').click()
      await button('Start the trial').waitFor()
      await page.getByText('Version 2: ', { exact: false }).waitFor()
    })

    it('promotes the challenger, and rolls back', async () => {
      await goTo(page, 'registry')
      await page.getByText('Not promoted', { exact: false }).first().waitFor(LONG)
      await take('contest-light')
      await button('Promote').click()
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /Promote/ })
        .click()
      await page.getByText('Version 2 is now the champion').first().waitFor()
      await button('Roll back').click()
      await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click()
      await page.getByText('Version 1 is now the champion').first().waitFor()
    })

    it('keeps a threshold that was chosen for a version', async () => {
      await goTo(page, 'registry/demonstration/1')
      await page.getByText('Folds of the training rows').click()
      await page.getByRole('slider', { name: 'Decision threshold' }).focus()
      for (let press = 0; press < 20; press++) await page.keyboard.press('ArrowLeft')
      await button('Use 0.400 for version 1').click()
      await page.getByRole('dialog').getByRole('button', { name: 'Use 0.400 for version 1' }).click()
      await page.getByText('Version 1 predicts an arrest from 0.400 on').first().waitFor()
      await page.getByText('Version 1 predicts an arrest from 0.4 on').first().waitFor()
      await page.getByText('Measured from 0.500 on').waitFor()
    })

    // Each shell has its scheme; pictures are taken in both.
    const schemes = pictured ? (['light', ...(PICTURES ? (['dark'] as const) : [])] as const) : (['dark'] as const)
    it.each(schemes)('has no serious flaw on any view, %s', async (colorScheme) => {
      await page.emulateMedia({ colorScheme })
      for (const place of PLACES) {
        await goTo(page, place)
        await page.locator('h1, h2').first().waitFor()
        const name = place.replace(/[^a-z0-9]/g, '-')
        await take(`${name}-${colorScheme}`)
        if (PICTURES && WIDE.includes(place) && colorScheme === 'light') {
          await page.setViewportSize({ width: 1920, height: 1080 })
          await take(`${name}-wide`)
          await page.setViewportSize(SIZE)
        }
        expect(await seriousFlaws(page), place).toEqual([])
      }
    })

    it('speaks Spanish when it is asked to, and after a reload', async () => {
      await goTo(page, 'settings')
      await page.getByText('Español').click()
      await heading('Ajustes').waitFor()
      await page.reload()
      await heading('Ajustes').waitFor()
      await goTo(page, 'pipeline/balance')
      await heading('Balance').waitFor()
      await page.getByText(/^Los arrestos suben del \d+,\d % al/).waitFor()
    })

    it('has told of no error and no breach of its content policy all the while', () => {
      expect(window.problems).toEqual([])
    })
  })
}
