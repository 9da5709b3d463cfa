import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findChromium } from '../../../src/main/pictures/chromium/findChromium.ts'
import { temporaryFolder } from '../../support.ts'

describe.runIf(process.platform === 'linux')('the browser that draws pictures', () => {
  function program(folder: string, name: string, mode = 0o755): string {
    mkdirSync(folder, { recursive: true })
    const path = join(folder, name)
    writeFileSync(path, '')
    chmodSync(path, mode)
    return path
  }

  it('is the first on the PATH, which may have empty and absent folders', () => {
    const folder = temporaryFolder()
    const edge = program(join(folder, 'b'), 'microsoft-edge')
    program(join(folder, 'c'), 'chromium')
    const PATH = ['', join(folder, 'absent'), join(folder, 'b'), join(folder, 'c')].join(delimiter)
    expect(findChromium({ PATH })).toBe(edge)
    expect(findChromium({ PATH: join(folder, 'absent') })).toBeUndefined()
    expect(findChromium({})).toBeUndefined()
  })

  it('is the one that the user names, or none', () => {
    const folder = temporaryFolder()
    const named = program(folder, 'my-browser')
    const PATH = folder
    program(folder, 'chromium')
    expect(findChromium({ PATH, ARREST_WORKBENCH_CHROMIUM: named })).toBe(named)
    expect(findChromium({ PATH, ARREST_WORKBENCH_CHROMIUM: '' })).toBeUndefined()
    expect(findChromium({ PATH, ARREST_WORKBENCH_CHROMIUM: join(folder, 'absent') })).toBeUndefined()
    expect(findChromium({ PATH, ARREST_WORKBENCH_CHROMIUM: program(folder, 'text', 0o644) })).toBeUndefined()
  })
})
