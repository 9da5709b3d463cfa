import { createHash } from 'node:crypto'

/** What of an event its hash covers: all of it. */
export interface ChainedEvent {
  id: number
  time: number
  kind: string
  model: string | null
  alias: string | null
  from_version: number | null
  to_version: number | null
  run_id: string | null
  schedule: string | null
  reason: string
  actor: string
  /** json */
  details: string
}

/** What the first event is chained to. */
export const CHAIN_START = '0'.repeat(64)

/** SHA-256 in hex of an event and the hash of the one before it, so that no earlier event changes unnoticed. */
export function chainHash(previous: string, event: ChainedEvent): string {
  const { id, time, kind, model, alias, from_version, to_version, run_id, schedule, reason, actor, details } = event
  const content = [id, time, kind, model, alias, from_version, to_version, run_id, schedule, reason, actor, details]
  return createHash('sha256')
    .update(JSON.stringify([previous, ...content]))
    .digest('hex')
}
