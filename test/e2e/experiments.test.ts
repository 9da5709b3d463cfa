import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seriousFlaws } from '../support/accessibility.ts'
import { describeWithChromium } from '../support/browsers.ts'
import { folderForFile, run, writeYear } from '../support/cli.ts'
import { picture } from '../support/screenshots.ts'
import { type ChromiumWindow, goTo, openInChromium } from '../support/windows.ts'

/** Experiments in the browser shell: runs side by side, noted, deleted and brought back; a tuning; a comparison. */
describeWithChromium('experiments in the window', () => {
  const folder = folderForFile()
  const workspace = join(folder, 'workspace')
  let window: ChromiumWindow
  let page: ChromiumWindow['page']

  beforeAll(async () => {
    const learners = 'train.learners=["decision-tree","logistic-regression"]'
    const source = writeYear(folder)
    const made = await run(['--workspace', workspace, 'run', '--source', source, '--set', learners])
    expect(made.stderr).toContain('champion')
    window = await openInChromium(workspace)
    page = window.page
    await goTo(page, 'experiments')
  })
  afterAll(() => window?.close())

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
  const unflawed = async () => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await seriousFlaws(page), colorScheme).toEqual([])
    }
  }

  it('puts two models side by side, what differs first', async () => {
    for (const learner of ['decision-tree', 'logistic-regression'])
      await page.getByRole('checkbox', { name: new RegExp(`^Choose ${learner}_`) }).check()
    await page.getByRole('link', { name: 'Compare 2' }).or(button('Compare 2')).click()
    await page.getByRole('row', { name: /^learner.*decision-tree.*logistic-regression/i }).waitFor()
    await page.locator('.js-plotly-plot svg.main-svg').first().waitFor()
    await picture(page, 'compare-light')
    await unflawed()
  })

  it('keeps a note and a tag of a run, and finds the run by its tag', async () => {
    await goTo(page, 'experiments')
    await page.getByRole('link', { name: /^decision-tree_/ }).click()
    await page.getByRole('textbox', { name: 'Note' }).fill('Too simple for the districts in the south.')
    await button('Save note').click()
    await page.getByText('Note saved').waitFor()
    await page.getByRole('textbox', { name: 'Name' }).fill('reviewed')
    await page.getByRole('textbox', { name: 'Value' }).fill('yes')
    await button('Add tag').click()
    await page.getByText('reviewed: yes').waitFor()
    await goTo(page, `experiments?q=${encodeURIComponent("tags.reviewed = 'yes'")}`)
    await page.getByText('1 run', { exact: true }).waitFor()
    await page.getByRole('link', { name: /^decision-tree_/ }).waitFor()
  })

  it('deletes a run, and brings it back', async () => {
    await page.getByRole('link', { name: /^decision-tree_/ }).click()
    await button('Delete').click()
    await page.getByText(/^decision-tree_\S+ was deleted$/).waitFor()
    await goTo(page, 'experiments')
    await page.getByText('1 run', { exact: true }).waitFor()
    await button('Undo').click()
    await page.getByText(/^decision-tree_\S+ is back$/).waitFor()
    await page.getByText('2 runs', { exact: true }).waitFor()
  })

  it('searches for better parameters, shows how far it is, and cancels', async () => {
    await button('Tune…').click()
    await page.getByRole('textbox', { name: 'Trials' }).fill('60')
    await button('Start').click()
    await page.getByText(/^trial [2-9] of 60/i).waitFor()
    await page.getByRole('figure').first().waitFor()
    await picture(page, 'tuning-running-light')
    await unflawed()
    await button('Stop the search').click()
    await page.getByText('cancelled', { exact: true }).first().waitFor()
  })

  it('shows what a whole search found', async () => {
    await goTo(page, 'experiments')
    await button('Tune…').click()
    await page.getByRole('textbox', { name: 'Trials' }).fill('3')
    await button('Start').click()
    await page.getByRole('heading', { name: 'Trials, the best first' }).waitFor()
    await page.getByText(/^3 of 3/).waitFor()
    await button('Stop the search').waitFor({ state: 'detached' })
    await picture(page, 'tuning-light')
    await unflawed()
  })

  it('compares recipes on the same test rows, with intervals', async () => {
    await goTo(page, 'experiments/comparison')
    await page.getByRole('region', { name: 'New comparison' }).getByRole('button', { name: 'Compare' }).click()
    await page.getByRole('heading', { name: 'Comparing' }).waitFor()
    await picture(page, 'comparison-running-light')
    await page
      .getByText(/^recommended · /)
      .first()
      .waitFor()
    await picture(page, 'comparison-light')
    await unflawed()
  })

  it('has told of no error all the while', () => {
    expect(window.problems).toEqual([])
  })
})
