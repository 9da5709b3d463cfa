import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { seriousFlaws } from '../support/accessibility.ts'
import { describeWithChromium } from '../support/browsers.ts'
import { start, writeYear } from '../support/cli.ts'
import { picture } from '../support/screenshots.ts'
import { goTo, openInChromium, SHELLS, type TestWindow } from '../support/windows.ts'

vi.setConfig({ testTimeout: 600_000 })
const LONG = { timeout: 180_000 }

for (const shell of SHELLS) {
  shell.describe(`a run that fails in ${shell.name}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-trouble-'))
    let window: TestWindow

    beforeAll(async () => {
      window = await shell.open(join(folder, 'workspace'))
    })
    afterAll(async () => {
      await window?.close()
      rmSync(folder, { recursive: true, force: true })
    })

    it('says why beside the step, fails again where nothing was mended, and ends well with what was', async () => {
      const { page } = window
      const year = writeYear(folder)
      const startRun = async (date: string) => {
        await page.getByRole('button', { name: 'New run' }).click()
        const dialog = page.getByRole('dialog')
        await dialog.getByText('A file', { exact: true }).click()
        await dialog.locator('input[type=file]').setInputFiles(year)
        await dialog.getByLabel('Run date').fill(date)
        await dialog.getByRole('button', { name: 'Run', exact: true }).click()
      }
      await startRun('2010-01-01')
      const alert = page.getByRole('alert').filter({ hasText: 'Download failed' })
      await alert.waitFor(LONG)
      expect(await alert.innerText()).toContain('2010-01-01')
      expect(await seriousFlaws(page)).toEqual([])
      if (shell.name === 'the browser shell') await picture(page, 'failed-light')

      // It may fail again before anyone could see that it goes: then it is another alert.
      const first = await alert.getAttribute('id')
      await page.getByRole('button', { name: 'Try again' }).click()
      await expect.poll(() => alert.getAttribute('id'), LONG).not.toBe(first)

      await startRun('')
      await page.getByText('version 1 is the champion').first().waitFor(LONG)
    })
  })
}

describeWithChromium('a window whose engine is gone', () => {
  it('says so, keeps what it shows, and finds its way back when the engine is started again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-lost-'))
    const workspace = join(folder, 'workspace')
    const window = await openInChromium(workspace)
    const { page, shell, address } = window
    try {
      const banner = page.getByRole('alert').filter({ hasText: 'The engine cannot be reached' })
      const started = page.getByRole('heading', { level: 1 })
      await started.waitFor()
      // The other views are fetched a while after the first one, but for the last, which is cut off here.
      await page.route(/Settings-[^/]*\.js$/, (route) => route.abort())
      await page.waitForResponse(/Schedule-[^/]*\.js$/)
      shell.process.kill('SIGKILL')
      await banner.waitFor(LONG)
      expect(await started.isVisible()).toBe(true)
      expect(await seriousFlaws(page)).toEqual([])
      await picture(page, 'lost-light')
      await goTo(page, 'registry')
      await page.getByRole('heading', { level: 1, name: 'Registry' }).waitFor()
      await goTo(page, 'settings')
      const unfetched = page.getByRole('alert').filter({ hasText: 'This view could not be fetched' })
      await unfetched.waitFor()
      await page.unroute(/Settings-[^/]*\.js$/)

      const { port } = new URL(address)
      const again = start(['open', '--browser', '--port', port, '--workspace', workspace])
      try {
        await again.says(/http:\/\/\S+token=\S+/)
        await banner.waitFor({ state: 'detached', ...LONG })
        await page.getByText('Engine ready').waitFor()
        await unfetched.getByRole('button', { name: 'Try again' }).click()
        await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
      } finally {
        again.process.kill('SIGTERM')
        await again.ended
      }
    } finally {
      await window.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
