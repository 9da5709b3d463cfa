import type { ElectronApplication, Page } from 'playwright-core'
import { launchDesktop } from './browsers.ts'

type Answer = { type: 'data'; data: unknown } | { type: 'error'; error: { message: string; data: unknown } }

/** Asks the router from within a page of the desktop shell, by the bridge alone; `undefined` input is none. */
export function ask(page: Page, type: 'query' | 'mutation', path: string, input?: unknown): Promise<Answer> {
  return page.evaluate(
    ([type, path, input]) =>
      new Promise<Answer>((resolve) => {
        const bridge = window.workbench!
        // Far from the numbers that the page's own client gives.
        const id = 1_000_000 + Math.floor(Math.random() * 1_000_000_000)
        const stop = bridge.listen((message) => {
          if (message.id !== id || message.type === 'done') return
          stop()
          resolve(message)
        })
        bridge.send({ id, type, path, input })
      }),
    [type, path, input] as const,
  )
}

/** The first `count` values of a subscription, which is then stopped. */
export function firstOf(page: Page, path: string, count: number): Promise<unknown[]> {
  return page.evaluate(
    ([path, count]) =>
      new Promise<unknown[]>((resolve, reject) => {
        const bridge = window.workbench!
        const id = 1_000_000 + Math.floor(Math.random() * 1_000_000_000)
        const values: unknown[] = []
        const stop = bridge.listen((message) => {
          if (message.id !== id) return
          if (message.type === 'data') values.push(message.data)
          if (message.type === 'error') reject(new Error(message.error.message))
          if (values.length < count && message.type === 'data') return
          stop()
          bridge.send({ id, type: 'stop' })
          resolve(values)
        })
        bridge.send({ id, type: 'subscription', path, input: undefined })
      }),
    [path, count] as const,
  )
}

/** Starts the desktop shell and waits for its page; errors and warnings of the page are added to `problems`. */
export async function openDesktopPage(
  options: Parameters<typeof launchDesktop>[0],
  problems: string[] = [],
): Promise<{ app: ElectronApplication; page: Page }> {
  const app = await launchDesktop(options)
  const page = await app.firstWindow()
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(error.message))
  await page.waitForSelector('#root > *', { state: 'attached' })
  return { app, page }
}
