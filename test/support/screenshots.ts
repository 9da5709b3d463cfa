import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** Folder for pictures of the window; none are taken where it is not named. `npm run screenshots` names docs/screenshots. */
const folder = process.env.SCREENSHOTS
export const PICTURES = folder !== undefined

/** Takes a picture of what the window shows, once it stands still. */
export async function picture(page: Page, name: string): Promise<void> {
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' })
  await page.waitForTimeout(700)
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
