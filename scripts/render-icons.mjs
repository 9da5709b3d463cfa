// Renders the drawings of build/*.svg to the icons that the installers, the window and the tray need. They are
// committed, since this needs a Chromium (TEST_CHROMIUM, else Debian's): run it when a drawing changes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

const browser = await chromium.launch({
  executablePath: process.env.TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
const page = await browser.newPage()

/** A drawing as PNG of `size` × `size` pixels, with what is not drawn transparent. */
async function png(name, size) {
  await page.setViewportSize({ width: size, height: size })
  const svg = readFileSync(`build/${name}.svg`, 'utf8')
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px }</style>${svg}`)
  return page.screenshot({ omitBackground: true })
}

const icon = (size) => png(size <= 32 ? 'icon-small' : 'icon', size)

/** Windows' icon: a directory of 16 bytes a picture, then the pictures, each as PNG. */
function ico(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  for (const [k, { size, data }] of pictures.entries()) {
    const at = 6 + 16 * k
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(data.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += data.length
  }
  return Buffer.concat([head, ...pictures.map(({ data }) => data)])
}

/** Apple's icon: for each picture its type, its length with these eight bytes, and the PNG. */
function icns(pictures) {
  const parts = pictures.map(({ type, data }) => {
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32BE(data.length + 8, 4)
    return Buffer.concat([head, data])
  })
  const head = Buffer.from('icns\0\0\0\0', 'latin1')
  head.writeUInt32BE(
    parts.reduce((sum, part) => sum + part.length, 8),
    4,
  )
  return Buffer.concat([head, ...parts])
}

const WINDOWS = [16, 24, 32, 48, 64, 128, 256]
const LINUX = [16, 32, 48, 64, 128, 256, 512]
const APPLE = {
  icp4: 16,
  icp5: 32,
  ic11: 32,
  ic12: 64,
  ic07: 128,
  ic08: 256,
  ic13: 256,
  ic09: 512,
  ic14: 512,
  ic10: 1024,
}

mkdirSync('build/icons', { recursive: true })
mkdirSync('resources/icons', { recursive: true })
for (const size of LINUX) writeFileSync(`build/icons/${size}x${size}.png`, await icon(size))
const windows = []
for (const size of WINDOWS) windows.push({ size, data: await icon(size) })
writeFileSync('build/icon.ico', ico(windows))
const apple = []
for (const [type, size] of Object.entries(APPLE)) apple.push({ type, data: await icon(size) })
writeFileSync('build/icon.icns', icns(apple))

writeFileSync('resources/icons/window.png', await icon(256))
for (const [suffix, size] of [
  ['', 16],
  ['@2x', 32],
]) {
  writeFileSync(`resources/icons/tray${suffix}.png`, await icon(size))
  writeFileSync(`resources/icons/trayTemplate${suffix}.png`, await png('tray-template', size))
}
await browser.close()
