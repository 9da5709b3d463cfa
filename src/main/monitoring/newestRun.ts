import { UserError } from '../../shared/errors.ts'
import type { Run } from '../tracking/runs.ts'
import type { Workbench } from '../workbench.ts'
import type { CurrentSource } from './current.ts'

type Engine = Pick<Workbench, 'tracking' | 'registry'>

const RUNS_LOOKED_AT = 200

/** The finished pipeline runs that hold incidents which a model's champion was not trained on, newest first. */
export async function newerRuns(model: string, { tracking, registry }: Engine): Promise<Run[]> {
  const champion = await registry.aliased(model, 'champion')
  if (champion === undefined) throw new UserError('monitoring.no_champion', { model })
  const { info } = await registry.read(champion)
  const finished = await tracking.runs.list({
    ...{ kind: 'pipeline' as const, status: 'FINISHED' as const, parentId: null, limit: RUNS_LOOKED_AT },
  })
  return finished.filter(
    ({ name, params }) =>
      name.startsWith('pipeline') &&
      (params.date ?? '') > info.run_date &&
      (params.generated === 'true') === champion.generated,
  )
}

/**
 * The newest run that there is to compare to a model's champion.
 *
 * @throws UserError `monitoring.no_champion`; `monitoring.nothing_current` where no run is newer
 */
export async function newestRun(model: string, engine: Engine): Promise<CurrentSource & { kind: 'run' }> {
  const [newest] = await newerRuns(model, engine)
  if (newest === undefined) throw new UserError('monitoring.nothing_current')
  return { kind: 'run', runId: newest.id }
}
