import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestThreshold } from '../../../src/main/learners/metrics/bestThreshold.ts'
import { metricsOf } from '../../../src/main/learners/metrics/metrics.ts'

const anyAnswers = fc.array(
  fc.record({ label: fc.integer({ min: 0, max: 1 }), tenths: fc.integer({ min: 0, max: 10 }) }),
  { minLength: 2, maxLength: 40 },
)

describe('the threshold chosen for a metric', () => {
  it.each(['mcc', 'f1'] as const)('does as well by %s as any that splits the rows', (metric) => {
    fc.assert(
      fc.property(anyAnswers, (rows) => {
        const labels = Uint8Array.from(rows, ({ label }) => label)
        const probabilities = Float64Array.from(rows, ({ tenths }) => tenths / 10)
        const chosen = bestThreshold(labels, probabilities, metric)
        expect(chosen).toBeGreaterThan(0)
        expect(chosen).toBeLessThan(1)
        const score = (threshold: number) => metricsOf(labels, probabilities, threshold)[metric]
        const distinct = [...new Set(probabilities)].sort((a, b) => a - b).slice(1)
        const best = Math.max(...distinct.map(score), Number.NEGATIVE_INFINITY)
        if (distinct.length > 0) expect(score(chosen)).toBeCloseTo(best, 12)
      }),
    )
  })

  it('lies midway between the rows that it tells apart', () => {
    const threshold = bestThreshold(Uint8Array.of(0, 0, 1, 1), Float64Array.of(0.1, 0.2, 0.3, 0.9), 'mcc')
    expect(threshold).toBe(0.25)
  })

  it('is a half where all rows are alike', () => {
    expect(bestThreshold(Uint8Array.of(0, 1), Float64Array.of(0.3, 0.3), 'mcc')).toBe(0.5)
  })
})
