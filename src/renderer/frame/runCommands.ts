import { text } from '../../shared/messages/index.ts'
import { STEPS, type Step } from '../../shared/pipeline/runState.ts'
import { go, href } from '../router.ts'
import type { Command } from './commands.ts'

interface RunCommands {
  /** A run goes on that can be cancelled here. */
  cancellable: boolean
  runAgain(): void
  runDemonstration(): void
  ask(): void
  cancel(): void
}

/** Commands over runs and their steps. */
export function runCommands({ cancellable, runAgain, runDemonstration, ask, cancel }: RunCommands): Command[] {
  const group = 'window.search.commands'
  const steps = STEPS.map(
    (step: Step): Command => ({
      id: `step-${step}`,
      group: 'window.search.steps',
      label: text(`step.${step}`),
      detail: text(`pipeline_view.${step}.what`),
      icon: 'right',
      run: () => go(href('pipeline', [step])),
    }),
  )
  if (cancellable) {
    return [{ id: 'cancel', group, label: text('window.cancel_run'), icon: 'stop', run: cancel }, ...steps]
  }
  return [
    { id: 'run-all', group, label: text('window.run_all'), icon: 'play', run: runAgain },
    { id: 'run-new', group, label: text('new_run.title'), icon: 'plus', run: ask },
    { id: 'run-demo', group, label: text('new_run.demonstration'), icon: 'city', run: runDemonstration },
    ...steps,
  ]
}
