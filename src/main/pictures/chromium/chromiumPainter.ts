import { readFile, rm } from 'node:fs/promises'
import { join, normalize, sep } from 'node:path'
import { z } from 'zod'
import { currentLocale } from '../../../shared/messages/index.ts'
import { PICTURE_PAGE } from '../../../shared/picture.ts'
import { built } from '../../appRoot.ts'
import { contentType } from '../../contentType.ts'
import { makeTemporaryFolder, type Workspace } from '../../workspace/workspace.ts'
import { type OpenPainter, paintScript, pictureBytes } from '../painter.ts'
import { type DevTools, startDevTools } from './devTools.ts'
import { findChromium } from './findChromium.ts'

/** A host that is nowhere: every request of the page is answered here, and none leaves the machine. */
const ORIGIN = 'http://workbench.invalid'

const nothing = z.unknown()
const pausedSchema = z.object({ requestId: z.string(), request: z.object({ url: z.string() }) })
const evaluatedSchema = z.object({
  result: z.object({ value: z.unknown() }),
  exceptionDetails: z.object({ text: z.string() }).optional(),
})

/** Paints with the Chromium, Chrome or Edge that is installed, where one is. */
export function chromiumPainter(workspace: Workspace): OpenPainter {
  return async (signal) => {
    const program = findChromium(workspace.environment)
    if (program === undefined) return undefined
    const profile = await makeTemporaryFolder(workspace)
    const devTools = startDevTools(program, profile, signal)
    const close = async () => {
      await devTools.close()
      await rm(profile, { recursive: true, force: true, maxRetries: 3 })
    }
    try {
      const page = await openPage(devTools)
      return {
        async paint(figure) {
          const expression = paintScript(figure, currentLocale())
          const evaluated = { expression, awaitPromise: true, returnByValue: true }
          const answer = await devTools.call('Runtime.evaluate', evaluated, evaluatedSchema, page)
          if (answer.exceptionDetails !== undefined) throw new Error(answer.exceptionDetails.text)
          return pictureBytes(answer.result.value)
        },
        close,
      }
    } catch (error) {
      await close()
      throw error
    }
  }
}

/** Opens the page that draws; resolves with its session when it is loaded. */
async function openPage(devTools: DevTools): Promise<string> {
  const { targetId } = await devTools.call(
    'Target.createTarget',
    { url: 'about:blank' },
    z.object({ targetId: z.string() }),
  )
  const { sessionId } = await devTools.call(
    'Target.attachToTarget',
    { targetId, flatten: true },
    z.object({ sessionId: z.string() }),
  )
  devTools.on('Fetch.requestPaused', (params) => {
    const { requestId, request } = pausedSchema.parse(params)
    void answer(request.url).then(
      (response) => devTools.call('Fetch.fulfillRequest', { requestId, ...response }, nothing, sessionId),
      () => devTools.call('Fetch.failRequest', { requestId, errorReason: 'AccessDenied' }, nothing, sessionId),
    )
  })
  const loaded = new Promise<void>((resolve) => devTools.on('Page.loadEventFired', () => resolve()))
  await devTools.call('Fetch.enable', {}, nothing, sessionId)
  await devTools.call('Page.enable', {}, nothing, sessionId)
  await devTools.call('Page.navigate', { url: `${ORIGIN}/${PICTURE_PAGE}` }, nothing, sessionId)
  await loaded
  return sessionId
}

/** A file of the built renderer. Rejects for any other address. */
async function answer(address: string) {
  const url = new URL(address)
  const root = built('renderer')
  const path = normalize(join(root, decodeURIComponent(url.pathname)))
  if (url.origin !== ORIGIN || !path.startsWith(root + sep)) throw new Error(`${address} is not the page's own`)
  const body = await readFile(path)
  const responseHeaders = [{ name: 'content-type', value: contentType(path) }]
  return { responseCode: 200, responseHeaders, body: body.toString('base64') }
}
