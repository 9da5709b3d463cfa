import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../link.ts'

/** Runs that made tables, the newest first, and the one to show: that of the id, else the last that came to its end. */
export function useTableRuns(runId?: string) {
  const trpc = useTRPC()
  const runs = useQuery(
    // Trainings use the tables of an earlier run; a comparison has some of each recipe, and draws no overview.
    trpc.runs.list.queryOptions({ kind: 'pipeline', search: "name like 'pipeline%'", limit: 50 }),
  )
  const known = runs.data?.runs ?? []
  const shown = known.find(({ id }) => id === runId) ?? known.find(({ status }) => status === 'FINISHED') ?? known[0]
  return { runs, known, shown: runId === undefined ? shown?.id : runId }
}
