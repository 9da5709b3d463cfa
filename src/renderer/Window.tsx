import { spotlight } from '@mantine/spotlight'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { text } from '../shared/messages/index.ts'
import type { RunState } from '../shared/pipeline/runState.ts'
import { ConnectionLost } from './frame/Connection.tsx'
import { useFrameCommands } from './frame/commands.ts'
import { Frame } from './frame/Frame.tsx'
import { RunButtons } from './frame/RunButtons.tsx'
import { runCommands } from './frame/runCommands.ts'
import { statusItems } from './frame/statusItems.ts'
import type { Chip } from './frame/TopBar.tsx'
import { onMenuCommand, useTRPC } from './link.ts'
import { go, href } from './router.ts'
import { LiveProvider, useLive } from './server/live.tsx'
import { useKeptPreferences } from './server/preferences.ts'
import { RunsProvider, useRuns } from './server/runs.tsx'
import { viewOf } from './views/views.ts'
import { formatDay } from './words/formats.ts'

/** The window: what the engine tells, in the frame. */
export function Window() {
  return (
    <LiveProvider>
      <RunsProvider>
        <LiveFrame />
      </RunsProvider>
    </LiveProvider>
  )
}

const LOAD_MS = 5000
const SCHEDULE_MS = 15_000

function LiveFrame() {
  const live = useLive()
  const runs = useRuns()
  const trpc = useTRPC()
  const load = useQuery(trpc.app.load.queryOptions(undefined, { refetchInterval: LOAD_MS }))
  const schedule = useQuery(trpc.schedule.state.queryOptions(undefined, { refetchInterval: SCHEDULE_MS }))
  const run = live.pipeline?.run ?? undefined
  const isRunning = run?.status === 'RUNNING'
  const runDemonstration = () => runs.start({ source: { kind: 'demo' } })
  const commands = [
    ...runCommands({ ...runs, cancellable: isRunning && run.here, runDemonstration }),
    ...useFrameCommands(),
  ]
  useMenu({ runDemonstration, ask: () => runs.ask('file') })
  useDroppedFile((file) => runs.ask('file', file))
  useKeptPreferences()

  return (
    <Frame
      chips={chipsOf(run)}
      commands={commands}
      status={statusItems({ ...live, schedule: schedule.data, memory: load.data?.memoryBytes })}
      banner={live.connection === 'lost' ? <ConnectionLost onReconnect={live.reconnect} /> : null}
      actions={
        <RunButtons
          run={run}
          starting={runs.starting}
          onRunAll={() => runs.runAgain()}
          onNew={() => runs.ask()}
          onCancel={runs.cancel}
          onCompare={viewOf('experiments') === undefined ? undefined : () => go(href('experiments', ['comparison']))}
        />
      }
    />
  )
}

/** What is being worked on: data, run date, recipe. */
function chipsOf(run: RunState | undefined): Chip[] {
  if (run === undefined) return []
  const chips: Chip[] = []
  if (run.data !== null) chips.push({ label: run.source === 'demo' ? text('window.chip.demonstration') : run.data })
  if (run.generated) chips.push({ label: text('window.chip.generated'), warning: true })
  if (run.date !== null) chips.push({ label: text('window.chip.date', { date: formatDay(run.date) }) })
  if (run.recipe !== null) chips.push({ label: text('window.chip.recipe', { recipe: run.recipe }) })
  return chips
}

/** Does what the native menu asks for. */
function useMenu({ runDemonstration, ask }: { runDemonstration(): void; ask(): void }): void {
  useEffect(() =>
    onMenuCommand((command) => {
      switch (command) {
        case 'open-file':
          return ask()
        case 'run-demonstration':
          return runDemonstration()
        case 'command-palette':
          return spotlight.open()
        case 'settings':
          return go(href('settings'))
        case 'about':
          return go(href('settings', ['about']))
        case 'view-pipeline':
          return go(href('pipeline'))
        case 'view-experiments':
          return go(href('experiments'))
        case 'view-models':
          return go(href('registry'))
        case 'view-serving':
          return go(href('serving'))
        case 'view-query':
          return go(href('data'))
      }
    }),
  )
}

/** A file that is dropped anywhere is offered as the source of a run; without this the window would open the file itself. */
function useDroppedFile(take: (file: File) => void): void {
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault()
    const drop = (event: DragEvent) => {
      event.preventDefault()
      const file = event.dataTransfer?.files[0]
      if (file !== undefined) take(file)
    }
    document.addEventListener('dragover', over)
    document.addEventListener('drop', drop)
    return () => {
      document.removeEventListener('dragover', over)
      document.removeEventListener('drop', drop)
    }
  })
}
