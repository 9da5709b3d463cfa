import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWithChromium, launchChromium } from '../support/browsers.ts'
import { folderForFile, type Running, run, start, writeYear } from '../support/cli.ts'

const VIEWS = ['pipeline', 'data', 'experiments', 'registry', 'serving', 'schedule', 'settings']
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The window in the browser shell, on a workspace with one finished run. */
describeWithChromium('the window', () => {
  const folder = folderForFile()
  const workspace = join(folder, 'workspace')
  const problems: string[] = []
  let shell: Running
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    const made = await run(['run', '--source', writeYear(folder), '--workspace', workspace])
    expect(made.stderr).toContain('champion')
    shell = start(['open', '--browser', '--port', '0', '--workspace', workspace])
    const [address] = await shell.says(/http:\/\/\S+token=\S+/)
    browser = await launchChromium()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    await page.goto(address)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    shell?.process.kill('SIGTERM')
    await shell?.ended
  })

  async function open(place: string): Promise<void> {
    await page.evaluate((hash) => {
      location.hash = hash
    }, `#/${place}`)
    await page.locator('h1, h2').first().waitFor()
    await page.waitForLoadState('networkidle').catch(() => {})
  }

  it('shows the finished run, its list of steps without scrolling', async () => {
    await open('pipeline')
    const promote = page.getByText('version 1 is the champion').first()
    await promote.waitFor()
    expect((await promote.boundingBox())!.y).toBeLessThan(800)
  })

  it('draws a chart, not an error in its place', async () => {
    await open('pipeline/features')
    await page.locator('.js-plotly-plot svg.main-svg').first().waitFor({ timeout: 30_000 })
  })

  it.each(VIEWS)(
    '%s has no serious flaw for those who use a keyboard or a screen reader, light and dark',
    async (view) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await open(view)
        await page.evaluate(axe)
        const serious = await page.evaluate(async () => {
          const { violations } = await (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run()
          return violations
            .filter(({ impact }) => impact === 'serious' || impact === 'critical')
            .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
        })
        expect(serious).toEqual([])
      }
    },
  )

  it('has told of no error and no breach of its content policy all the while', () => {
    expect(problems).toEqual([])
  })
})
