import { open, stat } from 'node:fs/promises'
import { constants, gunzipSync } from 'node:zlib'
import { UserError } from '../../../shared/errors.ts'
import type { MessageCode } from '../../../shared/messages/index.ts'
import { text } from '../../../shared/messages/index.ts'
import { columnName, parseCsv } from '../csv.ts'
import { fileProblem } from '../fileProblems.ts'

interface FileBasics {
  path: string
  /** Size on disk. */
  bytes: number
  gzipped: boolean
}

/** What a user's file is, told by its first bytes, never by its name. */
export type InspectedFile =
  | (FileBasics & { format: 'parquet'; gzipped: false })
  | (FileBasics & { format: 'csv'; delimiter: string; header: string[] })
  | (FileBasics & { format: 'json'; layout: 'array' | 'newline_delimited'; keys: string[] })

/** Enough for the header and for the keys of a few hundred JSON objects (absent values have no key). */
const HEAD_BYTES = 256 * 1024

const DELIMITERS = [',', ';', '\t'] as const

/** Reads the beginning of a file. @throws UserError `sources.file.*` where it is no data file. */
export async function inspectFile(path: string): Promise<InspectedFile> {
  const { bytes, start } = await readStart(path)
  if (bytes === 0) throw new UserError('sources.file.empty', { path })
  if (startsWith(start, 'PAR1')) return { path, bytes, format: 'parquet', gzipped: false }
  if (startsWith(start, 'PK\u0003\u0004')) throw new UserError('sources.file.archive', { path })
  const gzipped = start[0] === 0x1f && start[1] === 0x8b
  const head = gzipped ? gunzipStart(start, path) : start
  // UTF-16 and binary files hold zero bytes, text in UTF-8 does not.
  if (head.includes(0)) throw new UserError('sources.file.unknown', { path })
  const content = head.toString('utf8').replace(/^\ufeff/, '')
  const basics = { path, bytes, gzipped }
  switch (content.trimStart()[0]) {
    case undefined:
      throw new UserError('sources.file.empty', { path })
    case '<':
      throw new UserError('sources.file.html', { path })
    case '[':
      return { ...basics, format: 'json', layout: 'array', keys: keysOf(content) }
    case '{':
      return { ...basics, format: 'json', layout: 'newline_delimited', keys: keysOf(content) }
    default:
      return { ...basics, format: 'csv', ...headerOf(content) }
  }
}

/** An error that says why the file cannot be read to its end. */
export function damaged(path: string, why: MessageCode & `sources.why.${string}`): UserError {
  return new UserError('sources.file.damaged', { path, why: text(why) })
}

async function readStart(path: string): Promise<{ bytes: number; start: Buffer }> {
  try {
    if ((await stat(path)).isDirectory()) throw new UserError('sources.file.folder', { path })
    const file = await open(path)
    try {
      const { size } = await file.stat()
      const buffer = Buffer.alloc(Math.min(HEAD_BYTES, size))
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
      return { bytes: size, start: buffer.subarray(0, bytesRead) }
    } finally {
      await file.close()
    }
  } catch (error) {
    throw fileProblem(error, path)
  }
}

function gunzipStart(start: Buffer, path: string): Buffer {
  try {
    // The start of a stream is not its end: take what is there.
    return gunzipSync(start.subarray(0, 64 * 1024), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, HEAD_BYTES)
  } catch (error) {
    throw damaged(path, 'sources.why.notGzip').causedBy(error)
  }
}

function startsWith(bytes: Buffer, magic: string): boolean {
  return bytes.subarray(0, magic.length).toString('latin1') === magic
}

function headerOf(content: string): { delimiter: string; header: string[] } {
  const [line = ''] = content.split(/\r?\n/, 1)
  const delimiter = DELIMITERS.reduce((best, candidate) =>
    line.split(candidate).length > line.split(best).length ? candidate : best,
  )
  return { delimiter, header: parseCsv(line, delimiter)[0] ?? [] }
}

/** Keys that occur in the beginning of a JSON text, each API name once, as the file spells it. */
function keysOf(content: string): string[] {
  const byName = new Map<string, string>()
  for (const [, key = ''] of content.matchAll(/"([^"\\]{1,100})"\s*:/g)) {
    if (!byName.has(columnName(key))) byName.set(columnName(key), key)
  }
  return [...byName.values()]
}
