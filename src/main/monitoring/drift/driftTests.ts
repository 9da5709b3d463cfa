import type { DriftTestName } from '../../../shared/monitoring/drift.ts'
import { chiSquare } from './chiSquare.ts'
import type { DriftTest } from './driftTest.ts'
import { jensenShannon } from './jensenShannon.ts'
import { kolmogorovSmirnov } from './kolmogorovSmirnov.ts'
import type { PairKind } from './pair.ts'
import { psi } from './psi.ts'
import { wasserstein } from './wasserstein.ts'

/** All that can be asked of two distributions. */
export const driftTests: readonly DriftTest[] = [psi, jensenShannon, wasserstein, kolmogorovSmirnov, chiSquare]

export function driftTest(name: DriftTestName): DriftTest {
  return driftTests.find((test) => test.name === name)!
}

/** What decides of a field: how far it moved, and a test whose p-value must rule out that this was chance. */
export interface TestChoice {
  effect: DriftTest
  significance: DriftTest
}

/** Below so many current rows the shares of rare levels are too rough for logarithms of their ratios. */
const FEW_ROWS = 1000

const CHOICES: readonly (TestChoice & { kind: PairKind; few: boolean })[] = [
  { kind: 'category', few: true, effect: jensenShannon, significance: chiSquare },
  { kind: 'category', few: false, effect: psi, significance: chiSquare },
  { kind: 'number', few: true, effect: kolmogorovSmirnov, significance: kolmogorovSmirnov },
  { kind: 'number', few: false, effect: wasserstein, significance: kolmogorovSmirnov },
]

/** The tests that decide of a field of this kind with so many current rows. */
export function chooseTests(kind: PairKind, currentRows: number): TestChoice {
  return CHOICES.find((choice) => choice.kind === kind && choice.few === currentRows < FEW_ROWS)!
}
