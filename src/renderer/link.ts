import { QueryClient } from '@tanstack/react-query'
import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
  type TRPCLink,
} from '@trpc/client'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import type { AppRouter } from '../main/api/router.ts'
import { BRIDGE, type Bridge, type MenuCommand } from '../shared/bridge.ts'
import { ipcLink } from './ipcLink.ts'

declare global {
  interface Window {
    [BRIDGE]?: Bridge
  }
}

export type { AppRouter }
/** What procedures take and give, for the props of components: `Outputs['runs']['list']`. */
export type Inputs = inferRouterInputs<AppRouter>
export type Outputs = inferRouterOutputs<AppRouter>
export type ApiClient = TRPCClient<AppRouter>

/** React's way to the API: `useTRPC()` gives query, mutation and subscription options for TanStack Query's hooks. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

/** The typed client: over IPC in the desktop shell, over HTTP and server-sent events in the browser shell. */
export function createClient(): ApiClient {
  const bridge = window[BRIDGE]
  return createTRPCClient<AppRouter>({ links: [bridge === undefined ? httpLink() : ipcLink(bridge)] })
}

function httpLink(): TRPCLink<AppRouter> {
  const url = '/trpc'
  return splitLink({
    condition: ({ type }) => type === 'subscription',
    true: httpSubscriptionLink({ url }),
    false: httpBatchLink({ url, maxURLLength: 4000 }),
  })
}

/** Server state of the window. Subscriptions tell of changes, so nothing is asked again merely because a view is shown. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { refetchOnWindowFocus: false, retry: false, staleTime: 5_000 } },
  })
}

/** Where `files/…` of the API's answers is fetched or downloaded from, the same in both shells. */
export function fileUrl(path: string): string {
  return `/${path.replace(/^\//, '')}`
}

/**
 * Path, on the engine's machine, of a file that was dropped or chosen: its own in the desktop shell; in the browser shell
 * it is first sent to the workspace.
 */
export async function pathOfFile(file: File): Promise<string> {
  const bridge = window[BRIDGE]
  const path = bridge?.pathOf(file)
  if (path) return path
  const answer = await fetch(`/files/uploads/${encodeURIComponent(file.name)}`, { method: 'PUT', body: file })
  const body: unknown = await answer.json()
  if (answer.ok && typeof body === 'object' && body !== null && 'path' in body && typeof body.path === 'string') {
    return body.path
  }
  throw new Error(
    typeof body === 'object' && body !== null && 'detail' in body ? String(body.detail) : answer.statusText,
  )
}

/** Calls `listener` with the native menu's commands; there is no menu in the browser shell. */
export function onMenuCommand(listener: (command: MenuCommand) => void): () => void {
  return window[BRIDGE]?.onCommand(listener) ?? (() => {})
}
