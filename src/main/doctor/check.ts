import { setTimeout as sleep } from 'node:timers/promises'
import { CancelledError, UserError } from '../../shared/errors.ts'
import { text } from '../../shared/messages/index.ts'

export const CHECKS = [
  'node',
  'duckdb',
  'workers',
  'workspace',
  'space',
  'database',
  'store',
  'champion',
  'audit',
  'port',
  'portal',
  'electron',
] as const
export type CheckName = (typeof CHECKS)[number]

/** What a check found. */
export interface Finding {
  status: 'ok' | 'warning' | 'failed'
  /** What is there, or what is wrong. */
  detail: string
  /** How to mend it; absent where nothing is to be done. */
  remedy?: string
}

export interface Check extends Finding {
  name: CheckName
}

/** Longer than the store's patience with a server that has never answered. */
const LONGEST_MS = 20_000

export const ok = (detail: string): Finding => ({ status: 'ok', detail })
export const warning = (detail: string, remedy: string): Finding => ({ status: 'warning', detail, remedy })
export const failed = (detail: string, remedy: string): Finding => ({ status: 'failed', detail, remedy })

/** Runs a check whatever happens in it: an error is a finding, and so is no answer. Only the user's own cancel ends it. */
export async function check(
  name: CheckName,
  outer: AbortSignal,
  look: (signal: AbortSignal) => Promise<Finding>,
): Promise<Check> {
  const done = new AbortController()
  const late = AbortSignal.timeout(LONGEST_MS)
  try {
    // Work that does not heed its signal is left behind.
    const finding = await Promise.race([
      look(AbortSignal.any([outer, late])),
      sleep(LONGEST_MS + 1000, undefined, { signal: AbortSignal.any([outer, done.signal]) }).then(tooLate),
    ])
    return { name, ...finding }
  } catch (error) {
    if (outer.aborted) throw new CancelledError()
    return { name, ...(late.aborted ? tooLate() : failure(error)) }
  } finally {
    done.abort()
  }
}

/** An error as a finding: the first sentence of its message says what is wrong, the others what to do. */
export function failure(error: unknown, status: 'warning' | 'failed' = 'failed'): Finding {
  if (error instanceof UserError) {
    const [detail = '', ...remedy] = error.message.split(/(?<=[.:)]) (?=\p{Lu})/u)
    return { status, detail, ...(remedy.length === 0 ? {} : { remedy: remedy.join(' ') }) }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { status, detail: message, remedy: text('doctor.unexpected') }
}

function tooLate(): Finding {
  return failed(text('doctor.no_answer', { seconds: LONGEST_MS / 1000 }), text('doctor.no_answer.remedy'))
}
