import type { ModelVersion, Registry } from '../registry/registry.ts'
import { openModel } from '../training/servedModel.ts'
import type { Champion } from './champion.ts'
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
      return version && loadChampion(registry, version)
    },
    onError,
  })
}

/** A registered version, ready to answer. Throws UserError where a file of it is damaged. */
export async function loadChampion(registry: Registry, version: ModelVersion): Promise<Champion> {
  const { info, featurizer, score, explain } = openModel(await registry.read(version))
  const features = new Float64Array(info.features.length)
  return {
    name: version.model,
    version: String(version.version),
    alias: 'champion',
    runId: version.runId,
    generated: info.generated,
    metrics: defined(version.metrics),
    features: info.features,
    threshold: info.threshold,
    requiredIncidentFields: featurizer.requiredFields,
    score,
    explain,
    featurize: (incident) => featurizer.featurize(incident, features),
  }
}

function defined(metrics: Record<string, number | null>): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
}
