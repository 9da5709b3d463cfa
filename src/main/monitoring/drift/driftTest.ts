import type { PlainCode } from '../../../shared/messages/index.ts'
import type { DriftTestName } from '../../../shared/monitoring/drift.ts'
import type { Pair, PairKind } from './pair.ts'

export interface TestResult {
  value: number
  /** How likely so large a value is without any drift; null for what is only an effect size. */
  p: number | null
}

/** A statistic that tells how far two distributions are apart. */
export interface DriftTest {
  name: DriftTestName
  /** What people call it. */
  label: PlainCode
  fits: readonly PairKind[]
  /** The value from which a field has moved, unless more is normal for it; null where the value is no effect size. */
  threshold: number | null
  /** Both counts of the pair sum to more than 0. */
  compare(pair: Pair): TestResult
}
