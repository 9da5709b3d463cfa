import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react'
import { NewRun, type NewRunSource } from '../newRun/NewRun.tsx'
import { type RunActions, useRunActions } from './runActions.ts'

interface Runs extends RunActions {
  /** Asks for the source and date of a new run; a file that was dropped is its source already. */
  ask(source?: NewRunSource, file?: File): void
}

const RunsContext = createContext<Runs | undefined>(undefined)

/** What can be done with runs, and the dialog that asks for a new one. */
export function RunsProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<{ source: NewRunSource; file: File | undefined }>()
  const ask = useCallback((source: NewRunSource = 'demo', file?: File) => setAsked({ source, file }), [])
  const actions = useRunActions(ask)
  const runs = useMemo(() => ({ ...actions, ask }), [actions, ask])
  return (
    <RunsContext value={runs}>
      {children}
      {asked !== undefined && (
        <NewRun
          source={asked.source}
          file={asked.file}
          onStart={(request, recipe) => {
            setAsked(undefined)
            actions.start(request, recipe)
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </RunsContext>
  )
}

export function useRuns(): Runs {
  const runs = use(RunsContext)
  if (runs === undefined) throw new Error('useRuns is used outside of RunsProvider')
  return runs
}
