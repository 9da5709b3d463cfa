import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { crc32, deflateRaw } from 'node:zlib'

const compress = promisify(deflateRaw)

// Numbers of the ZIP format (APPNOTE 4.3): signatures, "made by" and "needs" version 2.0, deflate, names in UTF-8.
const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const VERSION = 20
const DEFLATE = 8
const UTF8 = 0x0800
/** 1 January 1980: the same folder gives the same bytes. */
const DATE = (1 << 5) | 1

/** The files of a folder (below `root` in the archive) as a ZIP archive. For files that fit in memory one at a time. */
export function zipStream(folder: string, root: string): Readable {
  return Readable.from(zip(folder, root))
}

async function* zip(folder: string, root: string): AsyncGenerator<Buffer> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  const directory: Buffer[] = []
  let offset = 0
  for (const name of names.sort()) {
    const content = await readFile(join(folder, name))
    const packed = await compress(content)
    const path = Buffer.from(`${root}/${name}`)
    const common = describe(path, content, packed)
    const local = Buffer.concat([signature(LOCAL), common, path])
    directory.push(centralEntry(common, path, offset))
    yield local
    yield packed
    offset += local.length + packed.length
  }
  const central = Buffer.concat(directory)
  yield central
  yield end(names.length, central.length, offset)
}

function signature(number: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(number)
  return bytes
}

/** What an entry's two headers have in common: from the version that it needs to the lengths of its names. */
function describe(path: Buffer, content: Buffer, packed: Buffer): Buffer {
  const bytes = Buffer.alloc(26)
  bytes.writeUInt16LE(VERSION, 0)
  bytes.writeUInt16LE(UTF8, 2)
  bytes.writeUInt16LE(DEFLATE, 4)
  bytes.writeUInt16LE(DATE, 8)
  bytes.writeUInt32LE(crc32(content), 10)
  bytes.writeUInt32LE(packed.length, 14)
  bytes.writeUInt32LE(content.length, 18)
  bytes.writeUInt16LE(path.length, 22)
  return bytes
}

function centralEntry(common: Buffer, path: Buffer, offset: number): Buffer {
  const madeBy = Buffer.alloc(2)
  madeBy.writeUInt16LE(VERSION)
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(offset, 10)
  return Buffer.concat([signature(CENTRAL), madeBy, common, rest, path])
}

function end(count: number, bytes: number, offset: number): Buffer {
  const record = Buffer.alloc(18)
  record.writeUInt16LE(count, 4)
  record.writeUInt16LE(count, 6)
  record.writeUInt32LE(bytes, 8)
  record.writeUInt32LE(offset, 12)
  return Buffer.concat([signature(END), record])
}
