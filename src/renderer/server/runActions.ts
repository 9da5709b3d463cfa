import { useMutation, useQuery } from '@tanstack/react-query'
import { apiErrorOf } from '../../shared/apiErrors.ts'
import { STEPS, type Step } from '../../shared/pipeline/runState.ts'
import { type Inputs, useTRPC } from '../link.ts'
import { notifyProblem } from '../problems.ts'
import { go, href } from '../router.ts'
import { useLive } from './live.tsx'
import { changedRecipe, useRecipeChanges } from './recipeDraft.ts'

export type RunRequest = Inputs['pipeline']['start']
type Stage = NonNullable<RunRequest['fromStage']>

/** What can be done with runs, from wherever in the window. */
export interface RunActions {
  /** Starts a run of a source, with the recipe of that name; `classic` where none is named. */
  start(request: RunRequest, recipe?: string): void
  /** Runs again what was run last, with the changed parameters; anew from a step on where one is named. */
  runAgain(from?: Step): void
  /** Cancels the run that goes on here. */
  cancel(): void
  /** A start is being asked for. */
  starting: boolean
}

/** @param onNoSource called when nothing can be run again, since no source has been chosen in a window yet */
export function useRunActions(onNoSource: () => void): RunActions {
  const trpc = useTRPC()
  const run = useLive().pipeline?.run
  const changes = useRecipeChanges()
  const presets = useQuery(trpc.pipeline.recipe.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }))
  const watch = () => go(href('pipeline'))
  const start = useMutation(trpc.pipeline.start.mutationOptions({ onError: notifyProblem, onSuccess: watch }))
  const again = useMutation(
    trpc.pipeline.retry.mutationOptions({
      onError: (error) => (isWithoutRequest(error) ? onNoSource() : notifyProblem(error)),
      onSuccess: watch,
    }),
  )
  const cancel = useMutation(trpc.pipeline.cancel.mutationOptions({ onError: notifyProblem }))
  const presetOf = (name: string | null | undefined) =>
    presets.data?.presets[name ?? 'classic'] ?? presets.data?.presets.classic
  const recipeOf = (name: string | null | undefined) => {
    const preset = presetOf(name)
    return Object.keys(changes).length === 0 || preset === undefined ? undefined : changedRecipe(preset, changes)
  }

  return {
    start: (request, recipe) => start.mutate({ recipe: recipeOf(recipe) ?? presetOf(recipe), ...request }),
    runAgain: (from) => {
      if (run == null) return onNoSource()
      again.mutate({ recipe: recipeOf(run.recipe), fromStage: from === undefined ? undefined : stageOf(from) })
    },
    cancel: () => {
      if (run != null) cancel.mutate({ runId: run.runId })
    },
    starting: start.isPending || again.isPending,
  }
}

/** The ETL stage to start from; undefined for the steps after it, which run each time. */
function stageOf(step: Step): Stage | undefined {
  return isStage(step) ? step : undefined
}

function isStage(step: Step): step is Stage {
  return STEPS.indexOf(step) < STEPS.indexOf('train')
}

/** The last run was started in a terminal, which keeps no request. */
function isWithoutRequest(error: unknown): boolean {
  const code = apiErrorOf(error)?.user?.code
  return code === 'artifact_missing' || code === 'data.no_run'
}
