import { inflateSync } from 'node:zlib'

export interface Picture {
  width: number
  height: number
  /** Rows × columns × red, green, blue, alpha. */
  pixels: Uint8Array
}

/** Reads a PNG of 8 bits a channel with alpha, as browsers write it. */
export function readPng(png: Buffer): Picture {
  if (png.toString('latin1', 1, 4) !== 'PNG') throw new Error('no PNG')
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const channels = { 2: 3, 6: 4 }[png[25]!]
  if (png[24] !== 8 || channels === undefined || png[28] !== 0) throw new Error('another kind of PNG')
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  const data = inflateSync(Buffer.concat(parts))
  const stride = width * channels
  const rows = new Uint8Array(height * stride)
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)]!
    for (let x = 0; x < stride; x++) {
      const left = x < channels ? 0 : rows[y * stride + x - channels]!
      const above = y === 0 ? 0 : rows[(y - 1) * stride + x]!
      const corner = y === 0 || x < channels ? 0 : rows[(y - 1) * stride + x - channels]!
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter]!
      rows[y * stride + x] = data[y * (stride + 1) + 1 + x]! + guess
    }
  }
  const pixels = new Uint8Array(width * height * 4).fill(255)
  for (let k = 0; k < width * height; k++) {
    for (let channel = 0; channel < channels; channel++) pixels[4 * k + channel] = rows[channels * k + channel]!
  }
  return { width, height, pixels }
}

/** The share of each colour, as `r,g,b,a`, the most frequent first. */
export function coloursOf({ width, height, pixels }: Picture): [colour: string, share: number][] {
  const counts = new Map<string, number>()
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = pixels.subarray(at, at + 4).join(',')
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  return [...counts]
    .map(([colour, count]): [string, number] => [colour, count / (width * height)])
    .sort((a, b) => b[1] - a[1])
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)]
  if (a <= b && a <= c) return left
  return b <= c ? above : corner
}
