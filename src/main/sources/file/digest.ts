import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { hasCode } from '../fileProblems.ts'
import { damaged, type InspectedFile } from './inspect.ts'

const CHUNK_BYTES = 1024 * 1024

/**
 * The sha-256 of a file's bytes, in hex, read as a stream. A gzipped file is unpacked on the way to see that it is
 * whole: DuckDB takes one that ends early as if it were complete.
 *
 * @throws UserError `sources.file.damaged`; AbortError when the signal aborts
 */
export async function digestOf({ path, gzipped }: InspectedFile, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  async function* hashed(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk)
      yield chunk
    }
  }
  const source = createReadStream(path, { highWaterMark: CHUNK_BYTES })
  try {
    if (gzipped) await pipeline(source, hashed, createGunzip({ chunkSize: CHUNK_BYTES }), nowhere(), { signal })
    else await pipeline(source, hashed, nowhere(), { signal })
  } catch (error) {
    if (hasCode(error, 'Z_BUF_ERROR')) throw damaged(path, 'sources.why.truncated').causedBy(error)
    if (hasCode(error, 'Z_DATA_ERROR')) throw damaged(path, 'sources.why.notGzip').causedBy(error)
    throw error
  }
  return hash.digest('hex')
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}
