import { describe, expect, it } from 'vitest'
import { functionalAnova } from '../../../../src/main/learners/tuning/importance.ts'
import { createRandom } from '../../../../src/main/random.ts'

function sampled(f: (x: number[]) => number, rows: number) {
  const random = createRandom(9, 'points')
  const points = Array.from({ length: rows }, () => [random.uniform(), random.uniform(), random.uniform()])
  return functionalAnova(points, points.map(f), 42)
}

describe('functional ANOVA', () => {
  it('finds the shares of a sum: the variances of its parts', () => {
    // Var(3x) : Var(y) = 9 : 1, and z has no part.
    const [x, y, z] = sampled(([a = 0, b = 0]) => 3 * a + b, 200)
    expect(x).toBeCloseTo(0.9, 1)
    expect(y).toBeCloseTo(0.1, 1)
    expect(z).toBeLessThan(0.02)
  })

  it('leaves out what inputs do together', () => {
    // (x − ½)(y − ½) has no effect of either alone.
    const shares = sampled(([a = 0, b = 0]) => (a - 0.5) * (b - 0.5), 200)
    expect(shares[0]! + shares[1]! + shares[2]!).toBeLessThan(0.35)
  })

  it('is exact for a step', () => {
    const points = Array.from({ length: 40 }, (_, k) => [(k + 0.5) / 40, ((k * 7) % 40) / 40])
    const [x, y] = functionalAnova(
      points,
      points.map(([a = 0]) => (a < 0.5 ? 0 : 1)),
      1,
    )
    expect(x).toBeGreaterThan(0.95)
    expect(y).toBeLessThan(0.05)
  })

  it('is 0 where nothing varies, and for no points', () => {
    expect(sampled(() => 1, 20)).toEqual([0, 0, 0])
    expect(functionalAnova([], [], 1)).toEqual([])
  })
})
