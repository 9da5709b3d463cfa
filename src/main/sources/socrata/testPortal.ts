import { CRIMES } from './months.ts'
import { DEFAULT_RETRY, openPortal } from './portal.ts'

/** Asks the portal for its newest incident; returns the portal's host and that incident's day. Throws UserError. */
export async function testPortal(
  { address, appToken }: { address: string; appToken: string | undefined },
  signal: AbortSignal,
): Promise<string> {
  const portal = openPortal({ address, appToken, retry: { ...DEFAULT_RETRY, attempts: 1 } })
  const { rows } = await portal.ask(CRIMES, { $select: 'max(date) AS newest' }, signal)
  const newest = rows[0]?.newest
  return typeof newest === 'string' ? `${portal.host}, ${newest.slice(0, 10)}` : portal.host
}
