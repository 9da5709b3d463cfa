import type { Workbench } from '../workbench.ts'
import type { Champion } from './champion.ts'
import { exampleCurl } from './examples.ts'
import { registryChampion } from './registryChampion.ts'
import { type Answered, startServing } from './server.ts'

/** Environment variable with the key that a server beyond loopback asks its clients for. */
export const API_KEY_VARIABLE = 'ARREST_WORKBENCH_API_KEY'

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
  const champion = registryChampion(registry, model, (error) => logger.error({ err: error }, 'champion not loaded'))
  try {
    await champion.reload()
    const server = await startServing({
      champion,
      host,
      port,
      logger,
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(onAnswered === undefined ? {} : { onAnswered }),
    })
    logger.info({ address: server.address, model }, 'serving')
    return {
      address: server.address,
      champion: champion.current,
      curl: () => exampleCurl(server.address, { withKey: apiKey !== undefined }),
      async close() {
        champion.close()
        await server.close()
      },
    }
  } catch (error) {
    champion.close()
    throw error
  }
}
