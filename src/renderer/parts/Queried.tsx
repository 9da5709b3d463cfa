import type { ReactNode } from 'react'
import { ErrorState, LoadingState } from './states.tsx'

/** What this part needs of a TanStack query. */
interface Asked<T> {
  data: T | undefined
  error: unknown
  refetch(): unknown
}

interface QueriedProps<T> {
  query: Asked<T>
  /** Height of the placeholder while it loads, so that nothing jumps. */
  height?: number
  children: (data: T) => ReactNode
}

/** Draws what a query gave; until then a placeholder, or what went wrong. Older data stays while newer is fetched. */
export function Queried<T>({ query, height, children }: QueriedProps<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error !== null && query.error !== undefined) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  }
  return <LoadingState {...(height === undefined ? {} : { height })} />
}
