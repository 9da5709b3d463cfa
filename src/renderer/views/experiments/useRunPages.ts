import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { type Inputs, useTRPC } from '../../link.ts'
import type { Run } from './runs.ts'

/** Runs that are fetched at once: two screens of them. */
const PAGE = 50
const REFRESH_MS = 5_000

export type Wanted = Omit<NonNullable<Inputs['runs']['list']>, 'offset' | 'limit'>

function useFoundRuns(wanted: Wanted) {
  const trpc = useTRPC()
  return (page: number) =>
    trpc.runs.list.queryOptions(
      { ...wanted, offset: page * PAGE, limit: PAGE },
      { refetchInterval: REFRESH_MS, placeholderData: keepPreviousData },
    )
}

/** The first of the runs that a search finds, and how many there are. */
export function useFirstRuns(wanted: Wanted) {
  const options = useFoundRuns(wanted)
  return useQuery(options(0))
}

/** The runs that a search finds, of which only the pages in sight are fetched, and fetched again while they are. */
export function useRunPages(wanted: Wanted) {
  const options = useFoundRuns(wanted)
  const [pages, setPages] = useState<readonly number[]>([0])
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
    return page === undefined || page.isPlaceholderData ? undefined : page.data?.runs[index % PAGE]
  }
  return { rowAt, onRange }
}
