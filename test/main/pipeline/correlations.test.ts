import { describe, expect, it } from 'vitest'
import { correlations } from '../../../src/main/pipeline/statistics/correlations.ts'

describe('correlations', () => {
  it('are Pearson’s, as numpy.corrcoef gives them', () => {
    const a = [1, 2, 3, 4, 5]
    const b = [2, 1, 4, 3, 6]
    const c = [5, 4, 3, 2, 1]
    const matrix = correlations([a, b, c])
    expect(matrix[0]![1]).toBeCloseTo(0.821995, 6)
    expect(matrix[0]![2]).toBeCloseTo(-1, 12)
    expect(matrix[1]![0]).toBe(matrix[0]![1])
    expect(matrix[2]![2]).toBe(1)
  })

  it('are 0 for a column that never changes', () => {
    expect(
      correlations([
        [1, 1, 1],
        [1, 2, 3],
      ])[0]![1],
    ).toBe(0)
  })
})
