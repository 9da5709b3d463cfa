import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { DRIFT_VERDICTS } from '../../src/shared/monitoring/drift.ts'
import { seriousFlaws } from '../support/accessibility.ts'
import { describeWithChromium } from '../support/browsers.ts'
import { folderForFile, run, runJson, writeYear } from '../support/cli.ts'
import { generateIncidents } from '../support/incidents.ts'
import { type ChromiumWindow, goTo, openInChromium } from '../support/windows.ts'

const driftDocument = z.object({
  run_id: z.string(),
  report: z.object({
    verdict: z.enum(DRIFT_VERDICTS),
    findings: z.array(z.object({ kind: z.string(), field: z.string().optional() })),
  }),
})

const folder = folderForFile()
const at = ['--workspace', join(folder, 'workspace')]
const newer = writeYear(
  folder,
  generateIncidents(3000, 12, { from: '2018-01-01', to: '2019-01-01' }).filter(({ district }) => district !== '011'),
  'newer.csv',
)

beforeAll(async () => {
  const made = await run([...at, 'run', '--source', writeYear(folder), '--set', 'train.learners=["decision-tree"]'])
  expect(made.stderr).toContain('champion')
}, 180_000)

describe('drift on the command line', () => {
  it('is a document for programs, exit code 0 whatever the verdict, and a page that needs no other file', async () => {
    const page = join(folder, 'drift.html')
    const { report } = await runJson(driftDocument, [...at, 'drift', '--current', newer, '--html', page])
    expect(report.findings).toContainEqual({ kind: 'field_moved', field: 'district' })
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>[\s\S]*District moved[\s\S]*<\/html>\s*$/)
  })

  it('is told to people in their language', async () => {
    const { stdout, code } = await run([...at, 'drift', '--current', newer], { env: { LANG: 'es_MX.UTF-8' } })
    expect(code).toBe(0)
    expect(stdout).toContain('Distrito se ha movido')
  })

  it('says what to do where there is nothing to compare', async () => {
    const { stderr, code } = await run([...at, 'drift'])
    expect(code).toBe(1)
    expect(stderr).toContain('--current')
    expect((await run([...at, 'drift', '--since', 'yesterday'])).code).toBe(2)
  })
})

describeWithChromium('drift in the window', () => {
  let window: ChromiumWindow
  let page: ChromiumWindow['page']

  beforeAll(async () => {
    window = await openInChromium(join(folder, 'workspace'))
    page = window.page
    await goTo(page, 'monitoring')
  }, 60_000)
  afterAll(() => window?.close())

  it('shows the last check, and a column of it when it is chosen', async () => {
    await page.getByText('District moved').first().waitFor({ timeout: 60_000 })
    await page.getByRole('link', { name: /^District/ }).click()
    await page.getByRole('figure', { name: /District.*training and now/ }).waitFor()
    await page.getByRole('button', { name: 'Close this column' }).click()
    await page.getByRole('figure', { name: /District.*training and now/ }).waitFor({ state: 'detached' })
  }, 120_000)

  it('checks a file that is chosen, and shows what was found', async () => {
    const before = await page.getByRole('table', { name: 'Checks so far' }).getByRole('link').count()
    await page.locator('input[type=file]').setInputFiles(newer)
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect
      .poll(() => page.getByRole('table', { name: 'Checks so far' }).getByRole('link').count(), { timeout: 60_000 })
      .toBe(before + 1)
  }, 90_000)

  it('saves its report', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Save the report' }).click(),
    ])
    expect(existsSync(await download.path())).toBe(true)
  })

  it('has no serious flaw for those who use a keyboard or a screen reader, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await seriousFlaws(page)).toEqual([])
    }
  })

  it('has told of no error all the while', () => {
    expect(window.problems).toEqual([])
  })
})
