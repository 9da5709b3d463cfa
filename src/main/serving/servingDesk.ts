import { UserError } from '../../shared/errors.ts'
import type { ServedChampion, ServingState } from '../../shared/serving/servingState.ts'
import { DEFAULT_MODEL, type Registry } from '../registry/registry.ts'
import type { Workbench } from '../workbench.ts'
import type { Champion } from './champion/champion.ts'
import { loadChampion } from './champion/registryChampion.ts'
import { createRequestLog, type RequestLog } from './http/requestLog.ts'
import { type Endpoint, serveChampion } from './serveChampion.ts'
import { type Answered, DEFAULT_HOST } from './server.ts'

/** The endpoint that the window starts and stops, and the champion that its form asks. One a process. */
export interface ServingDesk {
  state(): ServingState
  /** Where the endpoint listens; null while it is stopped. */
  address(): string | null
  /** Starts the endpoint on this machine's own address. @throws UserError where it runs already, or the port is taken */
  start(options: { port: number; model: string | undefined }): Promise<ServingState>
  stop(): Promise<ServingState>
  /** The champion of a model, loaded once a version, whether or not the endpoint runs. */
  champion(model: string | undefined): Promise<Champion | undefined>
  /** A request to paste into a shell; undefined while the endpoint is stopped. */
  curl(): string | undefined
  /** Calls `listener` when the endpoint starts or stops, or has answered; returns how to stop that. */
  onChange(listener: () => void): () => void
  close(): Promise<void>
}

export function createServingDesk(workbench: Workbench): ServingDesk {
  const { registry } = workbench
  const listeners = new Set<() => void>()
  const loaded = new Map<string, { revision: number; champion: Promise<Champion | undefined> }>()
  let running: { endpoint: Endpoint; model: string; log: RequestLog } | undefined
  /** Starts and stops one after the other. */
  let turn: Promise<unknown> = Promise.resolve()

  const tell = () => {
    for (const listener of listeners) listener()
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work, work)
    turn = mine.catch(() => undefined)
    return mine
  }

  function state(): ServingState {
    if (running === undefined) {
      return { address: null, model: null, champion: null, requests: 0, refused: 0, perSecond: [], last: [] }
    }
    const { endpoint, model, log } = running
    const champion = endpoint.champion()
    return { address: endpoint.address, model, champion: champion ? servedChampion(champion) : null, ...log.view() }
  }

  async function stop(): Promise<ServingState> {
    const endpoint = running?.endpoint
    running = undefined
    await endpoint?.close()
    tell()
    return state()
  }

  return {
    state,
    address: () => running?.endpoint.address ?? null,
    start: ({ port, model }) =>
      inTurn(async () => {
        if (running !== undefined) throw new UserError('serving.already', { address: running.endpoint.address })
        const name = model ?? (await servedModel(registry))
        const log = createRequestLog()
        const onAnswered = (answered: Answered) => {
          log.add(answered)
          tell()
        }
        const endpoint = await serveChampion({ workbench, model: name, host: DEFAULT_HOST, port, onAnswered })
        running = { endpoint, model: name, log }
        tell()
        return state()
      }),
    stop: () => inTurn(stop),
    async champion(model) {
      const name = model ?? (await servedModel(registry))
      const revision = await registry.championRevision(name)
      const known = loaded.get(name)
      if (known?.revision === revision) return known.champion
      const champion = registry.aliased(name, 'champion').then((version) => version && loadChampion(registry, version))
      loaded.set(name, { revision, champion })
      champion.catch(() => loaded.delete(name))
      return champion
    },
    curl: () => running?.endpoint.curl(),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      await inTurn(stop)
    },
  }
}

/** A champion as the window shows it. */
export function servedChampion(champion: Champion): ServedChampion {
  return {
    model: champion.name,
    version: champion.version,
    threshold: champion.threshold,
    features: [...champion.features],
    requiredIncidentFields: [...champion.requiredIncidentFields],
    generated: champion.generated,
  }
}

/** The model to serve when none is named: the one for real incidents if it has a champion, else whichever has one. */
export async function servedModel(registry: Registry): Promise<string> {
  const models = await registry.models()
  const crowned = models.filter(({ versions }) => versions.some(({ aliases }) => aliases.includes('champion')))
  return (crowned.find(({ name }) => name === DEFAULT_MODEL) ?? crowned[0])?.name ?? DEFAULT_MODEL
}
