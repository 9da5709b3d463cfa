import { readFeaturizerHash } from '../../registry/modelFolder.ts'
import type { ModelVersion, Registry } from '../../registry/registry.ts'
import { openModel } from '../../training/servedModel.ts'
import type { Challenge, Champion } from './champion.ts'
import { type WatchedChampion, watchChampion } from './watchChampion.ts'

/** Follows a model's champion in the registry; `onError` hears of a look or a load that failed. */
export function registryChampion(
  registry: Registry,
  model: string,
  onError: (error: unknown) => void,
): WatchedChampion {
  return watchChampion({
    async revision() {
      const revision = await registry.championRevision(model)
      return revision === 0 ? undefined : String(revision)
    },
    async load() {
      const version = await registry.aliased(model, 'champion')
      if (version === undefined) return undefined
      const champion = await loadChampion(registry, version)
      // A challenger that cannot be loaded must not keep the champion from answering.
      const challenge = await loadChallenge(registry, version).catch((error: unknown) => {
        onError(error)
        return undefined
      })
      return challenge === undefined ? champion : { ...champion, challenge }
    },
    onError,
  })
}

/** The challenger on trial beside this champion. */
async function loadChallenge(registry: Registry, champion: ModelVersion): Promise<Challenge | undefined> {
  const contest = await registry.contests.running(champion.model)
  if (contest === undefined || contest.champion !== champion.version) return undefined
  const { id, mode, share } = contest
  const challenger = await registry.version(champion.model, contest.challenger)
  return { id, mode, share, challenger: await loadChampion(registry, challenger, 'challenger') }
}

/** A registered version, ready to answer. Throws UserError where a file of it is damaged. */
export async function loadChampion(registry: Registry, version: ModelVersion, alias = 'champion'): Promise<Champion> {
  const { info, featurizer, score, scoreBatch, explain } = openModel(await registry.read(version))
  const features = new Float64Array(info.features.length)
  return {
    name: version.model,
    version: String(version.version),
    alias,
    runId: version.runId,
    generated: info.generated,
    metrics: defined(version.metrics),
    features: info.features,
    featurizerHash: await readFeaturizerHash(version.folder),
    threshold: info.threshold,
    requiredIncidentFields: featurizer.requiredFields,
    score,
    scoreBatch,
    explain,
    featurize: (incident) => featurizer.featurize(incident, features),
  }
}

function defined(metrics: Record<string, number | null>): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
}
