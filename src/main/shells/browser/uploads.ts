import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../../api/context.ts'
import { fileError } from '../../storage/fileErrors.ts'

const DAYS = 7
/** A whole history of the portal is some 2 GB of CSV. */
const UPLOAD_BYTES = 8 * 1024 ** 3

/**
 * `PUT files/uploads/<name>`: takes a file that was dropped on the page, of at most `limit` bytes, and answers where it
 * lies.
 */
export function addUploads(app: FastifyInstance, context: ApiContext, limit = UPLOAD_BYTES): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // The body is a stream, whatever it says that it is.
    scope.addContentTypeParser('*', async (_request: unknown, payload: Readable) => payload)
    scope.put<{ Params: { name: string }; Body: Readable }>('/files/uploads/:name', async (request, reply) => {
      // Fastify limits what it reads itself, and no streams.
      if (Number(request.headers['content-length']) > limit) throw new TooLargeError(limit)
      const parent = join(context.workbench.workspace.paths.cache, 'uploads')
      await removeOld(parent)
      const folder = join(parent, randomUUID())
      const path = join(folder, fileName(request.params.name))
      try {
        await mkdir(folder, { recursive: true })
        await pipeline(request.body, atMost(limit), createWriteStream(path, { flags: 'wx' }))
      } catch (error) {
        await rm(folder, { recursive: true, force: true })
        throw error instanceof TooLargeError ? error : fileError(error, path)
      }
      return reply.code(201).send({ path })
    })
  })
}

class TooLargeError extends Error {
  readonly statusCode = 413
  constructor(limit: number) {
    super(`more than ${limit} bytes`)
  }
}

/** Passes on at most `limit` bytes, of a body that does not tell its length; the connection ends where there are more. */
function atMost(limit: number): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, pass) {
      bytes += chunk.length
      if (bytes > limit) pass(new TooLargeError(limit))
      else pass(null, chunk)
    },
  })
}

/** The name of an uploaded file without anything that could lead out of its folder. */
function fileName(given: string): string {
  const name = basename(given.replaceAll('\\', '/')).replaceAll(/[^\p{L}\p{N} ._()-]/gu, '_')
  return /^\.*$/.test(name) ? 'upload' : name.slice(-200)
}

async function removeOld(parent: string): Promise<void> {
  const oldest = Date.now() - DAYS * 24 * 3600 * 1000
  for (const name of await readdir(parent).catch(() => [])) {
    const folder = join(parent, name)
    const found = await stat(folder).catch(() => undefined)
    if (found !== undefined && found.mtimeMs < oldest) await rm(folder, { recursive: true, force: true })
  }
}
