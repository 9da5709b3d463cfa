import { useQuery } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { createContext, type ReactNode, use, useEffect, useMemo, useRef } from 'react'
import type { PipelineState } from '../../shared/pipeline/runState.ts'
import type { ServingState } from '../../shared/serving/servingState.ts'
import { type Outputs, useTRPC } from '../link.ts'

/** Whether the engine answers. `lost`: it did, and is tried again. */
export type Connection = 'connecting' | 'open' | 'lost'

/** What the window is told of by itself; undefined until it is known. */
interface Live {
  pipeline: PipelineState | undefined
  serving: ServingState | undefined
  info: Outputs['app']['info'] | undefined
  connection: Connection
  /** Tries to reach the engine at once. */
  reconnect(): void
}

const LiveContext = createContext<Live | undefined>(undefined)
const RECONNECT_MS = 3000

/** Holds the window's two subscriptions: the run and the endpoint. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const trpc = useTRPC()
  const info = useQuery(trpc.app.info.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }))
  const pipeline = useSubscription(trpc.pipeline.state.subscriptionOptions())
  const serving = useSubscription(trpc.serving.state.subscriptionOptions())
  const last = useLast({ pipeline: pipeline.data, serving: serving.data })

  const isLost = pipeline.status === 'error' || (pipeline.status === 'connecting' && pipeline.error !== null)
  const connection: Connection = isLost
    ? 'lost'
    : pipeline.status === 'pending' || pipeline.data !== undefined
      ? 'open'
      : 'connecting'

  const reset = useRef(() => {})
  reset.current = () => {
    pipeline.reset()
    serving.reset()
    if (info.data === undefined) void info.refetch()
  }
  useEffect(() => {
    if (connection !== 'lost') return
    const timer = setInterval(() => reset.current(), RECONNECT_MS)
    return () => clearInterval(timer)
  }, [connection])

  const live = useMemo(
    () => ({ ...last, info: info.data, connection, reconnect: () => reset.current() }),
    [last, info.data, connection],
  )
  return <LiveContext value={live}>{children}</LiveContext>
}

/** What was last told, which stays in sight while the connection is lost. */
function useLast(now: Pick<Live, 'pipeline' | 'serving'>): Pick<Live, 'pipeline' | 'serving'> {
  const last = useRef(now)
  return useMemo(() => {
    last.current = { pipeline: now.pipeline ?? last.current.pipeline, serving: now.serving ?? last.current.serving }
    return last.current
  }, [now.pipeline, now.serving])
}

export function useLive(): Live {
  const live = use(LiveContext)
  if (live === undefined) throw new Error('useLive is used outside of LiveProvider')
  return live
}
