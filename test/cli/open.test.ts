import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeWithElectron, electronDist, openScreen } from '../support/browsers.ts'
import { start } from '../support/cli.ts'
import { temporaryFolder } from '../support.ts'

describe('open', () => {
  it('serves the window to the browser where there is no screen, says so, and ends with Ctrl-C', async () => {
    const workspace = join(temporaryFolder(), 'workspace')
    const opening = start(['open', '--port', '0', '--workspace', workspace])
    const [, url] = await opening.says(/Open (http:\/\/127\.0\.0\.1:\d+\/\?token=\S+)/)
    if (process.platform === 'linux') expect(opening.stderr()).toMatch(/^No desktop window: /)
    const entered = await fetch(url!, { redirect: 'manual' })
    expect(entered.status).toBe(303)
    // The used address is worth nothing, so another one is shown.
    const [, another] = await opening.says(/For another window: (http:\S+)/)
    expect((await fetch(url!, { redirect: 'manual' })).status).toBe(401)
    expect((await fetch(another!, { redirect: 'manual' })).status).toBe(303)
    opening.process.kill('SIGINT')
    expect((await opening.ended).code).toBe(0)
    await expect(fetch(new URL(url!).origin)).rejects.toThrow()
  })

  it('takes no port that another program has', async () => {
    const workspace = join(temporaryFolder(), 'workspace')
    const first = start(['open', '--browser', '--port', '0', '--workspace', workspace])
    const [, port] = await first.says(/127\.0\.0\.1:(\d+)/)
    const second = await start(['open', '--browser', '--port', port!, '--workspace', workspace]).ended
    expect(second.code).toBe(1)
    expect(second.stderr).toContain(`Port ${port}`)
    first.process.kill('SIGTERM')
    await first.ended
  })

  describeWithElectron('with Electron', () => {
    it('opens the desktop window, and closes it with Ctrl-C', async () => {
      const screen = await openScreen()
      const home = temporaryFolder()
      const workspace = join(home, 'workspace')
      try {
        const env = { ...screen.env, HOME: home, ELECTRON_OVERRIDE_DIST_PATH: electronDist! }
        const opening = start(['open', '--workspace', workspace], { env })
        await expect.poll(() => existsSync(join(workspace, 'workbench.db')), { timeout: 30_000 }).toBe(true)
        opening.process.kill('SIGINT')
        const { code, stderr } = await opening.ended
        expect(stderr).not.toContain('No desktop window')
        expect(code).toBe(0)
      } finally {
        screen.close()
      }
    })
  })
})
