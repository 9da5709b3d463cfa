import {
  type AnyTRPCRouter,
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  type TRPCError,
} from '@trpc/server'
import type { IpcMain, IpcMainEvent, WebContents } from 'electron'
import { z } from 'zod'
import { CHANNEL, type FromMain, type ToMain } from '../../../shared/bridge.ts'

/** What answers: a router with what its procedures work with. */
export interface Mounted<Context> {
  router: AnyTRPCRouter
  context: Context
  onError(failed: { error: TRPCError; path: string; ctx: Context }): void
}

export interface IpcServerOptions<Context> {
  ipc: Pick<IpcMain, 'on'>
  /** Asked at each call; calls wait while the engine opens, and for ever where it does not. */
  mounted(): Promise<Mounted<Context>>
  /** Whether a message comes from the app's own page, in the main frame of its own window. */
  isOwn(event: IpcMainEvent): boolean
}

const toMainSchema: z.ZodType<ToMain> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.enum(['query', 'mutation', 'subscription']),
    id: z.int().min(0),
    path: z.string().max(200),
    input: z.unknown().optional(),
  }),
  z.strictObject({ type: z.literal('stop'), id: z.int().min(0) }),
])

type Call = Exclude<ToMain, { type: 'stop' }>

/** Mounts a router on Electron's IPC: answers calls of the app's own page, and stops them when the page goes. */
export function serveIpc<Context>({ ipc, mounted, isOwn }: IpcServerOptions<Context>): void {
  /** The calls under way by page, then by number. */
  const pages = new Map<WebContents, Map<number, AbortController>>()

  function callsOf(page: WebContents): Map<number, AbortController> {
    const known = pages.get(page)
    if (known !== undefined) return known
    const calls = new Map<number, AbortController>()
    pages.set(page, calls)
    const stopAll = () => {
      for (const call of calls.values()) call.abort()
      calls.clear()
    }
    page.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) stopAll()
    })
    page.on('render-process-gone', stopAll)
    page.once('destroyed', () => {
      stopAll()
      pages.delete(page)
    })
    return calls
  }

  ipc.on(CHANNEL, (event, message: unknown) => {
    if (!isOwn(event)) return
    const parsed = toMainSchema.safeParse(message)
    if (!parsed.success) return
    const calls = callsOf(event.sender)
    const { id } = parsed.data
    if (parsed.data.type === 'stop') {
      calls.get(id)?.abort()
      calls.delete(id)
    } else if (!calls.has(id)) {
      const call = new AbortController()
      calls.set(id, call)
      void answer(event.sender, parsed.data, call.signal).finally(() => {
        if (calls.get(id) === call) calls.delete(id)
      })
    }
  })

  async function answer(page: WebContents, { id, type, path, input }: Call, signal: AbortSignal): Promise<void> {
    const send = (message: FromMain) => {
      if (!signal.aborted && !page.isDestroyed()) page.send(CHANNEL, message)
    }
    const opened = await mounted().catch(() => undefined)
    if (opened === undefined) return
    const { router, context: ctx, onError } = opened
    try {
      const getRawInput = async () => input
      const result: unknown = await callTRPCProcedure({ router, path, getRawInput, ctx, type, signal, batchIndex: 0 })
      if (type !== 'subscription') return send({ id, type: 'data', data: result })
      if (!isAsyncIterable(result)) throw new TypeError(`${path} is no subscription`)
      for await (const data of result) {
        if (signal.aborted) return
        send({ id, type: 'data', data })
      }
      send({ id, type: 'done' })
    } catch (cause) {
      const error = getTRPCErrorFromUnknown(cause)
      onError({ error, path, ctx })
      const { _config: config } = router._def
      send({ id, type: 'error', error: getTRPCErrorShape({ config, error, type, path, input, ctx }) })
    }
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
