import { describe, expect, it } from 'vitest'
import { gaussLegendre } from '../../../../src/main/learners/explain/gaussLegendre.ts'

describe('Gauss-Legendre quadrature', () => {
  it.each([1, 2, 3, 5, 10, 32])('integrates powers of t exactly, up to twice its %i points', (count) => {
    const { points, weights } = gaussLegendre(count)
    for (let power = 0; power < 2 * count; power++) {
      const integral = points.reduce((sum, t, k) => sum + weights[k]! * t ** power, 0)
      expect(Math.abs(integral - 1 / (power + 1))).toBeLessThan(1e-14)
    }
    expect(points.every((t) => t > 0 && t < 1)).toBe(true)
  })
})
