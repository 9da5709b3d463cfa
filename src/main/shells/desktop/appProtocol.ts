import { readFile } from 'node:fs/promises'
import { join, normalize, sep } from 'node:path'
import type { Readable } from 'node:stream'
import type { Session } from 'electron'
import { UserError } from '../../../shared/errors.ts'
import type { ApiContext } from '../../api/context.ts'
import { built } from '../../appRoot.ts'
import { contentType } from '../../contentType.ts'
import { SECURITY_HEADERS } from '../contentSecurity.ts'

/** Registered in `index.cjs`, before Electron is ready. */
const SCHEME = 'app'
/** The origin of the window's page. */
export const APP_ORIGIN = `${SCHEME}://workbench`

/** Serves the renderer's files at `app://workbench/`, and those of the workspace at `app://workbench/files/…`. */
export function serveApp(session: Session, context: () => Promise<ApiContext>): void {
  session.protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url)
    if (`${url.protocol}//${url.host}` !== APP_ORIGIN || !['GET', 'HEAD'].includes(request.method)) return plain(403)
    try {
      if (!url.pathname.startsWith('/files/')) return await rendererFile(url.pathname)
      const path = url.pathname.slice('/files/'.length)
      const { downloadHeaders, findFile } = await import('../../api/files.ts')
      const file = await findFile(path, url.searchParams, await context(), request.signal)
      if (file === undefined) return plain(404)
      const headers = { ...SECURITY_HEADERS, ...downloadHeaders(file) }
      return new Response(bodyOf(file.body), { headers })
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      return Response.json({ detail: error.message, code: error.code }, { status: 404, headers: SECURITY_HEADERS })
    }
  })
}

/** A stream of Node as the body of a response. */
function bodyOf(stream: Readable): ReadableStream<Uint8Array> {
  const chunks = stream[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(new Uint8Array(value))
    },
    cancel() {
      stream.destroy()
    },
  })
}

async function rendererFile(pathname: string): Promise<Response> {
  const root = built('renderer')
  const path = normalize(join(root, pathname === '/' ? 'index.html' : decodeURIComponent(pathname)))
  if (!path.startsWith(root + sep)) return plain(403)
  try {
    const content = await readFile(path)
    return new Response(new Uint8Array(content), {
      headers: { ...SECURITY_HEADERS, 'content-type': contentType(path) },
    })
  } catch {
    return plain(404)
  }
}

function plain(status: number): Response {
  return new Response(null, { status, headers: SECURITY_HEADERS })
}
