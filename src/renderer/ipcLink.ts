import { TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { AppRouter } from '../main/api/router.ts'
import type { Bridge, FromMain } from '../shared/bridge.ts'

/** tRPC's link to the main process of Electron: every call is one message, its answers come back by the call's number. */
export function ipcLink(bridge: Bridge): TRPCLink<AppRouter> {
  const waiting = new Map<number, (message: FromMain) => void>()
  bridge.listen((message) => waiting.get(message.id)?.(message))
  // The main process may still be busy with a call of the page before a reload: its number is never used again.
  let last = Date.now() * 1000

  return () =>
    ({ op: { type, path, input, signal } }) =>
      observable((observer) => {
        const id = ++last
        waiting.set(id, (message) => {
          switch (message.type) {
            case 'data':
              observer.next({ result: { type: 'data', data: message.data } })
              if (type !== 'subscription') end()
              break
            case 'done':
              end()
              break
            case 'error':
              waiting.delete(id)
              observer.error(TRPCClientError.from({ error: message.error }))
          }
        })

        function end(): void {
          waiting.delete(id)
          observer.complete()
        }

        /** Ends the call in the main process too, unless it has ended already. */
        function stop(): void {
          if (waiting.delete(id)) bridge.send({ type: 'stop', id })
        }

        function abort(): void {
          stop()
          observer.error(TRPCClientError.from(new DOMException('cancelled', 'AbortError')))
        }

        signal?.addEventListener('abort', abort, { once: true })
        if (type === 'subscription') observer.next({ result: { type: 'started' } })
        bridge.send({ type, id, path, input })
        return () => {
          signal?.removeEventListener('abort', abort)
          stop()
        }
      })
}
