import type { DriftVerdict } from '../../../shared/monitoring/drift.ts'

/** What colour a verdict is written in; it is always said in words too. */
export const VERDICT_COLOURS: Record<DriftVerdict, string> = {
  steady: 'var(--wb-ok)',
  watch: 'var(--wb-warn)',
  drift: 'var(--wb-bad)',
}
