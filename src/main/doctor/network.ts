import { createServer } from 'node:net'
import { UserError } from '../../shared/errors.ts'
import { text } from '../../shared/messages/index.ts'
import { healthSchema } from '../../shared/serving/prediction.ts'
import { hasCode } from '../sources/fileProblems.ts'
import { CRIMES } from '../sources/socrata/months.ts'
import { openPortal } from '../sources/socrata/portal.ts'
import { CHICAGO_PORTAL } from '../sources/socrata/socrata.ts'
import type { Environment } from '../workspace/environment.ts'
import { type Finding, failure, ok, warning } from './check.ts'

/** Whether the endpoint could listen where it does by default. */
export async function checkPort(port: number): Promise<Finding> {
  const address = `127.0.0.1:${port}`
  try {
    await listen(port)
    return ok(text('doctor.port.free', { address }))
  } catch (error) {
    if (!hasCode(error, 'EADDRINUSE')) throw error
    const model = await servedAt(address)
    return model === undefined
      ? warning(text('doctor.port.taken', { address }), text('doctor.port.other'))
      : ok(text('doctor.port.serving', { address, model }))
  }
}

function listen(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()))
  })
}

/** What an endpoint of this app serves at an address; undefined where another program listens. */
async function servedAt(address: string): Promise<string | undefined> {
  try {
    const response = await fetch(`http://${address}/health`, { signal: AbortSignal.timeout(2000) })
    const { model_name: name, model_version: version } = healthSchema.parse(await response.json())
    return name === null ? '–' : `${name} ${version}`
  } catch {
    return undefined
  }
}

/** What a program that works offline can do without: these are no failures. */
const PASSING: ReadonlySet<string> = new Set([
  'sources.portal.unreachable',
  'sources.portal.unavailable',
  'sources.portal.throttled',
  'sources.portal.html',
])

/** Whether the portal answers one small question. */
export async function checkPortal(
  portal: string | undefined,
  { SOCRATA_APP_TOKEN: appToken }: Environment,
  signal: AbortSignal,
): Promise<Finding> {
  const retry = { attempts: 1, firstWaitMs: 0, mostWaitMs: 0, patienceMs: 0, silenceMs: 5000 }
  try {
    const { host, ask } = openPortal({ address: portal ?? CHICAGO_PORTAL, appToken, retry })
    await ask(CRIMES, { $select: 'id', $limit: '1' }, signal)
    return ok(appToken === undefined ? text('doctor.portal.no_token', { host }) : text('doctor.portal.ok', { host }))
  } catch (error) {
    const passes = error instanceof UserError && PASSING.has(error.code)
    return failure(error, passes ? 'warning' : 'failed')
  }
}
