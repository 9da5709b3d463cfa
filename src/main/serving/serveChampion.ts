import { openPredictionWriter } from '../predictions/predictionWriter.ts'
import type { Workbench } from '../workbench.ts'
import { readSettings } from '../workspace/settings.ts'
import type { Champion } from './champion/champion.ts'
import { registryChampion } from './champion/registryChampion.ts'
import { exampleCurl } from './docs/examples.ts'
import { isLoopback } from './http/guard.ts'
import { watchKeys } from './keys.ts'
import { type Answered, startServing } from './server.ts'

/** Environment variable with the key that a server beyond loopback asks its clients for. */
export const API_KEY_VARIABLE = 'ARREST_WORKBENCH_API_KEY'

/** Requests a second and client of a server beyond loopback, unless the settings say otherwise. */
const RATE_LIMIT = 1000
/** What the log of predictions keeps unless the settings say otherwise: some hundreds of MB, and a year with its labels. */
const KEPT_ROWS = 1_000_000
const KEPT_DAYS = 400

export interface Endpoint {
  /** `http://127.0.0.1:8800` */
  address: string
  champion(): Champion | undefined
  /** A request to paste into a shell. */
  curl(): string
  /** Finishes the requests in flight and closes. */
  close(): Promise<void>
}

/** Serves a model's champion and follows its changes. Throws UserError where the address or the champion cannot be had. */
export async function serveChampion(options: {
  workbench: Workbench
  model: string
  host: string
  /** 0 takes any free port. */
  port: number
  /** Hears of each request once it is answered. */
  onAnswered?: (answered: Answered) => void
}): Promise<Endpoint> {
  const { workbench, model, host, port, onAnswered } = options
  const { registry, logger, workspace } = workbench
  const apiKey = workspace.environment[API_KEY_VARIABLE]
  const settings = await readSettings(workspace.paths.settings)
  const keys = await watchKeys(workspace, (error) => logger.error({ err: error }, 'API keys not read again'))
  const rateLimit = settings.servingRateLimit ?? (isLoopback(host) ? undefined : RATE_LIMIT)
  const log = openPredictionWriter({
    file: workspace.paths.database,
    limits: { rows: settings.predictionRows ?? KEPT_ROWS, days: settings.predictionDays ?? KEPT_DAYS },
    onError: (error) => logger.error({ err: error }, 'predictions not kept'),
  })
  const champion = registryChampion(registry, model, (error) => logger.error({ err: error }, 'champion not loaded'))
  const closeAll = async () => {
    champion.close()
    keys.close()
    await log.close()
  }
  try {
    await champion.reload()
    const server = await startServing({
      champion,
      host,
      port,
      logger,
      keys: keys.digests,
      rateLimit,
      origins: settings.servingOrigins ?? [],
      log,
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(onAnswered === undefined ? {} : { onAnswered }),
    })
    logger.info({ address: server.address, model }, 'serving')
    return {
      address: server.address,
      champion: champion.current,
      curl: () => exampleCurl(server.address, { withKey: apiKey !== undefined || keys.digests().length > 0 }),
      async close() {
        await server.close()
        await closeAll()
      },
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}
