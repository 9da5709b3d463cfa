import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { type Inputs, useTRPC } from '../../link.ts'
import type { Run } from './runs.ts'

const PAGE = 200
const REFRESH_MS = 5_000

type Wanted = Omit<NonNullable<Inputs['runs']['list']>, 'offset' | 'limit'>

/** The runs that a search finds, of which only the pages in sight are fetched, and fetched again while they are. */
export function useRunPages(wanted: Wanted) {
  const trpc = useTRPC()
  const [pages, setPages] = useState<readonly number[]>([0])
  const options = (page: number) =>
    trpc.runs.list.queryOptions(
      { ...wanted, offset: page * PAGE, limit: PAGE },
      { refetchInterval: REFRESH_MS, placeholderData: keepPreviousData },
    )
  const first = useQuery(options(0))
  const seen = useQueries({ queries: pages.map(options) })
  const byPage = new Map(pages.map((page, index) => [page, seen[index]]))

  const onRange = useCallback((from: number, to: number) => {
    const wantedPages: number[] = []
    for (let page = Math.floor(from / PAGE); page <= Math.floor(to / PAGE); page++) wantedPages.push(page)
    setPages((before) => (String(before) === String(wantedPages) ? before : wantedPages))
  }, [])

  const rowAt = (index: number): Run | undefined => {
    const page = byPage.get(Math.floor(index / PAGE))
    // What is kept from another page is not this one's.
    if (page === undefined || page.isPlaceholderData) return index < PAGE ? first.data?.runs[index] : undefined
    return page.data?.runs[index % PAGE]
  }
  return { first, total: first.data?.total ?? 0, rowAt, onRange }
}
