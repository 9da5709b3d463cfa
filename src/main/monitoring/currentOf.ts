import { UserError } from '../../shared/errors.ts'
import type { Workbench } from '../workbench.ts'
import type { CurrentSource } from './current.ts'

/**
 * What the user means to compare to a model, other than a file: the predictions, a run by its id, or where nothing is named
 * the newest finished pipeline run after the champion's date.
 *
 * @throws UserError `run_not_found`; `monitoring.nothing_current` where there is no newer run
 */
export async function currentOf(
  named: string | undefined,
  model: string,
  { tracking, registry }: Pick<Workbench, 'tracking' | 'registry'>,
): Promise<CurrentSource> {
  if (named === 'predictions') return { kind: 'predictions' }
  if (named !== undefined) return { kind: 'run', runId: (await tracking.runs.get(named)).id }
  const champion = await registry.aliased(model, 'champion')
  if (champion === undefined) throw new UserError('monitoring.no_champion', { model })
  const { info } = await registry.read(champion)
  const finished = await tracking.runs.list({ kind: 'pipeline', status: 'FINISHED', parentId: null, limit: 200 })
  const newer = finished.find(
    ({ name, params }) =>
      name.startsWith('pipeline') &&
      (params.date ?? '') > info.run_date &&
      (params.generated === 'true') === champion.generated,
  )
  if (newer === undefined) throw new UserError('monitoring.nothing_current')
  return { kind: 'run', runId: newer.id }
}
