import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { validateConfiguration } from 'app-builder-lib/out/util/config/config'
import { DebugLogger } from 'builder-util'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import configuration from '../../electron-builder.ts'
import { appRoot } from '../../src/main/appRoot.ts'

const file = (...path: string[]) => readFileSync(join(appRoot, ...path))

describe('the packaging', () => {
  it('is configured as electron-builder wants it, for all three systems', async () => {
    await validateConfiguration(configuration, new DebugLogger(false))
    expect(configuration.linux?.target).toEqual(['AppImage', 'deb'])
    expect(configuration.win?.target).toEqual(['nsis'])
    expect(configuration.mac?.target).toEqual([{ target: 'dmg', arch: ['arm64', 'x64'] }])
  })

  it('has icons of the sizes and kinds that the systems ask for', () => {
    const sizes = [16, 32, 48, 64, 128, 256, 512]
    for (const size of sizes) expect(sizeOfPng(file('build', 'icons', `${size}x${size}.png`))).toEqual([size, size])
    const windows = file('build', 'icon.ico')
    expect([windows.readUInt16LE(0), windows.readUInt16LE(2)]).toEqual([0, 1])
    const entries = Array.from({ length: windows.readUInt16LE(4) }, (_, k) => 6 + 16 * k)
    expect(entries.map((at) => windows.readUInt8(at) || 256)).toEqual([16, 24, 32, 48, 64, 128, 256])
    for (const at of entries) {
      const side = windows.readUInt8(at) || 256
      expect(sizeOfPng(windows.subarray(windows.readUInt32LE(at + 12)))).toEqual([side, side])
    }
    const apple = file('build', 'icon.icns')
    expect(apple.toString('latin1', 0, 4)).toBe('icns')
    expect(apple.readUInt32BE(4)).toBe(apple.length)
    expect(sizeOfPng(file('resources', 'icons', 'window.png'))).toEqual([256, 256])
  })

  it.each(['ci.yml', 'package.yml'])('%s runs actions of one known state, and knows no secret', (name) => {
    const text = file('.github', 'workflows', name).toString('utf8')
    const { jobs } = workflowSchema.parse(parse(text))
    const actions = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []))
    expect(actions.length).toBeGreaterThan(0)
    for (const action of actions) expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/)
    expect(text).not.toContain('secrets.')
  })

  it('is done by the workflow on a machine of each kind', () => {
    const { jobs } = workflowSchema.parse(parse(file('.github', 'workflows', 'package.yml').toString('utf8')))
    const targets = jobs.package?.strategy?.matrix.include?.map(({ targets }) => targets)
    expect(targets).toEqual(['--linux AppImage:x64 deb:x64', '--win nsis:x64', '--mac dmg:arm64', '--mac dmg:x64'])
  })
})

const workflowSchema = z.object({
  jobs: z.record(
    z.string(),
    z.object({
      strategy: z
        .object({ matrix: z.object({ include: z.array(z.object({ targets: z.string() })).optional() }) })
        .optional(),
      steps: z.array(z.object({ uses: z.string().optional() })),
    }),
  ),
})

/** Width and height that a PNG tells in its first chunk. */
function sizeOfPng(png: Buffer): [width: number, height: number] {
  expect(png.toString('latin1', 1, 4)).toBe('PNG')
  return [png.readUInt32BE(16), png.readUInt32BE(20)]
}
