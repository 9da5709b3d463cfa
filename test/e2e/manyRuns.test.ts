import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWithChromium } from '../support/browsers.ts'
import { writeManyRuns } from '../support/manyRuns.ts'
import { goTo, openInChromium, type TestWindow } from '../support/windows.ts'

describeWithChromium('ten thousand runs in Experiments', () => {
  const folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-many-'))
  const workspace = join(folder, 'workspace')
  let window: TestWindow
  let page: Page

  beforeAll(async () => {
    await writeManyRuns(workspace, 10_000)
    window = await openInChromium(workspace)
    page = window.page
    await goTo(page, 'experiments')
  })
  afterAll(async () => {
    await window?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const row = (name: string) => page.getByRole('link', { name, exact: true })

  it('scroll from the newest to the oldest, with only those in sight drawn', async () => {
    await row('logistic-regression_9999').waitFor()
    const table = page.locator('section[aria-label="Experiments"]').last()
    await table.evaluate(async (element) => {
      for (let top = 0; top < element.scrollHeight; top += 4000) {
        element.scrollTop = top
        await new Promise(requestAnimationFrame)
      }
      element.scrollTop = element.scrollHeight
    })
    await row('gradient-boosting_0').waitFor()
    expect(await page.getByRole('link', { name: /_\d+$/ }).count()).toBeLessThan(60)
  })

  it('are searched in the language of the search box, which says what is wrong beside it', async () => {
    const search = page
      .getByRole('textbox', { name: /search/i })
      .or(page.getByPlaceholder(/metrics\.mcc/))
      .first()
    await search.fill("params.learner = 'random-forest' and params.max_depth = '4'")
    await search.press('Enter')
    await page.getByText('1,250 runs').waitFor()
    await search.fill('metrics.mcc >')
    await search.press('Enter')
    await page.locator('[role=alert], .mantine-InputWrapper-error').first().waitFor()
  })
})
